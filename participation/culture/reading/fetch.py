"""One request for somebody's calendar, within limits of size and of time over all.

The time limit holds for the whole: names, connections, redirects and an answer that drips. A timer
shuts the connection down when it is over, as a socket's own time limit starts anew with each byte.
"""

import base64
import http.client
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urljoin

from participation.culture.reading.faults import Fault, FeedError
from participation.culture.reading.guard import Target, target_of

MOST_BYTES = 5 * 1024 * 1024
SECONDS = 10.0
MOST_REDIRECTS = 5
CHUNK = 64 * 1024
AGENT = "Norderstedt-GO-Kulturkalender/1.0 (+calendar feed reader)"
ACCEPT = "text/calendar, text/plain;q=0.5, */*;q=0.1"
_MOVED = (301, 302, 303, 307, 308)
_STATUS = {
    401: Fault.SIGN_IN,
    403: Fault.SIGN_IN,
    404: Fault.NOT_THERE,
    410: Fault.NOT_THERE,
}


@dataclass(frozen=True)
class Ask:
    """What is asked for. With a ``user`` the password goes to the first origin alone."""

    address: str
    method: str = "GET"
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str = ""
    last_modified: str = ""
    user: str = ""
    password: str = ""
    good: tuple[int, ...] = (200,)


@dataclass(frozen=True)
class Fetched:
    """An answer; ``unchanged`` ones (304) have no body."""

    address: str
    body: bytes = b""
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""
    unchanged: bool = False


def fetch(ask: Ask, *, internal: Iterable[str] = (), seconds: float = SECONDS) -> Fetched:
    """Ask, follow redirects, and give the whole answer. Raises FeedError."""
    ends_at = time.monotonic() + seconds
    address, origin = normal_address(ask.address), ""
    for _hop in range(MOST_REDIRECTS + 1):
        left = ends_at - time.monotonic()
        if left <= 0:
            raise FeedError(Fault.TOO_SLOW)
        target = target_of(address, seconds=left, internal=tuple(internal))
        origin = origin or _origin(target)
        with _Exchange(target, ends_at) as exchange:
            response = exchange.send(ask, trusted=_origin(target) == origin)
            if response.status not in _MOVED:
                return _taken(ask, address, response)
            address = urljoin(address, response.headers.get("Location", ""))
    raise FeedError(Fault.REDIRECTS)


def normal_address(address: str) -> str:
    """``webcal:`` is how calendars to subscribe to are linked; it means the same by https."""
    scheme, colon, rest = address.strip().partition(":")
    if scheme.lower() in ("webcal", "webcals"):
        return f"https:{rest}"
    return f"{scheme.lower()}{colon}{rest}"


def _origin(target: Target) -> str:
    return f"{target.url.scheme}://{target.host}:{target.port}"


