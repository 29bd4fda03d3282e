"""Signs that two senders speak as one device. Pure."""

from collections import deque
from dataclasses import dataclass, field

SECOND = 1_000_000
FLAPS, CLOCKS = "flaps", "clocks"
"""Keys of ``models.choices.Doubt``."""
MOST_CHANGES = 8
WITHIN = 600 * SECOND
"""A device may come and go so often in this time."""
SLIP = 2 * SECOND
"""Messages of one sender may overtake each other by so much."""
TURN, TOO_MUCH = 3, 10
"""A turn of time outweighs so many readings in order; the fifth in a row is too much."""
TOLD_EVERY = 60 * SECOND


@dataclass(slots=True)
class Doubts:
    """What a device has done that one sender alone seldom does.

    The broker admits one client of a name at a time: two of them push each other out, so the status
    goes to and fro. Two of different names can speak at once: where their clocks differ, times go
    to and fro. One that sends what it has kept goes back once only.
    """

    is_online: bool | None = None
    changes: deque[int] = field(default_factory=lambda: deque(maxlen=MOST_CHANGES))
    last: dict[int, int] = field(default_factory=dict)
    """The device's time of the last reading, by channel."""
    goes_back: set[int] = field(default_factory=set)
    """Channels whose last reading was older than the one before."""
    score: int = 0
    told_at: int = 0

    def of_status(self, is_online: bool, received: int) -> str:
        """The sign that this status gives; empty for none."""
        if is_online == self.is_online:
            return ""
        self.is_online = is_online
        self.changes.append(received)
        is_much = len(self.changes) == MOST_CHANGES and received - self.changes[0] < WITHIN
        return FLAPS if is_much and self._is_to_be_told(received) else ""

    def of_reading(self, channel: int, at: int, received: int) -> str:
        """The sign that a reading of this time gives; empty for none."""
        last = self.last.get(channel, at)
        if last - SLIP < at <= last:
            self.last[channel] = last
            return ""
        self.last[channel] = at
        if at > last:
            self.goes_back.discard(channel)
            self.score = max(0, self.score - 1)
            return ""
        if channel in self.goes_back:
            return ""
        self.goes_back.add(channel)
        self.score = min(self.score + TURN, 2 * TOO_MUCH)
        is_much = self.score > TOO_MUCH
        return CLOCKS if is_much and self._is_to_be_told(received) else ""

    def _is_to_be_told(self, received: int) -> bool:
        """Whether it was not told just now."""
        if received - self.told_at < TOLD_EVERY:
            return False
        self.told_at = received
        return True
