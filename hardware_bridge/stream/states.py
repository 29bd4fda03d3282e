"""What the public may know of a device now, and how it is put into an event."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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


@dataclass(slots=True)
class State:
    """What was last sent of a device; ``said`` without its status, which time alone can change."""

    said: dict[str, Any]
    last_seen: datetime | None
    is_online: bool | None
    status: str
    event: bytes = b""

    def status_at(self, device: Shown, now: datetime) -> str:
        """Its status at a time."""
        return presence(self.last_seen, self.is_online, device.interval, now)


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
    data = encode(state.said | {"status": state.status})
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
