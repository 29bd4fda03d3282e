"""Verbs about bookings: request, accept, decline, withdraw, cancel, note at handover.

Two bookings of a resource never overlap: whoever accepts the second is refused by the database.
"""

from collections.abc import Sequence
from itertools import pairwise
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.users.models import User
from participation.culture.domain import booking_letters as letters
from participation.culture.domain.rules import NotAllowedError, note, taking_part
from participation.culture.models import Booking, BookingSlot, HandoverNote, Institution, Resource
from participation.culture.models.choices import BookingState
from participation.culture.times import MOST_TIMES, Span, is_within


class TakenError(NotAllowedError):
    """Somebody else has one of the times."""


def request(
    *,
    key: UUID,
    resource: Resource,
    institution: Institution,
    spans: Sequence[Span],
    purpose: str,
    by: User,
    note_to_lender: str = "",
) -> Booking:
    """Ask for a resource; the same key again gives the request that is there.

    An institution's own times need no asking and are accepted at once. Raises NotAllowedError, and
    TakenError where a time is held already.
    """
    again = Booking.objects.filter(key=key, institution=institution).first()
    if again is not None:
        return again
    with transaction.atomic():
        institution = taking_part(institution)
        resource = _offered(resource)
        _check(resource, institution, spans)
        booking = Booking.objects.create(
            key=key,
            resource=resource,
            institution=institution,
            purpose=purpose,
            note=note_to_lender,
            requested_by=by,
        )
        BookingSlot.objects.bulk_create(
            BookingSlot(booking=booking, resource=resource, start=span.start, end=span.end)
            for span in spans
        )
        if institution.pk == resource.institution_id:
            return _hold(booking, by=by, answer="")
        letters.requested(booking=booking)
    return booking


def _offered(resource: Resource) -> Resource:
    found = Resource.objects.select_for_update(of=("self",)).select_related("institution")
    resource = found.get(pk=resource.pk)
    if not resource.is_active or not resource.institution.is_verified:
        raise NotAllowedError(_("This is not offered at present."))
    return resource


def _check(resource: Resource, institution: Institution, spans: Sequence[Span]) -> None:
    """That there are times, to come, apart from each other, within the hours and not taken."""
    if not spans or len(spans) > MOST_TIMES:
        raise NotAllowedError(_("Please give at least one time, and at most 60."))
    ordered = sorted(spans, key=lambda span: span.start)
    if any(one.overlaps(other) for one, other in pairwise(ordered)):
        raise NotAllowedError(_("These times overlap each other."))
    if ordered[0].start < timezone.now():
        raise NotAllowedError(_("Please give times that are still to come."))
    hours = list(resource.hours.values_list("weekday", "opens", "closes"))
    if institution.pk != resource.institution_id:
        for span in ordered:
            if not is_within(span, hours):
                raise NotAllowedError(_("This is outside the hours in which it can be had."))
    held = resource.slots.filter(held=True, start__lt=ordered[-1].end, end__gt=ordered[0].start)
    taken = [Span(start, end) for start, end in held.values_list("start", "end")]
    if any(span.overlaps(other) for span in ordered for other in taken):
        raise TakenError(_("One of these times is taken already."))


def accept(*, booking: Booking, by: User, answer: str = "") -> Booking:
    """Agree to a request: its times are held. TakenError where another booking has one of them."""
    with transaction.atomic():
        booking = _locked(booking)
        if booking.state != BookingState.REQUESTED:
            raise NotAllowedError(_("Only a request that waits can be accepted."))
        booking = _hold(booking, by=by, answer=answer)
        letters.decided(booking=booking)
    return booking


def _hold(booking: Booking, *, by: User, answer: str) -> Booking:
    try:
        with transaction.atomic():
            booking.slots.update(held=True)
    except IntegrityError as error:  # "no_two_bookings_at_once" is all that holding can break
        raise TakenError(_("One of these times is taken already.")) from error
    _decide(booking, BookingState.ACCEPTED, by, answer)
    return booking


def decline(*, booking: Booking, by: User, answer: str) -> Booking:
    """Say no, with a sentence for the borrower."""
    with transaction.atomic():
        booking = _locked(booking)
        if booking.state != BookingState.REQUESTED:
            raise NotAllowedError(_("Only a request that waits can be declined."))
        _decide(booking, BookingState.DECLINED, by, answer)
        letters.decided(booking=booking)
    return booking


def withdraw(*, booking: Booking, by: User) -> Booking:
    """Take back one's own request before it was decided."""
    with transaction.atomic():
        booking = _locked(booking)
        if booking.state != BookingState.REQUESTED:
            raise NotAllowedError(_("Only a request that waits can be withdrawn."))
        _decide(booking, BookingState.WITHDRAWN, by, "")
        letters.ended(booking=booking, to=booking.resource.institution, by=booking.institution)
    return booking


def cancel(*, booking: Booking, by: User, side: Institution, answer: str = "") -> Booking:
    """End an accepted booking before its last time is over; the other side is told."""
    with transaction.atomic():
        booking = _locked(booking)
        if booking.state != BookingState.ACCEPTED:
            raise NotAllowedError(_("Only an accepted booking can be cancelled."))
        if not booking.slots.filter(end__gt=timezone.now()).exists():
            raise NotAllowedError(_("This booking is over."))
        booking.slots.update(held=False)
        _decide(booking, BookingState.CANCELLED, by, answer)
        lender, borrower = booking.resource.institution, booking.institution
        if lender != borrower:
            letters.ended(booking=booking, to=borrower if side == lender else lender, by=side)
    return booking


def write_note(
    *, booking: Booking, kind: str, text: str, institution: Institution, by: User
) -> HandoverNote:
    """Note what something was like when it changed hands; both sides read it."""
    with transaction.atomic():
        booking = _locked(booking)
        if booking.state != BookingState.ACCEPTED:
            raise NotAllowedError(_("Notes belong to an accepted booking."))
        return HandoverNote.objects.create(
            booking=booking, kind=kind, text=text, institution=institution, by=by
        )


def _decide(booking: Booking, state: str, by: User, answer: str) -> None:
    note(booking, state=state, decided_by=by, decided_at=timezone.now(), answer=answer)


def _locked(booking: Booking) -> Booking:
    """Fresh, and locked until the transaction ends."""
    found = Booking.objects.select_for_update(of=("self",))
    return found.select_related("resource__institution", "institution").get(pk=booking.pk)
