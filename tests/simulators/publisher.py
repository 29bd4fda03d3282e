"""A device that publishes as fast as it is let: bare MQTT 3.1.1, QoS 1, so that it is never the
slowest part. It sends again what was not acknowledged when the connection broke."""

import select
import socket
import struct
import time
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

Message = tuple[str, bytes]


def _length(size: int) -> bytes:
    out = bytearray()
    while True:
        size, part = divmod(size, 128)
        out.append(part | (128 if size else 0))
        if not size:
            return bytes(out)


def _text(text: str) -> bytes:
    raw = text.encode()
    return struct.pack("!H", len(raw)) + raw


def packet(
    topic: str, payload: bytes, mid: int, *, dup: bool = False, retain: bool = False
) -> bytes:
    """A PUBLISH packet."""
    body = _text(topic) + struct.pack("!H", mid) + payload
    return bytes([0x32 | (8 if dup else 0) | int(retain)]) + _length(len(body)) + body


class Publisher:
    """One client. ``window`` messages may be on their way."""

    def __init__(self, url: str, client_id: str, *, window: int = 1000) -> None:
        parts = urlsplit(url)
        self._place = (parts.hostname or "127.0.0.1", parts.port or 1883)
        self._user, self._password = parts.username, parts.password
        self._client_id = client_id
        self._window = window
        self._socket: socket.socket | None = None
        self._rest = b""
        self._mid = 0
        self.underway: dict[int, Message] = {}

    def connect(self, *, patience: float = 10.0) -> None:
        """Connect, trying again for a while. OSError when that fails."""
        deadline = time.monotonic() + patience
        while True:
            try:
                self._connect_once()
                return
            except OSError:
                self.close()
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    def _connect_once(self) -> None:
        flags, login = 0x00, b""
        if self._user:
            flags = 0xC0
            login = _text(self._user) + _text(self._password or "")
        body = _text("MQTT") + bytes([4, flags]) + struct.pack("!H", 60)
        body += _text(self._client_id) + login
        self._socket = socket.create_connection(self._place, timeout=10)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(b"\x10" + _length(len(body)) + body)
        answer = self._socket.recv(4)
        if len(answer) < 4 or answer[3]:
            raise ConnectionError(f"refused: {answer!r}")
        self._rest = b""

    def publish(self, messages: Sequence[Message]) -> None:
        """Send the messages, however often the connection breaks; returns when all are taken."""
        left = list(messages)
        while left or self.underway:
            try:
                if self._socket is None:
                    self.connect()
                    again = list(self.underway.items())
                    self._send(packet(*message, mid, dup=True) for mid, message in again)
                part, left = self._next(left)
                self._send(part)
                self._collect(len(self.underway) if not left else 1)
            except OSError:
                self.close()

    def stream(self, messages: Sequence[Message]) -> None:
        """Send the messages without waiting for what is under way; OSError when that fails."""
        if self._socket is None:
            self.connect()
        part, left = self._next(list(messages))
        self._send(part)
        self._collect(0)
        if left:
            self.publish(left)

    def _next(self, left: list[Message]) -> tuple[list[bytes], list[Message]]:
        count = min(self._window - len(self.underway), len(left))
        packets = []
        for message in left[:count]:
            self._mid = self._mid % 65535 + 1
            self.underway[self._mid] = message
            packets.append(packet(*message, self._mid))
        return packets, left[count:]

    def _send(self, packets: Iterable[bytes]) -> None:
        data = b"".join(packets)
        if data and self._socket:
            self._socket.sendall(data)

    def _collect(self, least: int) -> None:
        """Take acknowledgements in until as many have come."""
        while self._socket and (least > 0 or select.select([self._socket], [], [], 0)[0]):
            chunk = self._socket.recv(65536)
            if not chunk:
                raise ConnectionError("the broker has hung up")
            data = self._rest + chunk
            whole = len(data) // 4 * 4
            for start in range(0, whole, 4):
                mid = data[start + 2] << 8 | data[start + 3]
                least -= self.underway.pop(mid, None) is not None
            self._rest = data[whole:]

    def close(self) -> None:
        """Break the connection."""
        if self._socket:
            self._socket.close()
        self._socket = None
