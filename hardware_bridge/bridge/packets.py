"""The bytes of MQTT that come and go by the thousand: PUBLISH in, PUBACK out.

paho-mqtt reads a packet in three system calls and makes an object with properties of each; that
alone was more than everything else the bridge does with a message. All other packets are left to
it. Formats: MQTT 3.1.1 and 5.0, sections 2 and 3.3.
"""

from collections.abc import Iterable

from hardware_bridge.adapters.parsing import LONGEST_PAYLOAD

PUBLISH, PUBACK = 0x30, 0x40
DUP, RETAIN = 0x08, 0x01
# A payload of the longest kind with the longest topic and room for properties.
LONGEST_KEPT = LONGEST_PAYLOAD + 2 * 65536
Publish = tuple[int, int, bytes, bytes]
"""Packet identifier (0 for QoS 0), flags, topic, payload."""


class Splitter:
    """Cuts the stream of one connection into packets.

    Of a message that is longer than any we take, only the head is kept, so that memory stays
    bounded whatever somebody publishes; its payload then is one byte longer than allowed.
    """

    def __init__(self, *, has_properties: bool) -> None:
        self._has_properties = has_properties
        self._rest = b""
        self._skip = 0

    def feed(self, chunk: bytes) -> tuple[list[Publish], list[bytes]]:
        """The messages and the other packets that are complete now. Raises ValueError."""
        data = self._rest + chunk if self._rest else chunk
        publishes: list[Publish] = []
        others: list[bytes] = []
        start, size = 0, len(data)
        if self._skip:
            start = min(self._skip, size)
            self._skip -= start
        while size - start >= 2:
            length, body = data[start + 1], start + 2
            if length > 127:
                length, body = _length(data, start + 1)
                if not body:
                    break
            end = body + length
            if end > size:
                if length > LONGEST_KEPT and size - body >= LONGEST_KEPT:
                    publishes.append(self._head(data, start, body))
                    self._skip, start = end - size, size
                break
            if data[start] & 0xF0 == PUBLISH:
                publishes.append(self._publish(data, start, body, end))
            else:
                others.append(data[start:end])
            start = end
        self._rest = data[start:]
        return publishes, others

    def _publish(self, data: bytes, start: int, body: int, end: int) -> Publish:
        flags = data[start]
        at = body + 2 + (data[body] << 8 | data[body + 1])
        topic = data[body + 2 : at]
        mid = 0
        if flags & 0x06:
            mid = data[at] << 8 | data[at + 1]
            at += 2
        if self._has_properties:
            length, at = (data[at], at + 1) if data[at] < 128 else _length(data, at)
            at += length
        if at > end:
            raise ValueError("a PUBLISH packet is shorter than its parts")
        return mid, flags, topic, data[at:end]

    def _head(self, data: bytes, start: int, body: int) -> Publish:
        mid, flags, topic, payload = self._publish(data, start, body, len(data))
        return mid, flags, topic, payload[: LONGEST_PAYLOAD + 1].ljust(LONGEST_PAYLOAD + 1, b"\0")


def _length(data: bytes, at: int) -> tuple[int, int]:
    """A variable byte integer and where it ends; 0 as the end where it is not complete."""
    value, shift = 0, 0
    for place in range(at, min(at + 4, len(data))):
        value |= (data[place] & 127) << shift
        if data[place] < 128:
            return value, place + 1
        shift += 7
    if len(data) - at >= 4:
        raise ValueError("a length has more than four bytes")
    return 0, 0


def pubacks(mids: Iterable[int]) -> bytes:
    """PUBACK packets for all of them; without a reason code, "success" in MQTT 5 too."""
    return b"".join([b"\x40\x02" + mid.to_bytes(2, "big") for mid in mids])
