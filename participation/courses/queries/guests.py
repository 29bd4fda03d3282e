"""What guests see of their bookings."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from participation.courses.models import Booking, Certificate, Material, Refund, Run, Session
from participation.courses.models.choices import (
    BookingState,
    CancelledBy,
    EntryState,
    MaterialFor,
    PaymentState,
)
from participation.courses.queries.waiting import place_in_queue
from participation.courses.queries.words import with_words


def by_key(key: str, language: str) -> Booking | None:
    """A booking by the secret of its links, with its run, dates and people."""
    found = Booking.objects.filter(key=key, anonymised_at=None)
    found = found.select_related("run__course__provider", "run__place", "entry")
    found = with_words(found, language, "run__course__")
    return found.prefetch_related(
        Prefetch("run__sessions", Session.objects.order_by("starts_at", "pk")), "attendees"
    ).first()


def public_run(pk: int, language: str) -> Run | None:
    """A run of the catalogue with dates and prices."""
    found = Run.objects.public().select_related("course__provider", "place")
    found = with_words(found, language, "course__")
    dates = Session.objects.order_by("starts_at", "pk")
    return found.prefetch_related("prices", Prefetch("sessions", dates)).filter(pk=pk).first()


@dataclass(frozen=True)
class Parts:
    """What belongs to a booking beside its own rows."""

    place: int
    materials: list[Material]
    certificates: list[Certificate]


def parts(booking: Booking) -> Parts:
    """Place in the queue, materials that may be opened now, and certificates."""
    papers = Certificate.objects.filter(attendee__booking=booking, revoked_at=None)
    return Parts(
        place=place_in_queue(booking) if booking.state == BookingState.WAITING else 0,
        materials=materials(booking),
        certificates=list(papers.select_related("attendee")),
    )


def materials(booking: Booking) -> list[Material]:
    """What participants may open now: nothing before they are booked."""
    if booking.state != BookingState.BOOKED:
        return []
    found: Any = booking.run.materials.select_related("document")
    is_over = booking.run.is_over()
    return [each for each in found if is_over or each.shown == MaterialFor.BEFORE]


def has_left_the_queue(booking: Booking) -> bool:
    """Whether its guest has left the waiting list, so that there was no seat to cancel."""
    entry = getattr(booking, "entry", None)
    was_theirs = booking.cancelled_by == CancelledBy.GUEST
    return was_theirs and entry is not None and entry.state == EntryState.LEFT


def is_on_its_way(booking: Booking) -> bool:
    """Whether its bank has been asked for the fee, and has not paid yet."""
    asked = booking.payments.filter(state=PaymentState.OPEN).exclude(payment="")
    return booking.state == BookingState.UNPAID and asked.exists()


def refunds(booking: Booking) -> QuerySet[Refund]:
    """What goes back of its fee, the first first."""
    return Refund.objects.filter(payment__booking=booking).order_by("created_at", "pk")


def coming_dates(bookings: QuerySet[Booking]) -> list[Session]:
    """Dates of runs somebody takes part in, for their own calendar."""
    runs = bookings.filter(state=BookingState.BOOKED).values("run_id")
    found = Session.objects.filter(run__in=runs, cancelled_at=None)
    return list(found.select_related("run__course").order_by("starts_at"))
