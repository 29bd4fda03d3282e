"""Who reads what, and what each of them is sent.

Readers of the same devices share a topic, so an event is made once however many read it. What waits
for a reader is bounded: whoever falls behind is dropped, comes back after the pause that it was
told, and gets everything anew.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from hardware_bridge.stream.states import Shown, State, event_of

MOST_WAITING = 64
Key = tuple[str, ...]
ALL: Key = ("*",)
GROUP = "group:"


class Reader:
    """An open stream. ``None`` in its queue ends it."""

    def __init__(self, address: str = "") -> None:
        self.address = address
        self.queue: asyncio.Queue[bytes | None] = asyncio.Queue(MOST_WAITING)
        self.is_over = False

    def give(self, chunk: bytes) -> bool:
        """Queue something; False when too much waits already."""
        try:
            self.queue.put_nowait(chunk)
        except asyncio.QueueFull:
            return False
        return True

    def end(self) -> None:
        """Let the stream end, and forget what waits."""
        self.is_over = True
        while not self.queue.empty():
            self.queue.get_nowait()
        self.queue.put_nowait(None)


@dataclass(eq=False)
class Topic:
    """Devices that somebody reads together."""

    key: Key
    devices: frozenset[int] = frozenset()
    readers: set[Reader] = field(default_factory=set)


class Hub:
    """The public devices, their states, and the readers."""

    def __init__(self) -> None:
        self.devices: dict[int, Shown] = {}
        self.states: dict[int, State] = {}
        self.dirty: set[int] = set()
        """Devices whose state is to be read anew once somebody wants it."""
        self.topics: dict[Key, Topic] = {}
        self.number = int(datetime.now(UTC).timestamp() * 1000)
        """Of the last event. It begins with the time, so that it grows over restarts."""
        self.dropped = 0
        self._slugs: dict[str, int] = {}

    # --- readers -----------------------------------------------------------------------------

    @property
    def count(self) -> int:
        """Open streams."""
        return sum(len(topic.readers) for topic in self.topics.values())

    def of_address(self, address: str) -> int:
        """Open streams of an address."""
        return sum(
            reader.address == address for topic in self.topics.values() for reader in topic.readers
        )

    def knows(self, key: Key) -> bool:
        """Whether there is a device to be read."""
        return bool(self._resolved(key)) or key == ALL

    def join(self, reader: Reader, key: Key) -> Topic:
        """Read from now on; the reader gets what is known at once."""
        topic = self.topics.get(key)
        if topic is None:
            topic = self.topics[key] = Topic(key, self._resolved(key))
        topic.readers.add(reader)
        known = [self.states[pk].event for pk in topic.devices if pk in self.states]
        if known:
            reader.give(b"".join(known))
        return topic

    def leave(self, reader: Reader, topic: Topic) -> None:
        """Read no more."""
        topic.readers.discard(reader)
        if not topic.readers and self.topics.get(topic.key) is topic:
            del self.topics[topic.key]

    def _resolved(self, key: Key) -> frozenset[int]:
        if key == ALL:
            return frozenset(self.devices)
        if key and key[0].startswith(GROUP):
            group = key[0].removeprefix(GROUP)
            return frozenset(pk for pk, each in self.devices.items() if each.group == group)
        return frozenset(self._slugs[slug] for slug in key if slug in self._slugs)

    # --- what changes ------------------------------------------------------------------------

    def take_devices(self, devices: Iterable[Shown]) -> None:
        """Replace the devices; what was known of one that is not public any more, or of which other
        measures are, is forgotten: whoever comes next must not be sent what was hidden."""
        before, self.devices = self.devices, {each.pk: each for each in devices}
        self._slugs = {each.slug: pk for pk, each in self.devices.items()}
        for pk in [pk for pk in self.states if self.devices.get(pk) != before.get(pk)]:
            del self.states[pk]
        self.dirty |= {pk for pk, each in self.devices.items() if before.get(pk) != each}
        self.dirty &= self.devices.keys()
        for topic in self.topics.values():
            topic.devices = self._resolved(topic.key)

    def touch(self, pks: Iterable[int]) -> None:
        """Something about these devices has changed."""
        self.dirty |= self.devices.keys() & set(pks)

    def touch_all(self) -> None:
        """Something may have changed unheard."""
        self.dirty = set(self.devices)

    def wanted(self) -> list[int]:
        """Devices to be read anew, since somebody reads them."""
        if not self.dirty:
            return []
        read: set[int] = set().union(*(topic.devices for topic in self.topics.values()))
        return sorted(self.dirty & read)

    def take_states(self, found: dict[int, State]) -> None:
        """Take over states that were read just now, and tell those that differ."""
        changed = {}
        for pk, state in found.items():
            self.dirty.discard(pk)
            old = self.states.get(pk)
            if old is None or (old.said, old.changing) != (state.said, state.changing):
                changed[pk] = state
            else:
                state.event = old.event
                self.states[pk] = state
        self._tell(changed)

    def grow_old(self, now: datetime) -> None:
        """Tell of those whose status or notice is another one merely since time has passed."""
        changed = {}
        for pk, state in self.states.items():
            changing = state.changing_at(self.devices[pk], now)
            if changing != state.changing:
                state.changing = changing
                changed[pk] = state
        self._tell(changed)

    def _tell(self, changed: dict[int, State]) -> None:
        for pk, state in changed.items():
            self.number += 1
            state.event = event_of(state, self.number)
            self.states[pk] = state
        if not changed:
            return
        for topic in list(self.topics.values()):
            chunk = b"".join(changed[pk].event for pk in changed if pk in topic.devices)
            if not chunk:
                continue
            for reader in list(topic.readers):
                if not (reader.is_over or reader.give(chunk)):
                    self.dropped += 1
                    reader.end()

    def end_all(self) -> None:
        """Let every stream end."""
        for topic in list(self.topics.values()):
            for reader in list(topic.readers):
                reader.end()
