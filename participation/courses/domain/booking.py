"""Verbs of guests: book, confirm, change.

Each locks the run first (``rules.locked``), so that two who press at once come one after the other;
the database's own count refuses whatever would still seat too many.
"""

import json
from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.users.models import User
from cms.users.queries import verified_addresses
from participation.courses.domain import booking_letters, queue
from participation.courses.domain.rules import NotAllowedError, locked, note, settings
from participation.courses.models import (
    Attendee,
    Booking,
    PriceCategory,
    Run,
    WaitingListEntry,
)
from participation.courses.models.choices import OVER, BookingState, PayBy
from participation.courses.models.wanted import Person, Wanted


def book(*, run: Run, key: UUID, wanted: Wanted, language: str, user: User | None) -> Booking:
    """Take seats, or a place in the queue; the same form sent again gives the same booking.

    Without an account of that address nothing is certain until the link of the mail is pressed; the
    seats are held for it. Raises NotAllowedError.
    """
    key = uuid5(key, json.dumps([run.pk, asdict(wanted)], sort_keys=True))
    known = Booking.objects.filter(form_key=key).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return _book(locked(run), key, wanted, language, user)
    except IntegrityError:
        known = Booking.objects.filter(form_key=key).first()
        if known is None:
            raise
        return known


def is_known(*, run: Run, key: UUID, wanted: Wanted) -> bool:
    """Whether this very form was sent before."""
    key = uuid5(key, json.dumps([run.pk, asdict(wanted)], sort_keys=True))
    return Booking.objects.filter(form_key=key).exists()


def _book(run: Run, key: UUID, wanted: Wanted, language: str, user: User | None) -> Booking:
    check_open(run)
    _check_size(run, len(wanted.people))
    prices = _prices_for(run, wanted.people)
    total = sum(price.cents if price else 0 for price in prices)
    seats = len(wanted.people)
    waits = seats > run.seats_free
    if waits and not wanted.wants_queue:
        raise NotAllowedError(_full(run))
    proven = _is_proven(user, wanted.email)
    booking = Booking(
        run=run,
        form_key=key,
        seats=seats,
        user=user if proven else None,
        email=wanted.email.lower(),
        phone=wanted.phone,
        remark=wanted.remark,
        wants_queue=wanted.wants_queue,
        language=language,
        pay_by=_pay_by(run, wanted.pay_by, total),
        price_cents=total,
        confirmed_at=timezone.now() if proven else None,
    )
    booking.state, booking.held_until = _first_state(booking, run, waits=waits)
    booking.save()
    _seat(booking, wanted.people, prices)
    if booking.state == BookingState.WAITING:
        WaitingListEntry.objects.create(booking=booking, run=run)
    booking_letters.about(booking=booking)
    return booking


def check_open(run: Run, now: datetime | None = None) -> None:
    """Whether a run takes bookings now. Raises NotAllowedError with the reason in words."""
    now = now or timezone.now()
    if not run.course.is_public or run.is_draft:
        raise NotAllowedError(_("This date is not in the catalogue."))
    if run.is_cancelled:
        raise NotAllowedError(_("This date was cancelled."))
    if run.starts_at is None or run.starts_at <= now:
        raise NotAllowedError(_("This date has begun already."))
    if run.books_from > now:
        raise NotAllowedError(_("Booking has not opened yet."))
    if not run.takes_bookings(now):
        raise NotAllowedError(_("Booking has closed."))


def _check_size(run: Run, seats: int) -> None:
    most = min(settings().largest_group, run.maximum)
    if not 1 <= seats <= most:
        raise NotAllowedError(
            ngettext(
                "You can book for one person here.",
                "You can book for at most %(most)s people. For more, write to the provider.",
                most,
            )
            % {"most": most}
        )


def _full(run: Run) -> str:
    if run.seats_free == 0:
        return _("All seats are taken.")
    return ngettext("Only one seat is left.", "Only %(seats)s seats are left.", run.seats_free) % {
        "seats": run.seats_free
    }


def _prices_for(run: Run, people: tuple[Person, ...]) -> list[PriceCategory | None]:
    """Each one's price, out of those of this run. Raises NotAllowedError."""
    prices = {price.pk: price for price in PriceCategory.objects.filter(run=run)}
    only = next(iter(prices.values())) if len(prices) == 1 else None
    chosen = [prices.get(person.price) if person.price else only for person in people]
    if prices and None in chosen:
        raise NotAllowedError(_("Please choose one of the prices for each person."))
    return chosen


def _is_proven(user: User | None, email: str) -> bool:
    """Whether whoever is signed in is known to read that address."""
    return user is not None and email.lower() in {
        address.lower() for address in verified_addresses(user)
    }


def _pay_by(run: Run, wished: str, total: int) -> str:
    offered = ways_to_pay(run)
    if not total:
        return ""
    if not offered:
        raise NotAllowedError(_("The provider takes no payments at present."))
    return wished if wished in offered else offered[0]


def ways_to_pay(run: Run) -> list[str]:
    """How a fee of this run can be paid."""
    ways = [(run.pay_online, PayBy.ONLINE), (run.pay_on_site, PayBy.ON_SITE)]
    return [str(way) for is_offered, way in ways if is_offered]


def _first_state(
    booking: Booking, run: Run, *, waits: bool
) -> tuple[BookingState, datetime | None]:
    until = None if booking.confirmed_at else hold_for(run, hours=settings().confirm_hours)
    if waits:
        return BookingState.WAITING, until
    if until:
        return BookingState.UNCONFIRMED, until
    return seated_state(booking, run)


def seated_state(booking: Booking, run: Run) -> tuple[BookingState, datetime | None]:
    """What a booking with seats and a known guest becomes: booked, once an online fee is paid."""
    if booking.price_cents and booking.pay_by == PayBy.ONLINE:
        return BookingState.UNPAID, hold_for(run, minutes=settings().pay_minutes)
    return BookingState.BOOKED, None


def hold_for(run: Run, **time: int) -> datetime:
    """Until when seats are held; never beyond the beginning."""
    until = timezone.now() + timedelta(**time)
    return min(until, run.starts_at) if run.starts_at else until


def _seat(booking: Booking, people: tuple[Person, ...], prices: list[PriceCategory | None]) -> None:
    Attendee.objects.bulk_create(
        Attendee(
            booking=booking,
            name=person.name,
            needs=person.needs,
            price=price,
            cents=price.cents if price else 0,
        )
        for person, price in zip(people, prices, strict=True)
    )


def confirm(*, booking: Booking) -> Booking:
    """Press the link of the mail; pressing it again changes nothing. Raises NotAllowedError."""
    with transaction.atomic():
        run = locked(booking.run_id)
        found = locked_booking(booking)
        if found.confirmed_at and found.state not in OVER:
            return found
        if found.state in OVER or (found.held_until and found.held_until <= timezone.now()):
            raise NotAllowedError(_("This link is too old. Please book again."))
        if found.state == BookingState.WAITING:
            note(found, confirmed_at=timezone.now(), held_until=None)
            queue.advance(run=run)
            found.refresh_from_db()
        else:
            state, until = seated_state(found, run)
            note(found, confirmed_at=timezone.now(), state=state, held_until=until)
        if found.state != BookingState.OFFERED:  # the offer has its own mail
            booking_letters.about(booking=found)
    return found


def locked_booking(booking: Booking) -> Booking:
    """The booking's row, fresh and locked; its run's is locked before."""
    return (
        Booking.objects.select_for_update(of=("self",))
        .select_related("run__course")
        .get(pk=booking.pk)
    )
