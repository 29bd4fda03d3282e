"""A server of calendars that knows conditional requests, and every way of going wrong."""

import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.simulators.feeds.files import FILES

HTML = b"<!doctype html><html><body><h1>Unser Kalender</h1></body></html>"


@dataclass
class Log:
    """What has been asked, for tests."""

    paths: list[str] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


class Server(ThreadingHTTPServer):
    """``files`` are served as they are; ``faults`` are what the paths below ``/broken/`` do."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.files: dict[str, bytes] = {}
        self.moved: dict[str, str] = {}
        self.log = Log()

    @property
    def origin(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def data(self, path: str) -> bytes | None:
        """A file, or the calendar of a house for today."""
        if path in self.files:
            return self.files[path]
        return FILES[path](date.today()) if path in FILES else None  # noqa: DTZ011


class Handler(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    server: Server

    def log_message(self, format: str, *args: Any) -> None:
        """Keep silent."""

    def do_GET(self) -> None:
        """A file, a redirect, a fault."""
        path = self.path.partition("?")[0]
        self.server.log.paths.append(path)
        self.server.log.headers.append(dict(self.headers))
        if path.startswith("/broken/"):
            fault = getattr(self, f"_{path.removeprefix('/broken/')}", None)
            if fault is not None:
                with suppress(OSError):
                    fault()
                return
        if path in self.server.moved:
            self._answer(302, headers={"Location": self.server.moved[path]})
            return
        data = self.server.data(path)
        if data is None:
            self._answer(404)
        else:
            self._file(data)

    def _file(self, data: bytes) -> None:
        etag = f'"{hashlib.sha256(data).hexdigest()[:20]}"'
        if self.headers.get("If-None-Match") == etag:
            self._answer(304, headers={"ETag": etag})
        else:
            self._answer(200, data, {"ETag": etag, "Content-Type": "text/calendar"})

    def _answer(
        self, status: int, data: bytes = b"", headers: dict[str, str] | None = None
    ) -> None:
        self.server.log.statuses.append(status)
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _html(self) -> None:
        self._answer(200, HTML, {"Content-Type": "text/html"})

    def _short(self) -> None:
        """Announces more than it sends."""
        self.send_response(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        self.wfile.write(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
        self.close_connection = True

    def _endless(self) -> None:
        """Never stops."""
        self.send_response(200)
        self.end_headers()
        while True:
            self.wfile.write(b"X-NOTHING:" + b"x" * 65_000 + b"\r\n")

    def _drip(self) -> None:
        """A letter now and then."""
        self.send_response(200)
        self.end_headers()
        while True:
            self.wfile.write(b"B")
            self.wfile.flush()
            time.sleep(0.05)

    def _slow_head(self) -> None:
        """Not even the head comes."""
        while True:
            self.wfile.write(b"H")
            self.wfile.flush()
            time.sleep(0.05)

    def _loop(self) -> None:
        self._answer(302, headers={"Location": "/broken/loop"})

    def _error(self) -> None:
        self._answer(500)

    def _closed(self) -> None:
        self._answer(401)


@contextmanager
def running(port: int = 0) -> Iterator[Server]:
    """A server in a thread of its own."""
    server = Server(port)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
