"""Asking other people's servers: only public ones, within limits, whole or not at all."""

import gzip
import socket
import time

import pytest

from participation.culture.reading.faults import Fault, FeedError
from participation.culture.reading.fetch import MOST_BYTES, Ask, fetch, normal_address
from participation.culture.reading.guard import is_public
from tests.simulators.feeds.server import Server, running


@pytest.fixture
def server():
    """Calendars at an address of this machine."""
    with running() as found:
        yield found


def ask(server: Server, path: str, seconds: float = 5.0, **more: str):
    """A request that may go to this machine."""
    return fetch(Ask(server.origin + path, **more), internal=[server.origin], seconds=seconds)


def fault(server: Server, path: str, seconds: float = 5.0) -> Fault:
    """Why it fails."""
    with pytest.raises(FeedError) as error:
        ask(server, path, seconds)
    return error.value.fault


@pytest.mark.parametrize(
    "machine",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - refused
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:0:7f00:1::",
        "nonsense",
    ],
)
def test_machines_of_the_house_are_not_public(machine: str):
    assert not is_public(machine)


@pytest.mark.parametrize("machine", ["93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822"])
def test_machines_of_the_internet_are_public(machine: str):
    assert is_public(machine)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/a.ics",
        "http://localhost/a.ics",
        "http://2130706433/a.ics",
        "http://0x7f000001/a.ics",
        "http://[::1]/a.ics",
        "http://[::ffff:127.0.0.1]/a.ics",
    ],
)
def test_an_internal_address_is_refused_however_it_is_written(address: str):
    with pytest.raises(FeedError) as error:
        fetch(Ask(address))
    assert error.value.fault in (Fault.INTERNAL, Fault.UNKNOWN_HOST)


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "ftp://example.org/a.ics",
        "gopher://example.org/",
        "https://name:secret@example.org/a.ics",
        "https://example.org/a b.ics",
        "https://example.org/a\r\nHost: x",
        "https://example.org:99999/",
        "https:///a.ics",
        "https://" + "a" * 3000 + ".example.org/",
        "",
    ],
)
def test_what_is_no_address_of_the_web_is_refused(address: str):
    with pytest.raises(FeedError) as error:
        fetch(Ask(address))
    assert error.value.fault == Fault.ADDRESS


def test_another_port_of_an_allowed_machine_is_not_allowed(server):
    with pytest.raises(FeedError) as error:
        fetch(Ask(server.origin + "/museum.ics"), internal=["http://127.0.0.1:1"])
    assert error.value.fault == Fault.INTERNAL


def test_what_was_checked_is_what_is_connected_to(monkeypatch):
    """A name that means something public when it is checked, and this machine afterwards."""
    answers, connected = iter(["93.184.216.34"]), []

    def resolve(host, port, **_options):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers, "127.0.0.1"), port))]

    def connect(where, timeout):
        connected.append(where)
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(FeedError):
        fetch(Ask("http://rebinding.example.org/a.ics"))
    assert connected == [("93.184.216.34", 80)]


def test_a_redirect_to_a_machine_of_the_house_is_refused(server):
    server.moved["/moved.ics"] = "http://127.0.0.1:22/"
    assert fault(server, "/moved.ics") == Fault.INTERNAL
    server.moved["/file.ics"] = "file:///etc/passwd"
    assert fault(server, "/file.ics") == Fault.ADDRESS


def test_a_redirect_is_followed(server):
    server.moved["/old.ics"] = "/museum.ics"
    assert ask(server, "/old.ics").body.startswith(b"BEGIN:VCALENDAR")


def test_a_password_does_not_follow_to_another_server(server):
    with running() as other:
        server.moved["/away.ics"] = other.origin + "/museum.ics"
        allowed = [server.origin, other.origin]
        fetch(Ask(server.origin + "/away.ics", user="a", password="geheim"), internal=allowed)
        assert "Authorization" in server.log.headers[-1]
        assert "Authorization" not in other.log.headers[-1]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/broken/short", Fault.INCOMPLETE),
        ("/broken/endless", Fault.TOO_BIG),
        ("/broken/loop", Fault.REDIRECTS),
        ("/broken/error", Fault.STATUS),
        ("/broken/closed", Fault.SIGN_IN),
        ("/nowhere.ics", Fault.NOT_THERE),
    ],
)
def test_what_goes_wrong_has_its_own_reason(server, path: str, expected: Fault):
    assert fault(server, path) == expected


@pytest.mark.parametrize("path", ["/broken/drip", "/broken/slow_head"])
def test_an_answer_that_drips_is_given_up_in_time(server, path: str):
    begun = time.monotonic()
    assert fault(server, path, seconds=0.6) == Fault.TOO_SLOW
    assert time.monotonic() - begun < 2


def test_a_server_that_is_not_there_is_told_apart(server):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        origin = f"http://127.0.0.1:{closed.getsockname()[1]}"
        with pytest.raises(FeedError) as error:
            fetch(Ask(f"{origin}/a.ics"), internal=[origin])
    assert error.value.fault == Fault.UNREACHABLE


def test_an_unchanged_calendar_costs_one_conditional_request(server):
    first = ask(server, "/museum.ics")
    again = ask(server, "/museum.ics", etag=first.etag)
    assert again.unchanged
    assert server.log.statuses == [200, 304]


def test_a_packed_answer_has_the_same_limit(server, monkeypatch):
    """A thousandfold packed answer is given up at the limit, not after unpacking it."""
    from tests.simulators.feeds import server as module

    packed = gzip.compress(b"0" * (MOST_BYTES * 20))

    def answer(self):
        self._answer(200, packed, {"Content-Encoding": "gzip"})

    monkeypatch.setattr(module.Handler, "_packed", answer, raising=False)
    assert fault(server, "/broken/packed") == Fault.TOO_BIG


def test_webcal_is_asked_by_https():
    assert normal_address(" webcal://example.org/a.ics ") == "https://example.org/a.ics"
    assert normal_address("HTTPS://example.org/A.ics") == "https://example.org/A.ics"
