"""Better dates near by: the same time of day on other days, and what speaks against each.

A day's points are those of its clashes, and further ones for being another kind of day and for
being far away; the fewest win.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from participation.culture.reckoning.clashes import LOW, Plan, clash
from participation.culture.reckoning.holidays_of_land import DayOff

BERLIN = ZoneInfo("Europe/Berlin")
REACH = timedelta(weeks=6)
"""How far before and after the wished day dates are looked for."""
SUGGESTED = 5
WITH_CHILDREN = ("children", "families", "youth")
OTHER_WEEKDAY, OTHER_KIND_OF_DAY = 2.0, 6.0
WEEK_AWAY = 1.0
SCHOOL_IS_OUT, FAMILIES_ARE_AWAY, HOLIDAY = 30.0, 3.0, 2.0


@dataclass(frozen=True)
class Suggestion:
    """A day with its clashes: how many there are, and the day's holidays."""

    start: datetime
    end: datetime
    clashes: int
    points: float
    day_off: DayOff


def better_dates(
    plan: Plan,
    others: Iterable[Plan],
    *,
    not_before: datetime,
    day_off: Callable[[date], DayOff],
) -> list[Suggestion]:
    """The best days within reach that are better than the wished one, soonest first."""
    by_day: dict[date, list[Plan]] = defaultdict(list)
    for other in others:
        if not other.is_long:
            by_day[_day(other.start)].append(other)
    wished = _judged(plan, plan, by_day, day_off)
    days = range(-REACH.days, REACH.days + 1)
    moved = [_moved(plan, offset) for offset in days if offset]
    judged = [_judged(each, plan, by_day, day_off) for each in moved if each.start >= not_before]
    good = [each for each in judged if each.points < wished.points and not _is_worse(each, wished)]
    best = sorted(good, key=lambda each: each.points)[:SUGGESTED]
    return sorted(best, key=lambda each: each.start)


def _is_worse(one: Suggestion, wished: Suggestion) -> bool:
    return one.clashes > wished.clashes


def _day(moment: datetime) -> date:
    return moment.astimezone(BERLIN).date()


def _moved(plan: Plan, days: int) -> Plan:
    """At the same time of day by the clock on the wall."""
    local = plan.start.astimezone(BERLIN).replace(tzinfo=None) + timedelta(days=days)
    return plan.moved(local.replace(tzinfo=BERLIN))


def _judged(
    candidate: Plan,
    wished: Plan,
    by_day: dict[date, list[Plan]],
    day_off: Callable[[date], DayOff],
) -> Suggestion:
    day = _day(candidate.start)
    near = [other for offset in (-1, 0, 1) for other in by_day[day + timedelta(days=offset)]]
    clashes = [found for other in near if (found := clash(candidate, other)).points >= LOW]
    off = day_off(day)
    points = sum(each.points for each in clashes) + _day_points(day, _day(wished.start))
    return Suggestion(
        start=candidate.start,
        end=candidate.end,
        clashes=len(clashes),
        points=points + _holiday_points(off, candidate.audience),
        day_off=off,
    )


def _day_points(day: date, wished: date) -> float:
    """For another day of the week, and for each week away."""
    points = abs((day - wished).days) / 7 * WEEK_AWAY
    if day.weekday() == wished.weekday():
        return points
    same_kind = _kind_of_day(day) == _kind_of_day(wished)
    return points + (OTHER_WEEKDAY if same_kind else OTHER_KIND_OF_DAY)


def _kind_of_day(day: date) -> int:
    """Evenings before a free day, Sundays, and the rest of the week."""
    return {4: 1, 5: 1, 6: 2}.get(day.weekday(), 0)


def _holiday_points(off: DayOff, audience: str) -> float:
    if audience == "schools" and (off.school or off.public):
        return SCHOOL_IS_OUT
    points = FAMILIES_ARE_AWAY if off.school and audience in WITH_CHILDREN else 0.0
    return points + (HOLIDAY if off.public else 0.0)
