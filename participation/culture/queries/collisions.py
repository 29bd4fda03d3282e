"""What else takes place around a planned date, and the collisions an institution has to do with."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from participation.culture.models import Collision, Event, Feed, Occurrence
from participation.culture.models.calendars import CollisionState, Severity
from participation.culture.models.choices import EventStatus, InstitutionState, Visibility
from participation.culture.reckoning.better import REACH, Suggestion, better_dates
from participation.culture.reckoning.clashes import (
    BUFFER,
    LONG,
    OF_TIME,
    Clash,
    Plan,
    Reason,
    clash,
)
from participation.culture.reckoning.holidays_of_land import DayOff, day_off

ORDER = {"high": 0, "medium": 1, "low": 2}
FIELDS = (
    *("start", "end", "event", "event__genre", "event__audience", "event__place"),
    *("event__latitude", "event__longitude"),
)


@dataclass(frozen=True)
class Found:
    """Another event in the way of a planned one."""

    time: Occurrence
    clash: Clash
    secret: bool
    """Only that something takes place may be said, and by whom."""

    @property
    def severity(self) -> str:
        """In words."""
        return str(Severity(self.clash.severity).label)

    @property
    def reasons(self) -> list[Reason]:
        """What both share; of a secret one, only of its time."""
        return [each for each in self.clash.reasons if each in OF_TIME or not self.secret]


@dataclass(frozen=True)
class Check:
    """What is known of a planned date."""

    found: list[Found]
    better: list[Suggestion]
    day_off: DayOff


def plan_of(event: Event, start: datetime, end: datetime) -> Plan:
    """An event at one time, as it is compared; its institution's position where it has none."""
    at: Any = event if event.latitude is not None else event.institution
    known = at.latitude is not None and at.longitude is not None
    return Plan(
        start=start,
        end=end,
        genre=event.genre,
        audience=event.audience,
        place=event.place,
        position=(at.latitude, at.longitude) if known else None,
    )


def around(first: datetime, last: datetime, *, but: Event | None = None) -> QuerySet[Occurrence]:
    """Times that partners know of and that touch a span; what goes on for days is left out.

    The bounds on the beginning let the index find them.
    """
    found = Occurrence.objects.filter(
        Q(start__gt=first - LONG, start__lt=last, end__gte=first, end__lt=F("start") + LONG),
        cancelled=False,
        event__gone_at=None,
        event__status__in=(EventStatus.PLANNED, EventStatus.CONFIRMED),
        event__institution__state=InstitutionState.VERIFIED,
    )
    return found.exclude(event=but.pk) if but is not None and but.pk else found


def close_to(feed: Feed) -> QuerySet[Occurrence]:
    """Times of a calendar so close to those of an outer query that they may be in the way."""
    return Occurrence.objects.filter(
        event__feed=feed,
        event__gone_at=None,
        cancelled=False,
        start__lt=OuterRef("end") + BUFFER,
        end__gt=OuterRef("start") - BUFFER,
    )


def clashing(plan: Plan, *, but: Event | None = None) -> list[tuple[Occurrence, Clash]]:
    """Other times in the way of a planned one, the strongest first. One query."""
    times = around(plan.start - BUFFER, plan.end + BUFFER, but=but)
    judged = [
        (time, clash(plan, plan_of(time.event, time.start, time.end)))
        for time in times.select_related("event__institution")
    ]
    found = [(time, each) for time, each in judged if each.severity]
    return sorted(found, key=lambda pair: (-pair[1].points, pair[0].start, pair[0].pk))


def check(plan: Plan, *, own: Iterable[int], but: Event | None = None) -> Check:
    """Clashes of a planned date and better ones near by. Two queries.

    Of other institutions' events that are only shown as busy, nothing more is told.
    """
    mine = set(own)
    found = [
        Found(time, each, _is_secret(time.event, mine)) for time, each in clashing(plan, but=but)
    ]
    return Check(found=found, better=better(plan, but=but), day_off=_day_off(plan.start))


def better(plan: Plan, *, but: Event | None = None) -> list[Suggestion]:
    """Better dates within six weeks before and after. One query."""
    if plan.is_long:
        return []
    now = timezone.now()
    since = max(plan.start - REACH, now)
    rows = around(since - BUFFER, plan.end + REACH + BUFFER, but=but).values_list(*FIELDS)
    others = [
        Plan(start, end, genre, audience, place, (north, east) if north is not None else None)
        for start, end, _event, genre, audience, place, north, east in rows.iterator(
            chunk_size=5000
        )
    ]
    return better_dates(
        plan, others, not_before=now, day_off=lambda day: day_off(day, get_language() or "de")
    )


def _day_off(start: datetime) -> DayOff:
    return day_off(timezone.localdate(start), get_language() or "de")


def _is_secret(event: Event, own: set[int]) -> bool:
    return event.visibility == Visibility.BUSY and event.institution_id not in own


def of_institutions(ids: Iterable[int]) -> QuerySet[Collision]:
    """Collisions in which one of the institutions has a side, those that can be solved first."""
    sides = Q(event__institution__in=list(ids)) | Q(other__institution__in=list(ids))
    found = Collision.objects.filter(sides).select_related(
        "event__institution", "other__institution"
    )
    is_open = Q(state=CollisionState.OPEN, start__gt=timezone.now())
    return found.alias(is_open=is_open).order_by("-is_open", "start", "pk")


def waiting_for(ids: Iterable[int]) -> QuerySet[Collision]:
    """Open ones that one of the institutions has not agreed with, soonest first."""
    mine = list(ids)
    unanswered = Q(event__institution__in=mine, event_agreed_at=None)
    unanswered |= Q(other__institution__in=mine, other_agreed_at=None)
    found = Collision.objects.open().filter(unanswered)
    return found.select_related("event__institution", "other__institution").order_by("start", "pk")


def sides_of(collision: Collision, ids: Container[int]) -> tuple[Event, Event]:
    """The event of one of the institutions, and the one opposite."""
    if collision.event.institution_id in ids:
        return collision.event, collision.other
    return collision.other, collision.event
