"""The dates of a repeating event, from rules of a white list (RFC 5545, 3.3.10).

``dateutil`` works them out, and believes everything: an interval of 0 never ends, and 30 February
is looked for until the year 9999. So only known parts with sensible numbers reach it.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from dateutil import rrule

from participation.culture.reading.faults import EventError, Flaw
from participation.culture.reading.times import Moment, written
from participation.culture.reading.zones import Zones

MOST_DATES = 1000
"""Of one series within the window."""
MOST_PARTS = 100
FREQUENCIES = {
    "YEARLY": rrule.YEARLY,
    "MONTHLY": rrule.MONTHLY,
    "WEEKLY": rrule.WEEKLY,
    "DAILY": rrule.DAILY,
    "HOURLY": rrule.HOURLY,
}
"""By the minute and by the second nothing happens that people go to."""
DAYS = {name: getattr(rrule, name) for name in ("MO", "TU", "WE", "TH", "FR", "SA", "SU")}
_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_NUMBER = re.compile(r"[+-]?\d{1,5}")


def _numbers(least: int, most: int) -> Callable[[str], list[int]]:
    """Reads a list of numbers whose size without sign lies within bounds."""

    def read(text: str) -> list[int]:
        values = text.split(",")
        if len(values) > MOST_PARTS or not all(_NUMBER.fullmatch(value) for value in values):
            raise ValueError(text)
        numbers = [int(value) for value in values]
        if not all(least <= abs(number) <= most for number in numbers):
            raise ValueError(text)
        return numbers

    return read


def _one(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        (number,) = _numbers(least, most)(text)
        if number < 0:
            raise ValueError(text)
        return number

    return read


def _days(text: str) -> list[Any]:
    found = []
    for part in text.split(",")[:MOST_PARTS]:
        match = _DAY.fullmatch(part.strip())
        number = int(match.group(1) or 0) if match else 99
        if match is None or abs(number) > 53:
            raise ValueError(text)
        found.append(DAYS[match.group(2)](number) if number else DAYS[match.group(2)])
    return found


PARTS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "INTERVAL": ("interval", _one(1, 10_000)),
    "COUNT": ("count", _one(1, 99_999)),
    "BYDAY": ("byweekday", _days),
    "BYMONTHDAY": ("bymonthday", _numbers(1, 31)),
    "BYYEARDAY": ("byyearday", _numbers(1, 366)),
    "BYWEEKNO": ("byweekno", _numbers(1, 53)),
    "BYMONTH": ("bymonth", _numbers(1, 12)),
    "BYSETPOS": ("bysetpos", _numbers(1, 366)),
    "BYHOUR": ("byhour", _numbers(0, 23)),
    "BYMINUTE": ("byminute", _numbers(0, 59)),
    "WKST": ("wkst", lambda text: DAYS[text]),
}


def starts(rule: str, first: Moment, zones: Zones, horizon: datetime) -> Iterator[Moment]:
    """When the event begins, in order, from its first date up to the horizon. Raises EventError.

    Reckoned in local time, so that what is at eight stays at eight over a change of the clocks.
    """
    options = _options(rule, first, zones)
    local = _local(first)
    end = horizon.astimezone(_zone(first)).replace(tzinfo=None)
    if "count" not in options:
        options["until"] = min(options.get("until", end), end)
    try:
        for at in rrule.rrule(dtstart=local, **options):
            if at > end:
                return
            yield _like(first, at)
    except (ValueError, OverflowError, TypeError) as error:
        raise EventError(Flaw.RULE, rule) from error


def _options(rule: str, first: Moment, zones: Zones) -> dict[str, Any]:
    options: dict[str, Any] = {}
    for part in filter(None, rule.strip().upper().split(";")):
        name, _equals, value = part.partition("=")
        try:
            if name == "FREQ":
                options["freq"] = FREQUENCIES[value]
            elif name == "UNTIL":
                options["until"] = _until(value, first, zones)
            else:
                keyword, read = PARTS[name]
                options[keyword] = read(value)
        except (KeyError, ValueError) as error:
            raise EventError(Flaw.RULE, part) from error
    if "freq" not in options:
        raise EventError(Flaw.RULE, rule)
    if "count" in options:
        options.pop("until", None)
    return options


def _until(value: str, first: Moment, zones: Zones) -> datetime:
    """The last moment in local time. A date means that whole day, as most programs write it."""
    last = written(value, "", zones)
    if isinstance(last, datetime):
        floating = not value.endswith("Z")
        return last.replace(tzinfo=None) if floating else _local(last.astimezone(_zone(first)))
    return datetime.combine(last, time(23, 59, 59))


def _zone(moment: Moment) -> Any:
    return moment.tzinfo if isinstance(moment, datetime) else UTC


def _local(moment: Moment) -> datetime:
    if isinstance(moment, datetime):
        return moment.replace(tzinfo=None)
    return datetime.combine(moment, time())


def _like(first: Moment, at: datetime) -> Moment:
    """A local time as a moment of the same kind as the first.

    A time that does not exist on that day is reckoned with the offset before the gap (RFC 5545,
    3.3.5), which is what ``fold=0`` says.
    """
    if isinstance(first, datetime):
        return at.replace(tzinfo=first.tzinfo)
    return at.date()


def shifted(start: Moment, of: Moment, to: Moment) -> Moment:
    """The end of what begins at ``start`` and lasts as long as from ``of`` to ``to``.

    The exact duration, when a series is given by start and end (RFC 5545, 3.8.5.3); whole days for
    whole days.
    """
    if isinstance(of, datetime) and isinstance(to, datetime) and isinstance(start, datetime):
        length = to.astimezone(UTC) - of.astimezone(UTC)
        return (start.astimezone(UTC) + length).astimezone(start.tzinfo)
    days = _day(to) - _day(of)
    return start + days if days > timedelta() else start + timedelta(days=1)


def _day(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
