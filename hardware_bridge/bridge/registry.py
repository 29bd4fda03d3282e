"""Whose message a topic bears: every device by its source and address, in memory."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import structlog

from hardware_bridge import adapters
from hardware_bridge.adapters.fields import compiled
from hardware_bridge.adapters.messages import About, Fields, Message, Route
from hardware_bridge.adapters.values import Value
from hardware_bridge.bridge.doubts import Doubts
from hardware_bridge.bridge.limits import Bucket

log = structlog.get_logger(__name__)
MOST_TOPICS_OF_ONE = 8
Reader = Callable[[Route, bytes, Fields], Message]


@dataclass(slots=True)
class Known:
    """A device and what is remembered of it between its messages."""

    pk: int
    kind: str
    fields: Fields = ()
    compartments: frozenset[int] = frozenset()
    bucket: Bucket = field(default_factory=lambda: Bucket(0.0))
    seen_at: int = 0
    """The last time of receipt that was written down."""
    topics: int = 0
    last: dict[tuple[int, str], tuple[int, Value]] = field(default_factory=dict)
    """The last time and value of what somebody watches, by channel and measure."""
    doubts: Doubts = field(default_factory=Doubts)

    def is_news(self, channel: int, at: int, measures: dict[str, Value]) -> bool:
        """Whether one of the measures differs from the last one, or is older than it."""
        found = False
        for measure, value in measures.items():
            last = self.last.get((channel, measure))
            if last is None or last[1] != value or at < last[0]:
                found = True
            self.last[channel, measure] = (at, value)
        return found


@dataclass(frozen=True, slots=True)
class Target:
    """A topic's device and how its payload is read; ``device`` is None for an unknown one."""

    route: Route
    read: Reader
    device: Known | None


NOWHERE = Target(Route("", "", About.NOTHING), lambda *_: None, None)  # type: ignore[arg-type]
"""The target of a topic that no source uses."""


class Registry:
    """The devices as the database has them, made anew when they change.

    What is remembered of each between its messages is taken over from the registry ``before``.
    Topics of known devices are looked up once; there are only so many for each.
    """

    def __init__(
        self, rows: Iterable[dict[str, Any]] = (), before: "Registry | None" = None
    ) -> None:
        self._topics: dict[bytes, Target] = {}
        self._devices: dict[tuple[str, str], Known] = {}
        remembered = {known.pk: known for known in before._devices.values()} if before else {}
        for row in rows:
            known = Known(row["id"], row["kind"], _fields(row), frozenset(row["compartments"]))
            old = remembered.get(known.pk)
            if old is not None:
                known.bucket, known.seen_at, known.last = old.bucket, old.seen_at, old.last
                known.doubts = old.doubts
            self._devices[row["adapter"], row["address"]] = known

    def __len__(self) -> int:
        return len(self._devices)

    def find(self, topic: bytes) -> Target:
        """The target of a topic."""
        found = self._topics.get(topic)
        return found if found is not None else self._look_up(topic)

    def _look_up(self, topic: bytes) -> Target:
        route = adapters.route(topic.decode("utf-8", "replace"))
        if route is None:
            return NOWHERE
        device = self._devices.get((route.adapter, route.address))
        target = Target(route, adapters.ADAPTERS[route.adapter].read, device)
        # Topics of unknown devices and of commands are without number.
        if device and route.about is not About.RESULT and device.topics < MOST_TOPICS_OF_ONE:
            device.topics += 1
            self._topics[topic] = target
        return target


def _fields(row: dict[str, Any]) -> Fields:
    """The map of a device's make; a broken one is told in the log and counts as none."""
    try:
        return compiled(row["fields"] or {})
    except ValueError as fault:
        log.warning("field_map_broken", device=row["id"], fault=str(fault))
        return ()
