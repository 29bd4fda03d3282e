"""Dates, times and durations as calendars write them (RFC 5545, 3.3.4 to 3.3.6)."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from participation.culture.reading.faults import EventError, Flaw
from participation.culture.reading.lines import Line
from participation.culture.reading.zones import HOME, Zones

Moment = date | datetime
"""A whole day, or an aware datetime in the zone that was written."""
FIRST_YEAR, LAST_YEAR = 1900, 2200
_WRITTEN = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?")
_DURATION = re.compile(
    r"([+-]?)P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,8})S)?)?"
)


def is_timed(moment: Moment) -> bool:
    """Whether it has a time of day."""
    return isinstance(moment, datetime)


def moment(line: Line, zones: Zones) -> Moment:
    """The one value of a property. Raises EventError."""
    return written(line.value.strip(), line.params.get("TZID", ""), zones)


def moments(line: Line, zones: Zones) -> list[Moment]:
    """The values of a property that may hold several; of periods, their starts."""
    tzid = line.params.get("TZID", "")
    values = [value.strip().partition("/")[0] for value in line.value.split(",")]
    return [written(value, tzid, zones) for value in values if value]


def written(value: str, tzid: str, zones: Zones) -> Moment:
    """A date, or a datetime in the zone that is named. Raises EventError."""
    match = _WRITTEN.fullmatch(value)
    if not match:
        raise EventError(Flaw.BAD_TIME, value)
    year, month, day, *clock = match.groups()
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise EventError(Flaw.BAD_TIME, value)
    try:
        whole = date(int(year), int(month), int(day))
        if clock[0] is None:
            return whole
        # A leap second is written 60; clocks here do not know it.
        at = time(int(clock[0]), int(clock[1]), min(int(clock[2]), 59))
    except ValueError as error:
        raise EventError(Flaw.BAD_TIME, value) from error
    zone: tzinfo = UTC if clock[3] else zones.of(tzid) if tzid else zones.floating
    return datetime.combine(whole, at, tzinfo=zone)


def after(start: Moment, duration: str) -> Moment:
    """The end of what lasts so long. Raises EventError.

    Days and weeks are days of the calendar, hours are hours on the clock of physics: over a change
    to summer time "P1D" ends at the same time of day and "PT24H" an hour later (RFC 5545, 3.3.6).
    """
    match = _DURATION.fullmatch(duration.strip().upper())
    if not match or duration.strip().endswith(("P", "T")) or match.group(1) == "-":
        raise EventError(Flaw.BAD_TIME, duration)
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    nominal = timedelta(weeks=weeks, days=days)
    exact = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if not isinstance(start, datetime):
        return start + nominal + timedelta(days=exact.days + bool(exact.seconds))
    local = (start.replace(tzinfo=None) + nominal).replace(tzinfo=start.tzinfo)
    return (local.astimezone(UTC) + exact).astimezone(start.tzinfo)


def instant(moment: Moment) -> datetime:
    """In UTC; a day begins at midnight in the city."""
    if isinstance(moment, datetime):
        return moment.astimezone(UTC)
    return datetime.combine(moment, time(), tzinfo=HOME).astimezone(UTC)


def key(moment: Moment) -> str:
    """How a recurrence is named: the same for the same instant, in whatever zone it was written."""
    if isinstance(moment, datetime):
        return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    return moment.strftime("%Y%m%d")
