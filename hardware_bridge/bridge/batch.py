"""What is stored in one transaction and acknowledged after it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from hardware_bridge.adapters.messages import Result
from hardware_bridge.adapters.values import Value

Key = tuple[int, int, int]
"""Device, channel, microseconds since 1970."""


class Raw(NamedTuple):
    """A message as it came, with its time of receipt."""

    mid: int
    flags: int
    topic: bytes
    payload: bytes
    received: int


@dataclass(slots=True)
class Row:
    """A reading to be. ``claimed`` is a device time that was not believed."""

    received: int
    measures: dict[str, Value]
    claimed: int | None = None
    kind: str = ""
    watched: bool = False


@dataclass(slots=True)
class Touch:
    """What a message tells of a device beside its values."""

    received: int
    battery: float | None = None
    signal: float | None = None
    firmware: str = ""


@dataclass(slots=True)
class Dead:
    """Messages set aside for one topic and reason."""

    detail: str
    payload: bytes
    first: int
    last: int
    count: int = 1


@dataclass(slots=True)
class Stranger:
    """Messages of one unknown device."""

    topic: str
    sample: str
    first: int
    last: int
    count: int = 1


@dataclass(slots=True)
class Batch:
    """Messages of one connection, put in order for the database."""

    generation: int = 0
    raws: list[Raw] = field(default_factory=list)
    size: int = 0
    """Bytes of payloads."""
    rows: dict[Key, Row] = field(default_factory=dict)
    untimed: list[tuple[Raw, Key]] = field(default_factory=list)
    touched: dict[int, Touch] = field(default_factory=dict)
    statuses: dict[int, tuple[bool, int]] = field(default_factory=dict)
    results: list[tuple[int, Result, Raw]] = field(default_factory=list)
    doubts: dict[int, tuple[str, int]] = field(default_factory=dict)
    """Devices as which two senders seem to speak: the sign, and when it was received."""
    dead: dict[tuple[str, str], Dead] = field(default_factory=dict)
    strangers: dict[tuple[str, str], Stranger] = field(default_factory=dict)
    duplicates: int = 0

    @property
    def mids(self) -> list[int]:
        """Packet identifiers to acknowledge."""
        return [raw.mid for raw in self.raws if raw.mid]

    @property
    def oldest(self) -> int:
        """When its first message was received."""
        return self.raws[0].received

    def add(self, key: Key, row: Row) -> None:
        """Add a reading. A second one of the same instant adds its measures; the first stays."""
        known = self.rows.get(key)
        if known is None:
            self.rows[key] = row
        elif row.measures.items() <= known.measures.items():
            self.duplicates += 1
        else:
            known.measures = row.measures | known.measures
            known.watched = known.watched or row.watched

    def set_aside(self, raw: Raw, reason: str, detail: str) -> None:
        """Count a message that cannot be taken, and keep the latest of its kind."""
        key = (clean(raw.topic.decode("utf-8", "replace"))[:400], reason)
        known = self.dead.get(key)
        count = known.count + 1 if known else 1
        first = known.first if known else raw.received
        self.dead[key] = Dead(clean(detail)[:200], raw.payload, first, raw.received, count)

    def add_stranger(self, adapter: str, address: str, raw: Raw) -> None:
        """Count a message of an unknown device."""
        key = (adapter, clean(address)[:200])
        known = self.strangers.get(key)
        topic = clean(raw.topic.decode("utf-8", "replace"))[:400]
        sample = clean(raw.payload[:2000].decode("utf-8", "replace"))
        count = known.count + 1 if known else 1
        first = known.first if known else raw.received
        self.strangers[key] = Stranger(topic, sample, first, raw.received, count)

    def doubt(self, device: int, sign: str, raw: Raw) -> None:
        """Note a sign that two senders speak as a device, if there is one."""
        if sign:
            self.doubts[device] = (sign, raw.received)

    def latest(self, keys: list[Key]) -> dict[tuple[int, int, str], tuple[int, int, Value]]:
        """The newest value of each measure with its times, sorted by device; ``keys`` are those of
        the rows, sorted."""
        found: dict[tuple[int, int, str], tuple[int, int, Value]] = {}
        for key in keys:
            device, channel, at = key
            row = self.rows[key]
            for measure, value in row.measures.items():
                found[device, channel, measure] = (at, row.received, value)
        return dict(sorted(found.items()))

    def changed_devices(self) -> Iterable[int]:
        """Ids of the devices that those who show them should look at."""
        return sorted({key[0] for key in self.rows} | set(self.statuses))


def clean(text: str) -> str:
    """Text without NUL, which PostgreSQL takes in none."""
    return text.replace("\0", "\ufffd")
