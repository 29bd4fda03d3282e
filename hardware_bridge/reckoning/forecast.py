"""When a container will be full, from its hourly fill levels.

The rate is a robust slope: the weighted median of the slopes between all pairs of points that lie
between the same two emptyings (Theil and Sen; H. Theil 1950, P. K. Sen 1968; weights are the time
between the two points). So a few wild values, or a sack that settles, move it little.

How sure that is follows from the container's own past: the rates of all spans about as long as the
one that is left, from the tenth to the ninetieth percentile, widened where there were only few.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

EMPTIED = 15.0
"""A level that falls by so many percent between two hours means that somebody has emptied it."""
FULL = 100.0
STEP = timedelta(hours=6)
LEAST = timedelta(hours=24)
"""What is known of less than a day of filling says nothing about days to come."""
LONGEST = timedelta(days=60)
SLOWEST = 0.2
"""Percent a day; whatever fills slower is not told apart from noise."""
NARROWEST = 0.1
"""No rate is surer than a tenth of itself."""
DAY = timedelta(days=1)
Point = tuple[datetime, float]
Rate = tuple[float, float]
"""Percent a day, and the days that it was seen in."""


@dataclass(frozen=True)
class Forecast:
    """What is expected; as ``models.BinForecast``, which see."""

    level: float
    level_at: datetime
    emptied_at: datetime | None = None
    per_day: float | None = None
    full_at: datetime | None = None
    earliest: datetime | None = None
    latest: datetime | None = None


def forecast(points: Sequence[Point]) -> Forecast | None:
    """The forecast from levels in the order of time; None without any."""
    if not points:
        return None
    cycles = between_emptyings(_without_spikes(points))
    now = cycles[-1]
    level = median(value for _at, value in now[-3:])
    known = Forecast(level, now[-1][0], now[0][0] if len(cycles) > 1 else None)
    rates = [rate for cycle in cycles for rate in _rates(_thinned(cycle))]
    per_day = _weighted_quantile(rates, 0.5) if rates else None
    if level >= FULL - 1:
        at = now[-1][0]
        return replace(known, per_day=per_day, full_at=at, earliest=at, latest=at)
    if per_day is None or per_day < SLOWEST:
        return replace(known, per_day=None if per_day is None else max(0.0, per_day))
    low, high = _bounds(rates, (FULL - level) / per_day, per_day, _days(cycles))
    start, left = now[-1][0], FULL - level
    return replace(
        known,
        per_day=per_day,
        full_at=_after(start, left, per_day),
        earliest=_after(start, left, high),
        latest=_after(start, left, low),
    )


def _without_spikes(points: Sequence[Point]) -> list[Point]:
    """Each value as the median of its own and its neighbours': one that is wild alone is gone."""
    values = [value for _at, value in points]
    around = zip([values[0], *values], values, [*values[1:], values[-1]], strict=False)
    return [(at, median(near)) for (at, _value), near in zip(points, around, strict=True)]


def between_emptyings(points: Sequence[Point]) -> list[list[Point]]:
    """The points in groups, a new one after each emptying; at least one."""
    cycles = [[points[0]]]
    for (_before, old), (at, new) in pairwise(points):
        if old - new >= EMPTIED:
            cycles.append([])
        cycles[-1].append((at, new))
    return cycles


def _thinned(cycle: list[Point]) -> list[Point]:
    """The median of each quarter of a day, since hours tell little news and much noise."""
    groups: dict[int, list[Point]] = {}
    for at, value in cycle:
        groups.setdefault(int(at.timestamp() // STEP.total_seconds()), []).append((at, value))
    return [
        (group[len(group) // 2][0], median(value for _at, value in group))
        for group in groups.values()
    ]


def _rates(points: list[Point]) -> list[Rate]:
    """Rates between all points that lie a day or more apart."""
    return [
        ((value - before) / ((at - since) / DAY), (at - since) / DAY)
        for place, (since, before) in enumerate(points)
        for at, value in points[place + 1 :]
        if at - since >= LEAST
    ]


def _days(cycles: list[list[Point]]) -> float:
    return sum((cycle[-1][0] - cycle[0][0]) / DAY for cycle in cycles)


def _bounds(rates: list[Rate], left: float, per_day: float, days: float) -> tuple[float, float]:
    """The slowest and the fastest rate to reckon with for so many days that are left."""
    longest = max(span for _rate, span in rates)
    span = min(left, longest)
    alike = [rate for rate in rates if span / 2 <= rate[1] <= span * 1.5] or rates
    low, high = _weighted_quantile(alike, 0.1), _weighted_quantile(alike, 0.9)
    # So many spans of that length have been seen apart from each other. The factor makes the true
    # day lie within in eight of ten simulated cases (tests/hardware/test_forecast.py).
    seen = max(1.0, days / span)
    wider = 1.5 + 2 / seen
    below = max((per_day - low) * wider, per_day * NARROWEST)
    above = max((high - per_day) * wider, per_day * NARROWEST)
    return per_day - below, per_day + above


def _weighted_quantile(rates: list[Rate], share: float) -> float:
    ordered = sorted(rates)
    goal = share * sum(weight for _rate, weight in ordered)
    total = 0.0
    for rate, weight in ordered:
        total += weight
        if total >= goal:
            return rate
    return ordered[-1][0]


def _after(start: datetime, left: float, per_day: float) -> datetime | None:
    """When so many percent are reached at a rate; None beyond two months."""
    if per_day <= 0 or left / per_day > LONGEST / DAY:
        return None
    return start + timedelta(days=left / per_day)
