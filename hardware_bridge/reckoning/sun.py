"""When the sun rises and sets, by ``astral``, and which level a plan wants at a moment."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from astral import Observer
from astral.sun import sunrise, sunset

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """A time from … until, both in UTC."""

    start: datetime
    end: datetime

    @property
    def hours(self) -> float:
        """How long it is."""
        return (self.end - self.start).total_seconds() / 3600


@dataclass(frozen=True)
class Hours:
    """By which hours lights shine; as ``LightPlan``, which see."""

    level: int
    night_level: int
    night_from: time
    night_until: time
    after_sunset: timedelta = timedelta()
    after_sunrise: timedelta = timedelta()


@dataclass(frozen=True)
class Place:
    """Where the sun is looked at, and by which clock."""

    latitude: float
    longitude: float
    zone: tzinfo


def dark(evening: date, place: Place, hours: Hours | None = None) -> Span:
    """From the sunset of a day to the sunrise of the next, moved by the plan's minutes.

    Between 60° north and 60° south the sun rises and sets every day.
    """
    observer = Observer(place.latitude, place.longitude)
    # astral answers for the day of the zone it is given.
    begin = sunset(observer, evening, tzinfo=place.zone)
    end = sunrise(observer, evening + DAY, tzinfo=place.zone)
    if hours:
        begin, end = begin + hours.after_sunset, end + hours.after_sunrise
    return Span(begin, max(begin, end))


def level_at(moment: datetime, place: Place, hours: Hours) -> int:
    """The level that the plan wants at a moment; 0 by day."""
    today = moment.astimezone(place.zone).date()
    for evening in (today - DAY, today):
        span = dark(evening, place, hours)
        if span.start <= moment < span.end:
            return hours.night_level if _is_late(moment, place.zone, hours) else hours.level
    return 0


def _is_late(moment: datetime, zone: tzinfo, hours: Hours) -> bool:
    """Whether it is between the two times of the night, which may lie about midnight."""
    clock = moment.astimezone(zone).time()
    if hours.night_from <= hours.night_until:
        return hours.night_from <= clock < hours.night_until
    return clock >= hours.night_from or clock < hours.night_until


def steps(evening: date, place: Place, hours: Hours) -> Iterator[tuple[datetime, int]]:
    """When the level changes in a night, and to what; the last is 0 at the end."""
    span = dark(evening, place, hours)
    moments = {span.start}
    for day in (evening, evening + DAY):
        for clock in (hours.night_from, hours.night_until):
            moment = datetime.combine(day, clock, place.zone)
            if span.start < moment < span.end:
                moments.add(moment)
    before = None
    for moment in sorted(moments):
        level = level_at(moment, place, hours)
        if level != before:
            yield moment, level
        before = level
    yield span.end, 0
