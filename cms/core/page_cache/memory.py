"""What a process keeps: values under keys, forgotten by tags, the least recently used first."""

import threading
import time
from collections import OrderedDict, defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

EVERYTHING = "everything"
"""The tag that all entries have."""
MOST_CHANGES = 10_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A kept value and what it depends on."""

    value: Any
    size: int
    tags: frozenset[str]
    until: float


class Memory:
    """Entries up to a number of bytes. Safe for threads.

    A value is made outside the lock. So whoever makes one takes a :meth:`stamp` first; what has
    been touched since then is not kept.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self._entries: OrderedDict[Hashable, Entry] = OrderedDict()
        self._keys: defaultdict[str, set[Hashable]] = defaultdict(set)
        self._changes = 0
        self._changed: dict[str, int] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Entry | None:
        """The entry, unless it is unknown or too old."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                return None
            if entry.until < time.monotonic():
                self._drop(key)
                return None
            self._entries.move_to_end(key)
            return entry

    def stamp(self) -> int:
        """The number of changes so far."""
        return self._changes

    def put(
        self,
        key: Hashable,
        value: Any,
        *,
        size: int,
        tags: Iterable[str],
        seconds: float,
        stamp: int,
    ) -> bool:
        """Keep the value unless one of its tags was touched since `stamp`; whether it is kept."""
        entry = Entry(value, size, frozenset(tags), time.monotonic() + seconds)
        with self._lock:
            if size > self.limit or self._touched_since(stamp, entry.tags):
                return False
            self._drop(key)
            self._entries[key] = entry
            self.size += size
            for tag in entry.tags:
                self._keys[tag].add(key)
            while self.size > self.limit:
                self._drop(next(iter(self._entries)))
            return True

    def forget(self, tags: Iterable[str]) -> None:
        """Drop all entries that have one of the tags."""
        with self._lock:
            self._changes += 1
            for tag in tags:
                self._changed[tag] = self._changes
                keys = self._entries if tag == EVERYTHING else self._keys.get(tag, ())
                for key in list(keys):
                    self._drop(key)
            if len(self._changed) > MOST_CHANGES:
                self._changed = {EVERYTHING: self._changes}

    def __len__(self) -> int:
        return len(self._entries)

    def _touched_since(self, stamp: int, tags: Iterable[str]) -> bool:
        return any(self._changed.get(tag, 0) > stamp for tag in (EVERYTHING, *tags))

    def _drop(self, key: Hashable) -> None:
        entry = self._entries.pop(key, None)
        if entry is None:
            return
        self.size -= entry.size
        for tag in entry.tags:
            self._keys[tag].discard(key)
            if not self._keys[tag]:
                del self._keys[tag]
