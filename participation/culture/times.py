"""Repeated times and opening hours, reckoned by the clock on the wall in Berlin."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
MOST_TIMES = 60
Hours = tuple[int, time, time]
"""Weekday (0 is Monday), from, until."""
WEEK = 7


@dataclass(frozen=True)
class Span:
    """From one instant to another, the end left out."""

    start: datetime
    end: datetime

    def overlaps(self, other: "Span") -> bool:
        """Whether both share an instant."""
        return self.start < other.end and other.start < self.end


def weekly(first: Span, *, weeks: int, until: date) -> list[Span]:
    """The span and its repetitions every so many weeks, up to a day, at most ``MOST_TIMES``.

    Each begins at the same time of day, whatever the clocks were changed in between, and lasts as
    long by the clock on the wall.
    """
    start, end = (moment.astimezone(BERLIN).replace(tzinfo=None) for moment in _ends(first))
    spans: list[Span] = []
    while start.date() <= until and len(spans) < MOST_TIMES:
        spans.append(Span(start.replace(tzinfo=BERLIN), end.replace(tzinfo=BERLIN)))
        start, end = start + timedelta(days=WEEK * weeks), end + timedelta(days=WEEK * weeks)
    return spans


def _ends(span: Span) -> tuple[datetime, datetime]:
    return span.start, span.end


def is_within(span: Span, hours: Iterable[Hours]) -> bool:
    """Whether a span fits into the hours of one of its weekdays; no hours at all: always.

    What lasts past midnight fits nowhere where there are hours, except until midnight itself.
    """
    rows = list(hours)
    if not rows:
        return True
    start, end = span.start.astimezone(BERLIN), span.end.astimezone(BERLIN)
    if end.date() != start.date():
        return False
    return any(
        weekday == start.weekday() and opens <= start.time() and end.time() <= closes
        for weekday, opens, closes in rows
    )
