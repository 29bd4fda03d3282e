"""A server that speaks just enough of PostgreSQL's protocol 3.0 to refuse, or to be too old.

Message formats: https://www.postgresql.org/docs/current/protocol-message-formats.html
"""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager


def message(kind: bytes, body: bytes) -> bytes:
    """One protocol message."""
    return kind + struct.pack("!i", len(body) + 4) + body


def refusal(code: str, words: str) -> bytes:
    """An ErrorResponse, as for a wrong password."""
    fields = (b"SFATAL", b"VFATAL", f"C{code}".encode(), f"M{words}".encode())
    return message(b"E", b"\0".join(fields) + b"\0\0")


def greeting(version: str) -> bytes:
    """What a server of this version says to a user it lets in."""
    settings = {"server_version": version, "client_encoding": "UTF8"}
    parts = [message(b"R", struct.pack("!i", 0))]
    parts += [message(b"S", f"{name}\0{text}\0".encode()) for name, text in settings.items()]
    return b"".join([*parts, message(b"Z", b"I")])


@contextmanager
def listening(answer: bytes) -> Iterator[int]:
    """Give this answer to everybody who connects; the port."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_serve, args=(server, answer), daemon=True).start()
        yield server.getsockname()[1]


def _serve(server: socket.socket, answer: bytes) -> None:
    while True:
        try:
            client, _address = server.accept()
        except OSError:
            return
        threading.Thread(target=_answer, args=(client, answer), daemon=True).start()


def _answer(client: socket.socket, answer: bytes) -> None:
    """Decline encryption, which the client asks for with one of two numbers, then answer."""
    with client:
        while request := client.recv(4096):
            number = struct.unpack("!i", request[4:8])[0] if len(request) >= 8 else 0
            if number in (80877103, 80877104):
                client.sendall(b"N")
                continue
            client.sendall(answer)
            client.recv(4096)
            return
