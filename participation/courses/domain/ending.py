"""How bookings end or shrink: cancelled by guests, by the provider, or by time."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.courses.domain import booking_letters, calendar_files, fees, queue
from participation.courses.domain.booking import locked_booking
from participation.courses.domain.rules import NotAllowedError, locked, note
from participation.courses.models import Attendee, Booking, Run
from participation.courses.models.choices import OVER, BookingState, CancelledBy


def cancel(*, booking: Booking, by: CancelledBy | None = None, reason: str = "") -> Booking:
    """End a booking: its seats are free at once and go to the queue, money goes back by the rule.

    By the guest unless ``by`` says otherwise. One that has ended stays as it is.
    Raises NotAllowedError once the run is over.
    """
    with transaction.atomic():
        run = locked(booking.run_id)
        found = locked_booking(booking)
        if found.state in OVER:
            return found
        if run.is_over():
            raise NotAllowedError(_("This course is over, so it cannot be cancelled any more."))
        by = by or fees.reason_of(booking=found)
        end(booking=found, run=run, by=by, reason=reason)
        queue.advance(run=run)
    return found


def end(*, booking: Booking, run: Run, by: CancelledBy, reason: str = "") -> None:
    """End a booking whose rows are locked, without looking at the queue."""
    back = fees.give_back(booking=booking, run=run, by=by)
    has_dates = calendar_files.has_dates(booking)
    waited = booking.state in (BookingState.WAITING, BookingState.OFFERED)
    queue.leave(booking=booking)
    note(
        booking,
        state=BookingState.CANCELLED,
        held_until=None,
        cancelled_at=timezone.now(),
        cancelled_by=by,
    )
    if waited and by == CancelledBy.GUEST:
        booking_letters.left(booking=booking)
        return
    booking_letters.cancelled(
        booking=booking, by=by, back_cents=back, reason=reason, has_dates=has_dates
    )


def change(
    *, booking: Booking, names: Mapping[int, tuple[str, str]], leaving: Collection[int] = ()
) -> Booking:
    """Rename people, tell other needs, and take some out; seats that become free go to the queue.

    ``names`` are name and needs by the key of a person, ``leaving`` the keys of those who do not
    come. Others' keys are ignored. Raises NotAllowedError.
    """
    with transaction.atomic():
        run = locked(booking.run_id)
        found = locked_booking(booking)
        if found.state in OVER or run.is_over():
            raise NotAllowedError(_("This booking can no longer be changed."))
        people = {person.pk: person for person in found.attendees.select_for_update()}
        gone = [people[pk] for pk in leaving if pk in people]
        if len(gone) == len(people):
            raise NotAllowedError(_("If nobody comes, please cancel the whole booking."))
        for pk, (name, needs) in names.items():
            if pk in people:
                note(people[pk], name=name, needs=needs)
        if gone:
            _take_out(found, run, gone)
    return found


def _take_out(booking: Booking, run: Run, gone: list[Attendee]) -> None:
    """Without money yet, what was asked for shrinks; what was paid goes back by the rule."""
    cents = sum(person.cents for person in gone)
    by = fees.reason_of(booking=booking)
    back = fees.give_back(booking=booking, run=run, by=by, cents=cents)
    for person in gone:
        person.delete()
    note(booking, seats=booking.seats - len(gone), price_cents=booking.price_cents - cents)
    if booking.state == BookingState.UNPAID and not booking.price_cents:
        note(booking, state=BookingState.BOOKED, held_until=None)
    booking_letters.changed(booking=booking, back_cents=back)
    queue.advance(run=run)


def expire(*, booking: Booking, now: datetime | None = None) -> bool:
    """Give back the seats of one that was not confirmed or paid in time; False: it is not due."""
    now = now or timezone.now()
    with transaction.atomic():
        run = locked(booking.run_id)
        found = locked_booking(booking)
        is_due = found.held_until is not None and found.held_until <= now
        if found.state in OVER or not is_due or found.state == BookingState.OFFERED:
            return False
        queue.leave(booking=found)
        was_unpaid = found.state == BookingState.UNPAID
        note(found, state=BookingState.EXPIRED, held_until=None)
        if was_unpaid:
            booking_letters.unpaid(booking=found)
        queue.advance(run=run)
    return True
