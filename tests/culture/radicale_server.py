"""A real CalDAV server (Radicale) in a thread, with one user and one calendar."""

import base64
import logging
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

from radicale import Application, config

USER, PASSWORD = "haus", "geheim"
CALENDAR = f"/{USER}/programm/"


class Quiet(WSGIRequestHandler):
    """Logs nothing."""

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


class Radicale:
    """The server's address, and ways to change what it holds."""

    def __init__(self, port: int) -> None:
        self.origin = f"http://127.0.0.1:{port}"
        self.asked: list[str] = []

    def send(self, method: str, path: str, body: bytes = b"") -> int:
        """A request of its user."""
        token = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        headers = {"Authorization": f"Basic {token}", "Content-Type": "text/calendar"}
        request = urllib.request.Request(
            self.origin + path, data=body or None, method=method, headers=headers
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status

    def put(self, name: str, data: bytes) -> None:
        """Store an event."""
        self.send("PUT", f"{CALENDAR}{name}.ics", data)


@contextmanager
def radicale(folder: Path) -> Iterator[Radicale]:
    """Running, with an empty calendar."""
    users = folder / "users"
    users.write_text(f"{USER}:{PASSWORD}\n")
    configuration = config.load()
    configuration.update(
        {
            "storage": {"filesystem_folder": str(folder / "collections")},
            "auth": {
                "type": "htpasswd",
                "htpasswd_filename": str(users),
                "htpasswd_encryption": "plain",
            },
        },
        "test",
    )
    logging.getLogger("radicale").setLevel(logging.CRITICAL)
    application = Application(configuration)
    asked: list[str] = []

    def noting(environ, start_response):
        asked.append(environ["REQUEST_METHOD"])
        return application(environ, start_response)

    server = make_server("127.0.0.1", 0, noting, handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    found = Radicale(server.server_address[1])
    found.asked = asked
    try:
        found.send("MKCALENDAR", CALENDAR)
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
