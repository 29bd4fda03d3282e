"""What is read of a calendar, as plain values that pass from one process to another."""

from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

Span = tuple[int, int, str]
"""Start and end in seconds since 1970, UTC, and which date of its series it is, if it is of one.

The end is the first second that does not belong.
"""


@dataclass(frozen=True)
class Record:
    """One event, or one date of a series that differs from the others (``recurrence_id``)."""

    uid: str
    recurrence_id: str
    title: str
    spans: tuple[Span, ...] = ()
    """Its dates within the window that was asked for; there may be none."""
    all_day: bool = False
    repeats: bool = False
    """Whether it is a series, or one date of one."""
    description: str = ""
    place: str = ""
    url: str = ""
    longitude: float | None = None
    latitude: float | None = None
    categories: tuple[str, ...] = ()
    status: str = "CONFIRMED"
    closed: bool = False
    """Marked as private or confidential."""
    changed: int | None = None
    sequence: int = 0


@dataclass(frozen=True)
class Problem:
    """An event that was left out, or not taken as it stands, and why (a ``Flaw``)."""

    flaw: str
    detail: str = ""
    uid: str = ""
    recurrence_id: str = ""
    title: str = ""
    left_out: bool = True


@dataclass(frozen=True)
class Reading:
    """A whole file."""

    records: tuple[Record, ...] = ()
    problems: tuple[Problem, ...] = ()
    name: str = ""
    """What the calendar calls itself."""

    def plain(self) -> dict[str, Any]:
        """As JSON can carry it."""
        return asdict(self)

    @classmethod
    def from_plain(cls, data: dict[str, Any]) -> "Reading":
        """The other way."""
        return cls(
            records=tuple(_record(each) for each in data["records"]),
            problems=tuple(Problem(**each) for each in data["problems"]),
            name=data["name"],
        )


def _record(data: dict[str, Any]) -> Record:
    spans = tuple((start, end, name) for start, end, name in data.pop("spans"))
    categories = tuple(data.pop("categories"))
    return Record(spans=spans, categories=categories, **data)


@dataclass(frozen=True)
class Window:
    """From when to when dates are of interest."""

    start: datetime
    end: datetime

    @classmethod
    def of_seconds(cls, start: int, end: int) -> "Window":
        """From seconds since 1970."""
        return cls(datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC))


@dataclass
class Found:
    """What has been collected of a file so far."""

    records: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
