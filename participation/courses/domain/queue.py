"""The waiting list: seats that become free are offered to the first group that they are enough for.

A free seat is not kept back for a larger group at the head of the queue, and a group that does not
fit holds up nobody behind it; it keeps its place until enough seats are free together. So whenever
seats are free, nobody waits whom they would do for.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.courses.domain import booking_letters
from participation.courses.domain.rules import NotAllowedError, locked, note, settings
from participation.courses.models import Booking, Offer, Run, WaitingListEntry
from participation.courses.models.choices import BookingState, EntryState, OfferState, PayBy

SHORT_OFFER = timedelta(hours=1)


def advance(*, run: Run) -> list[Offer]:
    """Offer free seats of a run that the caller has locked, in the order of arrival."""
    now = timezone.now()
    run.refresh_from_db(fields=["seats_taken", "waiting_seats", "state", "starts_at", "maximum"])
    if run.is_cancelled or run.starts_at is None or run.starts_at <= now:
        return []
    free, made = run.seats_free, []
    while free:
        entry = _next(run, free)
        if entry is None:
            break
        made.append(_offer(entry, run, now))
        free -= entry.booking.seats
    return made


def _next(run: Run, free: int) -> WaitingListEntry | None:
    waiting = WaitingListEntry.objects.filter(run=run, state=EntryState.WAITING)
    fits = waiting.filter(booking__seats__lte=free, booking__confirmed_at__isnull=False)
    return fits.select_related("booking__run__course").order_by("pk").first()


def _offer(entry: WaitingListEntry, run: Run, now: datetime) -> Offer:
    until = offer_until(run, now)
    note(entry.booking, state=BookingState.OFFERED, held_until=until)
    note(entry, state=EntryState.OFFERED)
    offer = Offer.objects.create(entry=entry, made_at=now, expires_at=until)
    booking_letters.about(booking=entry.booking)
    return offer


def offer_until(run: Run, now: datetime) -> datetime:
    """How long an offer holds: days, an hour shortly before the beginning, never beyond it."""
    chosen = settings()
    begins = run.starts_at or now  # seats of one without dates are offered to nobody
    is_late = begins - now <= timedelta(hours=chosen.last_offer_hours)
    span = SHORT_OFFER if is_late else timedelta(hours=chosen.offer_hours)
    return min(now + span, begins)


def accept(*, booking: Booking) -> Booking:
    """Take the offered seats; pressing it again changes nothing. Raises NotAllowedError."""
    with transaction.atomic():
        run = locked(booking.run_id)
        found = Booking.objects.select_for_update(of=("self",)).get(pk=booking.pk)
        if found.state in (BookingState.BOOKED, BookingState.UNPAID):
            return found
        if found.state != BookingState.OFFERED or _is_late(found):
            raise NotAllowedError(_("This offer no longer holds."))
        _close(found, OfferState.ACCEPTED, EntryState.TAKEN)
        state, until = BookingState.BOOKED, None
        if found.price_cents and found.pay_by == PayBy.ONLINE:
            state = BookingState.UNPAID
            until = timezone.now() + timedelta(minutes=settings().pay_minutes)
            until = min(until, run.starts_at or until)
        note(found, state=state, held_until=until)
        booking_letters.about(booking=found)
    return found


def _is_late(booking: Booking) -> bool:
    return booking.held_until is not None and booking.held_until <= timezone.now()


def lapse(*, booking: Booking) -> bool:
    """End an offer not answered in time, and offer the seats to the next; False: too soon."""
    with transaction.atomic():
        run = locked(booking.run_id)
        found = Booking.objects.select_for_update(of=("self",)).get(pk=booking.pk)
        if found.state != BookingState.OFFERED or not _is_late(found):
            return False
        _close(found, OfferState.LAPSED, EntryState.LEFT)
        note(found, state=BookingState.EXPIRED, held_until=None)
        booking_letters.lapsed(booking=found)
        advance(run=run)
    return True


def leave(*, booking: Booking) -> None:
    """Take a locked booking off the queue, with an offer it may have; the caller ends it."""
    _close(booking, OfferState.DECLINED, EntryState.LEFT)


def _close(booking: Booking, offer: OfferState, entry: EntryState) -> None:
    now = timezone.now()
    Offer.objects.filter(entry__booking=booking, state=OfferState.OPEN).update(
        state=offer, answered_at=now
    )
    open_states = (EntryState.WAITING, EntryState.OFFERED)
    WaitingListEntry.objects.filter(booking=booking, state__in=open_states).update(state=entry)
