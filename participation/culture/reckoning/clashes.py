"""How much two events get into each other's way: points for each thing they share.

===============================  ======
they take place at the same time      3
one begins soon after the other       2
one of them goes on for days          1  in place of both
for the same people                   3
for people some of whom are the same  1
the same genre                        2
in the same place at the same time    4
within two kilometres                 1
more than 15 kilometres apart        -2
===============================  ======

Without a share of time there is no clash, whatever else they share. From 3 points on a clash is
slight, from 6 noticeable, from 8 strong.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import asin, cos, radians, sin, sqrt

BUFFER = timedelta(minutes=90)
"""Who goes to one event cannot be at another that begins so soon after it."""
LONG = timedelta(hours=30)
NEAR, FAR, SAME_PLACE = 2_000, 15_000, 75
LOW, MEDIUM, HIGH = 3, 6, 8
ANYBODY = "everybody"
UNSORTED = "other"
RELATED = (
    {"children", "families", "schools"},
    {"youth", "schools", "families"},
    {"adults", "seniors"},
)


class Reason(StrEnum):
    """What two events share."""

    TIME = "time"
    SOON = "soon"
    RUNNING = "running"
    AUDIENCE = "audience"
    PART_OF_AUDIENCE = "part_of_audience"
    GENRE = "genre"
    PLACE = "place"
    NEAR = "near"


OF_TIME = (Reason.TIME, Reason.SOON, Reason.RUNNING)
POINTS = {
    Reason.TIME: 3,
    Reason.SOON: 2,
    Reason.RUNNING: 1,
    Reason.AUDIENCE: 3,
    Reason.PART_OF_AUDIENCE: 1,
    Reason.GENRE: 2,
    Reason.PLACE: 4,
    Reason.NEAR: 1,
}


@dataclass(frozen=True, slots=True)
class Plan:
    """An event at one time, as far as it matters."""

    start: datetime
    end: datetime
    genre: str
    audience: str
    place: str = ""
    position: tuple[float, float] | None = None
    """Latitude and longitude."""

    @property
    def is_long(self) -> bool:
        """Whether it goes on for days, such as an exhibition."""
        return self.end - self.start >= LONG

    def moved(self, start: datetime) -> "Plan":
        """The same at another time."""
        end = start + (self.end - self.start)
        return Plan(start, end, self.genre, self.audience, self.place, self.position)


@dataclass(frozen=True, slots=True)
class Clash:
    """What two events share, and how much that is."""

    points: int
    reasons: tuple[Reason, ...]

    @property
    def severity(self) -> str:
        """``high``, ``medium``, ``low``; empty below."""
        if self.points >= HIGH:
            return "high"
        if self.points >= MEDIUM:
            return "medium"
        return "low" if self.points >= LOW else ""


NO_CLASH = Clash(0, ())


def clash(one: Plan, other: Plan, buffer: timedelta = BUFFER) -> Clash:
    """How much two events get into each other's way."""
    reasons = [_in_time(one, other, buffer)]
    if reasons[0] is None:
        return NO_CLASH
    reasons += [_in_people(one, other), _in_genre(one, other)]
    metres = _metres(one, other)
    reasons.append(_in_place(one, other, metres, together=reasons[0] == Reason.TIME))
    found = tuple(reason for reason in reasons if reason is not None)
    apart = metres is not None and metres > FAR
    return Clash(sum(POINTS[reason] for reason in found) - 2 * apart, found)


def _in_time(one: Plan, other: Plan, buffer: timedelta) -> Reason | None:
    if one.start >= other.end + buffer or other.start >= one.end + buffer:
        return None
    if one.is_long or other.is_long:
        return Reason.RUNNING
    meets = one.start < other.end and other.start < one.end
    return Reason.TIME if meets or one.start == other.start else Reason.SOON


def _in_people(one: Plan, other: Plan) -> Reason | None:
    both = {one.audience, other.audience}
    if len(both) == 1:
        return Reason.AUDIENCE
    if ANYBODY in both or any(both <= related for related in RELATED):
        return Reason.PART_OF_AUDIENCE
    return None


def _in_genre(one: Plan, other: Plan) -> Reason | None:
    return Reason.GENRE if one.genre == other.genre != UNSORTED else None


def _in_place(one: Plan, other: Plan, metres: float | None, *, together: bool) -> Reason | None:
    same_name = bool(one.place) and one.place.casefold() == other.place.casefold()
    if together and (same_name or (metres is not None and metres <= SAME_PLACE)):
        return Reason.PLACE
    return Reason.NEAR if metres is not None and metres <= NEAR else None


def _metres(one: Plan, other: Plan) -> float | None:
    """Along the earth's surface (haversine); None where a position is unknown."""
    if one.position is None or other.position is None:
        return None
    (south, west), (north, east) = one.position, other.position
    rise, run = radians(north - south), radians(east - west)
    half = sin(rise / 2) ** 2 + cos(radians(south)) * cos(radians(north)) * sin(run / 2) ** 2
    return 2 * 6_371_000 * asin(sqrt(half))
