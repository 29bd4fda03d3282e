"""Servers that go wrong in rarer ways: over TLS, packed, slow, cut off."""

import datetime
import gzip
import ipaddress
import socket
import ssl
import threading
import time

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from participation.culture.reading.faults import Fault, FeedError
from participation.culture.reading.fetch import Ask, fetch
from tests.culture.reading import calendar
from tests.simulators.feeds.server import Handler, running

HOST = "127.0.0.1"


@pytest.fixture
def server():
    """Calendars at an address of this machine."""
    with running() as found:
        yield found


def fault(server, path: str, seconds: float = 5.0, origin: str = "", **more) -> FeedError:
    """Why it fails."""
    origin = origin or server.origin
    with pytest.raises(FeedError) as error:
        fetch(Ask(origin + path, **more), internal=[origin], seconds=seconds)
    return error.value


@pytest.fixture
def certificate(tmp_path):
    """A certificate for this machine that it has signed itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))]), False
        )
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    coding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    file = tmp_path / "machine.pem"
    file.write_bytes(made.public_bytes(coding) + key.private_bytes(coding, form, plain))
    return file


@pytest.fixture
def secure(server, certificate):
    """The same calendars by https."""
    server.handle_error = lambda *_arguments: None  # of handshakes that are refused
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False
    )
    return f"https://{HOST}:{server.server_address[1]}"


def test_a_calendar_is_read_by_https(server, secure, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    fetched = fetch(Ask(f"{secure}/museum.ics"), internal=[secure])
    assert fetched.body.startswith(b"BEGIN:VCALENDAR")


def test_a_certificate_that_nobody_vouches_for_is_refused(server, secure):
    found = fault(server, "/museum.ics", origin=secure)
    assert (found.fault, found.detail) == (Fault.INSECURE, HOST)
    assert server.log.paths == []


def test_a_server_that_speaks_no_tls_is_insecure(server):
    origin = server.origin.replace("http:", "https:")
    assert fault(server, "/museum.ics", origin=origin).fault == Fault.INSECURE


def answers(monkeypatch, name: str, data: bytes, **headers: str) -> str:
    """A path that gives exactly this."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    method = f"_{name}"
    monkeypatch.setattr(Handler, method, lambda self: self._answer(200, data, sent), raising=False)
    return f"/broken/{name}"


def test_a_packed_calendar_is_unpacked(server, monkeypatch):
    path = answers(monkeypatch, "packed", gzip.compress(calendar()), Content_Encoding="gzip")
    assert fetch(Ask(server.origin + path), internal=[server.origin]).body == calendar()


@pytest.mark.parametrize(
    ("data", "coding", "expected"),
    [
        (gzip.compress(b"x" * 5000, mtime=0)[:-9], "gzip", Fault.INCOMPLETE),
        (b"not packed at all", "gzip", Fault.INCOMPLETE),
        (calendar(), "br", Fault.STATUS),
    ],
)
def test_a_calendar_that_cannot_be_unpacked_is_refused(server, monkeypatch, data, coding, expected):
    path = answers(monkeypatch, "packed", data, Content_Encoding=coding)
    assert fault(server, path).fault == expected


def test_an_answer_in_pieces_that_breaks_off_is_refused(server, monkeypatch):
    def pieces(self):
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.write(b"1000\r\nBEGIN:VCALENDAR\r\n")
        self.close_connection = True

    monkeypatch.setattr(Handler, "_pieces", pieces, raising=False)
    assert fault(server, "/broken/pieces").fault == Fault.INCOMPLETE


def test_the_date_of_the_last_time_is_told_the_server(server):
    when = "Mon, 04 May 2026 10:00:00 GMT"
    fetch(Ask(f"{server.origin}/museum.ics", last_modified=when), internal=[server.origin])
    assert server.log.headers[-1]["If-Modified-Since"] == when


def test_no_time_at_all_is_too_little(server):
    assert fault(server, "/museum.ics", seconds=0).fault == Fault.TOO_SLOW
    assert server.log.paths == []


def test_a_name_that_nobody_has_is_told():
    with pytest.raises(FeedError) as error:
        fetch(Ask("http://gibt-es-nicht.invalid/a.ics"))
    assert (error.value.fault, error.value.detail) == (
        Fault.UNKNOWN_HOST,
        "gibt-es-nicht.invalid",
    )


def test_a_name_that_is_not_resolved_in_time_is_given_up(monkeypatch):
    """The system's resolver knows no time limit of its own."""
    over = threading.Event()

    def resolve(*_arguments, **_options):
        over.wait(5)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    begun = time.monotonic()
    with pytest.raises(FeedError) as error:
        fetch(Ask("http://slow.example.org/a.ics"), seconds=0.3)
    over.set()
    assert error.value.fault == Fault.TOO_SLOW
    assert time.monotonic() - begun < 2


def test_a_machine_that_does_not_answer_costs_no_more_than_the_time_there_is(monkeypatch):
    """Two machines behind a name; the first one uses up the time, so the second is not asked."""
    machines = [(2, 1, 6, "", (ip, 80)) for ip in ("93.184.216.34", "93.184.216.35")]
    asked = []

    def connect(where, timeout):
        asked.append(where[0])
        time.sleep(timeout + 0.05)
        raise TimeoutError

    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: machines)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(FeedError) as error:
        fetch(Ask("http://two.example.org/a.ics"), seconds=0.2)
    assert error.value.fault == Fault.TOO_SLOW
    assert asked == ["93.184.216.34"]


def test_a_connection_that_times_out_by_itself_is_too_slow(monkeypatch):
    """The kernel may give up before our own time is over."""

    def connect(where, timeout):
        raise TimeoutError

    machine = [(2, 1, 6, "", ("93.184.216.34", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: machine)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(FeedError) as error:
        fetch(Ask("http://one.example.org/a.ics"))
    assert error.value.fault == Fault.TOO_SLOW
