"""What time brings about: reminders, follow-ups, ended holds, certificates, decisions."""

from datetime import datetime, timedelta

import structlog
from crowdfunding_lite.providers import ProviderError
from django.utils import timezone

from participation.courses.domain import (
    certificates,
    ending,
    paying,
    queue,
    run_letters,
    runs,
    telling,
)
from participation.courses.models import Booking, Run, Session
from participation.courses.models.choices import BookingState, RunState

log = structlog.get_logger(__name__)

FOLLOW_UP_DAYS = 14
"""Runs that have been over for longer are not written about any more."""


def end_holds(now: datetime | None = None) -> int:
    """Give back seats that were not confirmed, paid or accepted in time; how many bookings."""
    now = now or timezone.now()
    due = Booking.objects.filter(held_until__lte=now).order_by("held_until", "pk")
    return sum(_end_hold(booking) for booking in due.select_related("run__course"))


def _end_hold(booking: Booking) -> bool:
    if booking.state == BookingState.OFFERED:
        return queue.lapse(booking=booking)
    if booking.state != BookingState.UNPAID:
        return ending.expire(booking=booking)
    try:
        return paying.expire_unpaid(booking=booking)
    except ProviderError:
        log.warning("unpaid_booking_not_ended", booking=booking.pk)
        return False


def remind_of_tomorrow(today: datetime | None = None) -> int:
    """Remind guests of the dates of the next day; how many bookings were told now."""
    tomorrow = timezone.localtime(today).date() + timedelta(days=1)
    dates = Session.objects.filter(
        starts_at__date=tomorrow,
        cancelled_at=None,
        run__state__in=(RunState.PLANNED, RunState.CERTAIN),
    )
    told = 0
    for session in dates.order_by("starts_at", "pk"):
        guests = Booking.objects.booked().filter(run=session.run_id).order_by("pk")
        for booking in guests.select_related("run__course"):
            told += run_letters.remind(booking=booking, session=session)
    return told


def wind_up(now: datetime | None = None) -> int:
    """After runs: issue certificates and write to guests; how many were written to."""
    now = now or timezone.now()
    over = Run.objects.filter(
        ends_at__lte=now,
        ends_at__gt=now - timedelta(days=FOLLOW_UP_DAYS),
        state__in=(RunState.PLANNED, RunState.CERTAIN),
    )
    told = 0
    for run in over.select_related("course__provider").order_by("ends_at", "pk"):
        if run.course.has_certificate:
            certificates.issue_for(run=run)
        for booking in run.bookings.booked().order_by("pk"):
            told += telling.follow_up(booking=booking)
    return told


def alert_of_decisions() -> int:
    """Write to providers whose runs have too few people on the decision date; how many."""
    return sum(runs.alert_of_decision(run=run) for run in runs.due_decisions())
