"""Times of receipt that are never given twice, in microseconds since 1970."""

import time

STEP = 16
"""Bridges share out the microseconds: each takes those that its number leaves as a remainder."""


class Clock:
    """Times of receipt of one bridge.

    A message without a time of its own is known by its receipt, so two of one device must not have
    the same one: not when the system's clock is set back, and not at two bridges.
    """

    def __init__(self, number: int = 0, last: int = 0) -> None:
        self._number = self._last = 0
        self.begin(number, last)

    def begin(self, number: int, last: int) -> None:
        """Take over the number of the bridge, and the last time that it gave in an earlier life."""
        self._number = number % STEP
        self._last = max(self._last, last - last % STEP)

    def times(self, count: int) -> range:
        """As many new times, in order."""
        now = time.time_ns() // 1000
        first = max(now - now % STEP, self._last + STEP)
        self._last = first + (count - 1) * STEP
        return range(first + self._number, self._last + self._number + 1, STEP)
