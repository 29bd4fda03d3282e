"""Verbs at the door: who is there, by list or by the code that guests bring."""

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.users.models import User
from participation.courses.domain.rules import NotAllowedError, note
from participation.courses.models import Attendance, Attendee, Booking, Session
from participation.courses.models.choices import BookingState, Presence

EARLY, LATE = timedelta(hours=2), timedelta(hours=6)
"""Around a date, in which its code is taken as being there."""


def mark(*, session: Session, presences: Mapping[int, str], by: User | None) -> int:
    """Note for people, by key, whether they were there; an empty word takes the note away.

    Only people who are booked count; others' keys are ignored. How many were noted.
    Raises NotAllowedError before the day.
    """
    _check_day(session)
    with transaction.atomic():
        people = Attendee.objects.filter(
            booking__run=session.run_id, booking__state=BookingState.BOOKED, pk__in=presences
        )
        known = set(people.values_list("pk", flat=True))
        empty = [pk for pk in known if not presences[pk]]
        Attendance.objects.filter(session=session, attendee__in=empty).delete()
        rows = [
            Attendance(session=session, attendee_id=pk, presence=presences[pk], by=by)
            for pk in sorted(known.difference(empty))
            if presences[pk] in Presence.values
        ]
        Attendance.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["session", "attendee"],
            update_fields=["presence", "by"],
        )
    return len(rows)


def _check_day(session: Session) -> None:
    if session.cancelled_at:
        raise NotAllowedError(_("This date was cancelled."))
    if timezone.now() < session.starts_at - timedelta(days=1):
        raise NotAllowedError(_("Attendance is noted from the day of the date on."))


def session_now(attendee: Attendee) -> Session | None:
    """The date of a participant's run that is on now, or nearly."""
    now = timezone.now()
    dates = Session.objects.filter(run__bookings__attendees=attendee, cancelled_at=None)
    around = dates.filter(starts_at__lte=now + EARLY, ends_at__gte=now - LATE)
    found = sorted(around, key=lambda each: abs(each.starts_at - now))
    return found[0] if found else None


def check_in(*, attendee: Attendee, by: User | None) -> tuple[Attendance, bool]:
    """Note that whoever brings this code is there; whether that is new. Raises NotAllowedError."""
    if attendee.booking.state != BookingState.BOOKED:
        raise NotAllowedError(_("This booking does not hold. Please ask for the name."))
    session = session_now(attendee)
    if session is None:
        raise NotAllowedError(_("No date of this course is on now."))
    with transaction.atomic():
        row, is_new = Attendance.objects.get_or_create(
            session=session,
            attendee=attendee,
            defaults={"presence": Presence.PRESENT, "by": by, "by_code": True},
        )
        if row.presence != Presence.PRESENT:
            note(row, presence=Presence.PRESENT, by_code=True)
            is_new = True
    return row, is_new


def note_payment(*, booking: Booking, paid: bool) -> Booking:
    """Note that a fee was paid on site, or that it was not."""
    note(booking, paid_on_site_at=timezone.now() if paid else None)
    return booking
