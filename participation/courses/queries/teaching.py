"""What teachers and managers see of their runs. Nobody else gets to names of participants."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Avg, Case, Count, F, Prefetch, Q, QuerySet, When
from django.utils import timezone

from participation.courses.models import (
    Attendance,
    Attendee,
    Booking,
    Feedback,
    Run,
    Session,
)
from participation.courses.models.choices import BookingState, Presence, Role
from participation.courses.roles import MANAGE

LEAST_ANSWERS = 5
"""From so many answers on results are shown, so that nobody is recognised in them."""
MARKS = ("overall", "content", "teaching", "access")


def runs_of(user: Any) -> QuerySet[Run]:
    """Runs somebody teaches or manages, the office's all; each once."""
    if user.has_perm(MANAGE):
        return Run.objects.all()
    managed = Q(
        course__provider__members__user=user.pk or 0,
        course__provider__members__role=Role.MANAGER,
    )
    taught = Q(teachers=user.pk or 0, course__provider__members__user=user.pk or 0)
    keys = Run.objects.filter(managed | taught).values("pk")
    return Run.objects.filter(pk__in=keys)


def taught_next(user: Any) -> QuerySet[Run]:
    """Runs somebody teaches themselves: those not over, the next first, then the last over."""
    now = timezone.now()
    found = runs_of(user).filter(teachers=user.pk or 0, ends_at__gt=now - timedelta(days=30))
    is_over = Case(When(ends_at__lte=now, then=True), default=False)
    over_since = Case(When(ends_at__lte=now, then=F("ends_at")))
    found = found.select_related("course__provider").annotate(
        is_past=is_over, over_since=over_since
    )
    return found.order_by("is_past", F("over_since").desc(nulls_first=True), "starts_at", "pk")


def run_of(user: Any, pk: int) -> Run | None:
    """One of them with its dates; None for everybody else's."""
    dates = Session.objects.order_by("starts_at", "pk").annotate(
        present=Count("attendance", filter=Q(attendance__presence=Presence.PRESENT))
    )
    found = runs_of(user).select_related("course__provider", "place")
    return found.prefetch_related(Prefetch("sessions", dates)).filter(pk=pk).first()


def roster(run: Run) -> list[Attendee]:
    """Everybody who is booked, by name, with their booking. One query."""
    people = Attendee.objects.filter(booking__run=run, booking__state=BookingState.BOOKED)
    return list(people.select_related("booking", "price").order_by("name", "pk"))


def presences(session: Session) -> dict[int, str]:
    """What was noted for a date, by the key of a participant. One query."""
    rows = Attendance.objects.filter(session=session)
    return dict(rows.values_list("attendee_id", "presence"))


def waiting(run: Run) -> list[Booking]:
    """Who waits, in the order of arrival."""
    found = run.bookings.filter(state__in=(BookingState.WAITING, BookingState.OFFERED))
    return list(found.select_related("entry").order_by("entry__pk"))


@dataclass(frozen=True)
class Answers:
    """What participants said: how many, and from five on the averages and words."""

    count: int
    averages: list[tuple[str, float]]
    good: list[str]
    better: list[str]


def answers(run: Run) -> Answers:
    """Feedback on a run; words in an order that says nothing of who wrote when."""
    rows = Feedback.objects.filter(run=run)
    count = rows.count()
    if count < LEAST_ANSWERS:
        return Answers(count, [], [], [])
    means = rows.aggregate(**{name: Avg(name) for name in MARKS})
    labels = {field.name: str(field.verbose_name) for field in Feedback._meta.fields}
    words = list(rows.order_by("pk").values_list("good", "better"))
    return Answers(
        count,
        [(labels[name], round(means[name], 1)) for name in MARKS],
        [good for good, _better in words if good],
        [better for _good, better in words if better],
    )
