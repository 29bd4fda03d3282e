"""What the public may know of a device now, and how it is put into an event."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

from hardware_bridge.presence import presence

LOCKER = "locker"
encode = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


class Shown(NamedTuple):
    """A public device, and which of its measures are."""

    pk: int
    slug: str
    kind: str
    interval: int
    group: str
    measures: frozenset[str]


class Notice(NamedTuple):
    """What an editor says of a device, by language, and when that holds."""

    start: datetime
    until: datetime | None
    words: dict[str, str]


@dataclass(slots=True)
class State:
    """What was last sent of a device: what it said, and what time alone can change of it.

    ``notices`` are those that hold now or will, the newest first.
    """

    said: dict[str, Any]
    last_seen: datetime | None
    is_online: bool | None
    notices: tuple[Notice, ...] = ()
    changing: dict[str, Any] = field(default_factory=dict)
    event: bytes = b""

    def changing_at(self, device: Shown, now: datetime) -> dict[str, Any]:
        """Its status at a time, and the notice that holds then."""
        status = presence(self.last_seen, self.is_online, device.interval, now)
        for start, until, words in self.notices:
            if start <= now and (until is None or now < until):
                return {"status": status, "notice": {"words": words, "until": rfc3339(until)}}
        return {"status": status}


def said_of(device: Shown, rows: Iterable[tuple[Any, ...]]) -> dict[str, Any]:
    """The public values of a device: those of the device itself, and those of its channels.

    When a compartment was last heard of says when somebody stood before it, so only the station's
    own values tell the time of lockers.
    """
    values: dict[str, Any] = {}
    channels: dict[str, dict[str, Any]] = {}
    at = received = None
    for _device, channel, measure, measured_at, received_at, value in rows:
        if measure not in device.measures:
            continue
        where = channels.setdefault(str(channel), {}) if channel else values
        where[measure] = value
        if not (channel and device.kind == LOCKER):
            at = max(filter(None, (at, measured_at)))
            received = max(filter(None, (received, received_at)))
    said: dict[str, Any] = {"device": device.slug, "values": values}
    if channels:
        said["channels"] = channels
    return said | {"at": rfc3339(at), "received": rfc3339(received)}


def event_of(state: State, number: int) -> bytes:
    """The event of a state."""
    data = encode(state.said | state.changing)
    return f"event: state\nid: {number}\ndata: {data}\n\n".encode()


def rfc3339(at: datetime | None) -> str | None:
    """A time as our interfaces write it."""
    if at is None:
        return None
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def public_measures(
    defaults: Mapping[str, Iterable[str]], switches: Iterable[tuple[str, str, bool]]
) -> dict[str, frozenset[str]]:
    """The measures that are public, by kind of device: the defaults under the switches."""
    found = {kind: set(measures) for kind, measures in defaults.items()}
    for kind, measure, is_public in switches:
        measures = found.setdefault(kind, set())
        (measures.add if is_public else measures.discard)(measure)
    return {kind: frozenset(measures) for kind, measures in found.items()}
