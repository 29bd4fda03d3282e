"""Lists of courses as files for spreadsheets."""

from collections.abc import Callable
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from cms.core.sheets import Cents, Table
from participation.courses.models import Attendee, Interest, Run
from participation.courses.models.choices import BookingState

OVER = (BookingState.CANCELLED, BookingState.EXPIRED)


def _of_booking(field: str) -> Callable[[Any], Any]:
    return lambda row: getattr(row.booking, field)


def _paid(row: Attendee) -> str:
    """How the fee of a booking is paid; empty where it costs nothing."""
    return str(row.booking.get_pay_by_display()) if row.booking.price_cents else ""


PARTICIPANTS = Table(
    "kurse-teilnehmende",
    [
        (_("Name"), lambda row: row.name),
        (_("State"), lambda row: row.booking.get_state_display()),
        (_("Booking"), lambda row: row.booking_id),
        (_("What you need to take part"), lambda row: row.needs),
        (_("Remark"), _of_booking("remark")),
        (_("E-mail address"), _of_booking("email")),
        (_("Telephone"), _of_booking("phone")),
        (_("Price"), lambda row: row.price.get_kind_display() if row.price else ""),
        (_("Fee"), lambda row: Cents(row.cents)),
        (_("Paid"), _paid),
        (_("Paid on site"), _of_booking("paid_on_site_at")),
        (_("Booked on"), _of_booking("created_at")),
        (_("Changed date"), _of_booking("move_answer")),
    ],
)
RUNS = Table(
    "kurse-durchgaenge",
    [
        (_("Number"), lambda row: row.pk),
        (_("Course"), lambda row: row.course.title),
        (_("Provider"), lambda row: row.course.provider.name),
        (_("State"), lambda row: row.get_state_display()),
        (_("Begins"), lambda row: row.starts_at),
        (_("Ends"), lambda row: row.ends_at),
        (_("Where"), lambda row: row.get_mode_display()),
        (_("Room"), lambda row: row.room),
        (_("Part of the city"), lambda row: row.place.name if row.place else ""),
        (_("Teacher"), lambda row: row.teacher_name),
        (_("Fewest people"), lambda row: row.minimum),
        (_("Most people"), lambda row: row.maximum),
        (_("Seats taken"), lambda row: row.seats_taken),
        (_("People waiting"), lambda row: row.waiting_seats),
        (_("Booking closes"), lambda row: row.books_until),
        (_("Decision date"), lambda row: row.decides_on),
    ],
)
INTERESTS = Table(
    "kurse-vormerkungen",
    [
        (_("Course"), lambda row: row.course.title),
        (_("Provider"), lambda row: row.course.provider.name),
        (_("Asked"), lambda row: row.created_at),
        (_("When would suit you"), lambda row: row.note),
    ],
)


def participants(run: Run) -> QuerySet[Attendee]:
    """Everybody of a run who comes or waits."""
    found = Attendee.objects.filter(booking__run=run).exclude(booking__state__in=OVER)
    joined = found.select_related("booking", "price")
    return joined.order_by("booking__state", "booking__created_at", "pk")


def runs() -> QuerySet[Run]:
    """All runs with dates, the latest first."""
    found = Run.objects.select_related("course__provider", "place")
    return found.order_by(F("starts_at").desc(nulls_last=True), "-pk")


def interests() -> QuerySet[Interest]:
    """Confirmed interests, without saying whose."""
    found = Interest.objects.filter(confirmed_at__isnull=False).select_related("course__provider")
    return found.order_by("course__title", "created_at", "pk")
