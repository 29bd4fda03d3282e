"""What the office looks at: applications, calendars that fail, and figures by month."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from participation.culture.models import (
    Booking,
    Collision,
    Event,
    Feed,
    Institution,
    Membership,
    Occurrence,
    Post,
)
from participation.culture.models.calendars import CollisionState
from participation.culture.models.choices import (
    BookingState,
    EventStatus,
    FeedState,
    InstitutionState,
)

MONTHS = 12


def applications() -> QuerySet[Institution]:
    """Those that wait, the longest waiting first."""
    return Institution.objects.filter(state=InstitutionState.APPLIED).order_by("created_at")


def institutions(words: str) -> QuerySet[Institution]:
    """All but those whose address nobody has confirmed, with what they do. One query."""
    found = Institution.objects.exclude(state=InstitutionState.UNCONFIRMED)
    if words:
        found = found.filter(name__icontains=words)
    return found.annotate(
        people=Count("members", distinct=True),
        calendars=Count("feeds", distinct=True),
        lent=Count("resources", filter=Q(resources__is_active=True), distinct=True),
    ).order_by("name", "pk")


def without_owner() -> QuerySet[Institution]:
    """Verified ones for which nobody may do everything, by name."""
    owners = Membership.objects.owners().active().filter(institution=OuterRef("pk"))
    return Institution.objects.verified().filter(~Exists(owners)).order_by("name", "pk")


def feeds() -> QuerySet[Feed]:
    """All calendars, those that fail on top, each with its problems and events. One query."""
    failing = Q(state=FeedState.FAILING)
    return (
        Feed.objects.select_related("institution")
        .annotate(
            problem_count=Count("problems", distinct=True),
            event_count=Count("events", distinct=True),
            fails=Count("pk", filter=failing),
        )
        .order_by("-fails", "institution__name", "name", "pk")
    )


def failing_feeds() -> int:
    """Calendars that cannot be read at present."""
    return Feed.objects.filter(state=FeedState.FAILING).count()


def posts(words: str) -> QuerySet[Post]:
    """All posts, newest first."""
    found = Post.objects.select_related("institution")
    return found.filter(title__icontains=words) if words else found


@dataclass(frozen=True)
class Month:
    """What happened in a month."""

    first: date
    dates: int = 0
    found: int = 0
    solved: int = 0
    bookings: int = 0
    posts: int = 0


def months(today: date | None = None) -> list[Month]:
    """The last twelve, the present one last. Five queries."""
    firsts = _firsts(today or timezone.localdate())
    since = firsts[0]
    accepted = Q(state=BookingState.ACCEPTED)
    settled = ~Q(state=CollisionState.OPEN)
    counts = {
        "dates": _by_month(_taking_place(), "start", since),
        "found": _by_month(Collision.objects.all(), "found_at", since),
        "solved": _by_month(Collision.objects.filter(settled), "settled_at", since),
        "bookings": _by_month(Booking.objects.filter(accepted), "decided_at", since),
        "posts": _by_month(Post.objects.all(), "created_at", since),
    }
    return [
        Month(first, **{name: found.get(first, 0) for name, found in counts.items()})
        for first in firsts
    ]


def _taking_place() -> QuerySet[Occurrence]:
    """Dates that count for the month they are in: when a calendar was first read says nothing."""
    events = Event.objects.live().exclude(status=EventStatus.CANCELLED)
    return Occurrence.objects.filter(event__in=events, cancelled=False)


def _firsts(today: date) -> list[date]:
    number = today.year * 12 + today.month - 1
    wanted = range(number - MONTHS + 1, number + 1)
    return [date(each // 12, each % 12 + 1, 1) for each in wanted]


def _by_month(rows: QuerySet[Any], name: str, since: date) -> dict[date, int]:
    found = rows.filter(**{f"{name}__date__gte": since}).annotate(month=TruncMonth(name))
    counted = found.order_by("month").values("month").annotate(n=Count("pk"))
    return {timezone.localdate(row["month"]): row["n"] for row in counted}


@dataclass(frozen=True)
class Now:
    """How it stands today."""

    institutions: int
    people: int
    events: int
    open_collisions: int


def now() -> Now:
    """Four queries."""
    return Now(
        institutions=Institution.objects.verified().count(),
        people=Membership.objects.partners().values("user").distinct().count(),
        events=Event.objects.live().filter(occurrences__end__gt=timezone.now()).distinct().count(),
        open_collisions=Collision.objects.open().count(),
    )