class _Exchange:
    """One connection to a machine that was checked, shut down when the time is over."""

    def __init__(self, target: Target, ends_at: float) -> None:
        self.target = target
        self.ends_at = ends_at
        self.expired = False
        self.socket: socket.socket | None = None
        self.response: http.client.HTTPResponse | None = None
        self.timer = threading.Timer(max(ends_at - time.monotonic(), 0.0), self._expire)
        self.timer.daemon = True

    def __enter__(self) -> "_Exchange":
        self.timer.start()
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self.timer.cancel()
        for opened in (self.response, self.socket):
            if opened is not None:
                opened.close()
        if self.expired:
            raise FeedError(Fault.TOO_SLOW, self.target.host) from error
        if isinstance(error, TimeoutError):
            raise FeedError(Fault.TOO_SLOW, self.target.host) from error
        if isinstance(error, ssl.SSLError):
            raise FeedError(Fault.INSECURE, self.target.host) from error
        if isinstance(error, http.client.IncompleteRead):
            raise FeedError(Fault.INCOMPLETE) from error
        if isinstance(error, OSError | http.client.HTTPException):
            raise FeedError(Fault.UNREACHABLE, self.target.host) from error

    def _expire(self) -> None:
        self.expired = True
        if self.socket is not None:
            with suppress(OSError):
                # Of the plain socket: TLS would politely wait for an answer.
                socket.socket.shutdown(self.socket, socket.SHUT_RDWR)

    def send(self, ask: Ask, *, trusted: bool) -> http.client.HTTPResponse:
        """Write the request and read the head of the answer."""
        self._connect()
        connection = http.client.HTTPConnection(self.target.host, self.target.port)
        connection.sock = self.socket
        headers = _headers(ask, trusted=trusted)
        headers["Host"] = self.target.url.netloc
        connection.request(ask.method, self.target.path, body=ask.body or None, headers=headers)
        self.response = connection.getresponse()
        return self.response

    def _connect(self) -> None:
        self.socket = self._plain()
        if self.target.url.scheme == "https":
            # The handshake comes after, so that the timer has the socket to shut down.
            secure = ssl.create_default_context().wrap_socket(
                self.socket, server_hostname=self.target.host, do_handshake_on_connect=False
            )
            self.socket = secure
            secure.do_handshake()

    def _plain(self) -> socket.socket:
        failed: OSError = OSError("no machine")
        for machine in self.target.machines:
            left = self.ends_at - time.monotonic()
            if left <= 0:
                raise TimeoutError
            try:
                return socket.create_connection((machine, self.target.port), timeout=left)
            except OSError as error:
                failed = error
        raise failed


def _headers(ask: Ask, *, trusted: bool) -> dict[str, str]:
    headers = {
        "User-Agent": AGENT,
        "Accept": ACCEPT,
        "Accept-Encoding": "gzip",
        "Connection": "close",
        **ask.headers,
    }
    if ask.etag:
        headers["If-None-Match"] = ask.etag
    if ask.last_modified:
        headers["If-Modified-Since"] = ask.last_modified
    if ask.user and trusted:
        token = base64.b64encode(f"{ask.user}:{ask.password}".encode()).decode()
        headers["Authorization"] = f"Basic {token}"
    return headers


def _taken(ask: Ask, address: str, response: http.client.HTTPResponse) -> Fetched:
    if response.status == http.client.NOT_MODIFIED and (ask.etag or ask.last_modified):
        return Fetched(
            address=address, etag=ask.etag, last_modified=ask.last_modified, unchanged=True
        )
    if response.status not in ask.good:
        raise FeedError(_STATUS.get(response.status, Fault.STATUS), str(response.status))
    return Fetched(
        address=address,
        body=_body(response),
        content_type=response.headers.get("Content-Type", ""),
        etag=response.headers.get("ETag", "")[:200],
        last_modified=response.headers.get("Last-Modified", "")[:100],
    )


def _body(response: http.client.HTTPResponse) -> bytes:
    coding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in ("identity", "gzip", ""):
        raise FeedError(Fault.STATUS, coding[:40])
    unpacker = zlib.decompressobj(wbits=31) if coding == "gzip" else None
    parts: list[bytes] = []
    size = 0
    while chunk := response.read(CHUNK):
        parts.append(_unpacked(unpacker, chunk, MOST_BYTES + 1 - size) if unpacker else chunk)
        size += len(parts[-1])
        if size > MOST_BYTES:
            raise FeedError(Fault.TOO_BIG)
    # Reading ends as quietly for a broken connection as for a whole answer.
    if response.length or (unpacker and not unpacker.eof):
        raise FeedError(Fault.INCOMPLETE)
    return b"".join(parts)


def _unpacked(unpacker: "zlib._Decompress", chunk: bytes, room: int) -> bytes:
    """Never more than one byte past the limit, however well it was packed."""
    try:
        return unpacker.decompress(chunk, room)
    except zlib.error as error:
        raise FeedError(Fault.INCOMPLETE) from error
