"""Times of events in a span of days, as lists and as months.

Whether many events lie in a month or few, a month costs the same number of queries and holds no
more rows than it shows.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber, TruncDate
from django.utils import timezone

from participation.culture.models import EventPart, Occurrence
from participation.culture.models.choices import (
    EventStatus,
    InstitutionState,
    PartState,
    Visibility,
)

BERLIN = ZoneInfo("Europe/Berlin")
LONG = timedelta(hours=30)
"""What lasts longer, such as an exhibition, is no date of a day but runs beside them."""
SHOWN_OF_A_DAY = 4
SHOWN_RUNNING = 12


@dataclass(frozen=True)
class Choice:
    """What somebody wants to see; nothing chosen means everything."""

    genres: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    institutions: tuple[int, ...] = ()
    words: str = ""

    def condition(self) -> Q:
        """For occurrences."""
        found = Q()
        if self.genres:
            found &= Q(event__genre__in=self.genres)
        if self.audiences:
            found &= Q(event__audience__in=self.audiences)
        if self.institutions:
            joined = EventPart.objects.filter(
                institution__in=self.institutions, state=PartState.JOINED
            )
            own = Q(event__institution__in=self.institutions)
            found &= own | Q(event__in=joined.values("event"))
        for word in self.words.split()[:6]:
            found &= (
                Q(event__title__icontains=word)
                | Q(event__place__icontains=word)
                | Q(event__institution__name__icontains=word)
            )
        return found


@dataclass
class Day:
    """One day of a month or week: the first of its times, and how many there are in all."""

    date: date
    inside: bool = True
    """Whether it belongs to the month that is shown."""
    times: list[Occurrence] = field(default_factory=list)
    count: int = 0

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.times)


LIVE = Q(event__gone_at=None, event__institution__state=InstitutionState.VERIFIED)


def public_times(choice: Choice) -> QuerySet[Occurrence]:
    """Times of events that everybody may see."""
    found = Occurrence.objects.filter(LIVE, event__visibility=Visibility.PUBLIC)
    return found.exclude(event__status=EventStatus.DRAFT).filter(choice.condition())


def shown(times: QuerySet[Occurrence]) -> QuerySet[Occurrence]:
    """With what a line of a calendar says."""
    return times.select_related("event__institution").only(
        *("start", "end", "all_day", "title", "place", "cancelled"),
        *("event__title", "event__genre", "event__place", "event__status", "event__audience"),
        *("event__visibility", "event__institution__name"),
    )


def told(times: QuerySet[Occurrence]) -> QuerySet[Occurrence]:
    """With all that an entry of a calendar says."""
    return times.defer(None).select_related("event__institution")


def between(times: QuerySet[Occurrence], first: date, last: date) -> QuerySet[Occurrence]:
    """Those that touch the days, the last one included."""
    return times.filter(start__lt=midnight(last + timedelta(days=1)), end__gte=midnight(first))


def coming(
    times: QuerySet[Occurrence], first: date, *, running: bool = True
) -> QuerySet[Occurrence]:
    """From a day on, soonest first; with or without what has begun before and goes on for days."""
    since = midnight(first)
    begun = Q(end__gt=since) if running else Q(end__gt=since, end__lt=F("start") + LONG)
    return shown(times.filter(Q(start__gte=since) | begun)).order_by("start", "end", "pk")


def midnight(day: date) -> datetime:
    """When a day begins in the city."""
    return datetime.combine(day, time(), tzinfo=BERLIN)


def days(
    times: QuerySet[Occurrence], first: date, last: date, *, most: int = SHOWN_OF_A_DAY
) -> list[Day]:
    """Each day from first to last with its first times. Two queries."""
    short = times.filter(
        start__gte=midnight(first),
        start__lt=midnight(last + timedelta(days=1)),
        end__lt=F("start") + LONG,
    ).annotate(day=TruncDate("start", tzinfo=BERLIN))
    counts = dict(short.values_list("day").annotate(n=Count("pk")).order_by("day"))
    found = {
        first + timedelta(days=n): Day(first + timedelta(days=n))
        for n in range((last - first).days + 1)
    }
    for day, count in counts.items():
        found[day].count = count
    for row in _first_of_each_day(short, most) if counts else []:
        found[row.day].times.append(row)
    return list(found.values())


def _first_of_each_day(short: QuerySet[Occurrence], most: int) -> Iterable[Any]:
    place = Window(RowNumber(), partition_by=[F("day")], order_by=["start", "end", "pk"])
    ranked = short.annotate(place_of_day=place).filter(place_of_day__lte=most)
    keys = list(ranked.values_list("pk", "day"))
    day_of = dict(keys)
    rows = list(shown(Occurrence.objects.filter(pk__in=day_of)).order_by("start", "end", "pk"))
    for row in rows:
        row.day = day_of[row.pk]  # type: ignore[attr-defined]
    return rows


def month(times: QuerySet[Occurrence], year: int, number: int) -> list[list[Day]]:
    """The weeks of a month, Monday first, whole."""
    first = date(year, number, 1)
    after = date(year + number // 12, number % 12 + 1, 1)
    start = first - timedelta(days=first.weekday())
    end = after - timedelta(days=1)
    end += timedelta(days=6 - end.weekday())
    every = days(times, start, end)
    for day in every:
        day.inside = day.date.month == number
    return [every[at : at + 7] for at in range(0, len(every), 7)]


def running(times: QuerySet[Occurrence], first: date, last: date) -> list[Occurrence]:
    """What goes on for days or months within the span, such as exhibitions. One query."""
    long = between(times, first, last).filter(end__gte=F("start") + LONG)
    return list(shown(long).order_by("end", "pk")[:SHOWN_RUNNING])


def by_day(times: Iterable[Occurrence]) -> dict[date, list[Occurrence]]:
    """A part of a list under the days on which it begins."""
    found: dict[date, list[Occurrence]] = defaultdict(list)
    for row in times:
        found[timezone.localtime(row.start, BERLIN).date()].append(row)
    return dict(found)


def next_days(
    first: date, limit: int, choice: Choice | None = None
) -> list[tuple[date, list[Occurrence]]]:
    """What begins next, by day; what goes on for days already is not among it. One query."""
    begins = public_times(choice or Choice()).filter(start__gte=midnight(first))
    return list(by_day(shown(begins).order_by("start", "end", "pk")[:limit]).items())
