"""Calendars as text, and what is read of them."""

from datetime import UTC, datetime

from participation.culture.reading import events
from participation.culture.reading.records import Reading, Record, Window

WINDOW = Window(datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 12, 31, tzinfo=UTC))


def event(*lines: str, uid: str = "a@example.org") -> str:
    """One event; its lines as they are written."""
    return "\n".join(["BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT"])


def calendar(*parts: str) -> bytes:
    """A file."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", *parts, "END:VCALENDAR", ""]
    return "\n".join(lines).replace("\n", "\r\n").encode()


def read(*parts: str, window: Window = WINDOW) -> Reading:
    """What is read of a calendar of these parts."""
    return events.read(calendar(*parts), window)


def only(reading: Reading) -> Record:
    """The one event; nothing was wrong with it."""
    assert reading.problems == ()
    (record,) = reading.records
    return record


def times(record: Record) -> list[tuple[str, str]]:
    """Its dates in UTC."""
    return [(_written(start), _written(end)) for start, end, _name in record.spans]


def starts(record: Record) -> list[str]:
    """When its dates begin."""
    return [start for start, _end in times(record)]


def flaws(reading: Reading) -> list[str]:
    """What is wrong with some of its events."""
    return [str(problem.flaw) for problem in reading.problems]


def _written(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M")
