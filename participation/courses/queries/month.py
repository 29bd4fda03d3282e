"""A month of the catalogue, day by day."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber, TruncDate
from django.utils import timezone

from participation.courses.models import Session
from participation.courses.queries.catalogue import matching, matching_runs
from participation.courses.queries.words import with_words

SHOWN_ON_A_DAY = 4
MONTHS_BACK, MONTHS_AHEAD = 0, 24


@dataclass(frozen=True)
class Day:
    """A day with its first dates, and how many more there are."""

    date: date
    sessions: list[Session]
    more: int
    is_today: bool


@dataclass(frozen=True)
class Month:
    """The days of a month; ``first`` is its first day."""

    first: date
    days: list[Day]
    count: int
    before: date | None
    """The first day of the month before; None where the catalogue begins."""
    after: date | None


def month_of(text: str | None, today: date) -> date:
    """The first day of a month such as ``2026-12``; this month for nonsense and what is too far."""
    this = today.replace(day=1)
    try:
        asked = datetime.strptime(text or "", "%Y-%m").date()  # noqa: DTZ007 – a month has no zone
    except ValueError:
        return this
    return asked if 0 <= _months(this, asked) <= MONTHS_AHEAD else this


def first_month(chosen: Mapping[str, Any], language: str) -> date:
    """The month of the next date that matches; this one where there is none. One query."""
    today = timezone.localdate()
    until = (today + timedelta(days=31 * MONTHS_AHEAD)).replace(day=1) - timedelta(days=1)
    found = _sessions(today, until, chosen, language).order_by("starts_at").first()
    return (found.day if found else today).replace(day=1)


def _months(start: date, end: date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month


def month(first: date, chosen: Mapping[str, Any], language: str) -> Month:
    """The month's dates of matching runs. Six queries, however many there are."""
    today = timezone.localdate()
    last = first.replace(day=monthrange(first.year, first.month)[1])
    found = _sessions(first, last, chosen, language)
    counts = dict(found.order_by().values_list("day").annotate(number=Count("pk")))
    by_day: dict[date, list[Session]] = defaultdict(list)
    for session in _first_of_each_day(found, language):
        by_day[session.day].append(session)
    days = [first + timedelta(days=number) for number in range(last.day)]
    return Month(
        first=first,
        days=[
            Day(day, by_day[day], counts.get(day, 0) - len(by_day[day]), day == today)
            for day in days
        ],
        count=sum(counts.values()),
        before=_neighbour(first, -1, today),
        after=_neighbour(first, 1, today),
    )


def _neighbour(first: date, step: int, today: date) -> date | None:
    other = (first + timedelta(days=32 if step > 0 else -1)).replace(day=1)
    far = _months(today.replace(day=1), other)
    return other if -MONTHS_BACK <= far <= MONTHS_AHEAD else None


def _sessions(first: date, last: date, chosen: Mapping[str, Any], language: str) -> QuerySet[Any]:
    """Dates in the span that take place, each with its ``day`` of the city's clock."""
    since = timezone.make_aware(datetime.combine(first, time.min))
    until = timezone.make_aware(datetime.combine(last, time.max))
    runs = matching_runs(chosen).filter(course__in=matching(chosen, language).values("pk"))
    found = Session.objects.filter(
        starts_at__range=(max(since, timezone.now()), until), cancelled_at=None
    )
    return found.filter(run__in=runs.values("pk")).annotate(day=TruncDate("starts_at"))


def _first_of_each_day(found: QuerySet[Any], language: str) -> QuerySet[Any]:
    place = Window(RowNumber(), partition_by=[F("day")], order_by=[F("starts_at"), F("pk")])
    found = found.annotate(place=place).filter(place__lte=SHOWN_ON_A_DAY)
    found = found.select_related("run__course").order_by("starts_at", "pk")
    return with_words(found, language, "run__course__")
