"""Calendar files in mails to guests: dates to take over, and dates to take out again.

Rules: RFC 5546, 3.2.1 and 3.2.5 (PUBLISH, CANCEL), and RFC 6047, 2.4: the method stands in the
media type, too, since mail programs look there.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core.calendars import Entry, calendar
from cms.core.letters import absolute
from cms.core.mail import Attachment
from participation.courses.models import Booking, Session
from participation.courses.models.choices import BookingState
from participation.courses.queries.entries import entries, entry
from participation.courses.queries.words import title_of

PRODUCT = "-//Norderstedt GO!//Courses//DE"
_COUNTED_FROM = datetime(2020, 1, 1, tzinfo=UTC)
"""Sequence numbers are seconds since then, so that whatever is sent last counts."""


def dates_of(booking: Booking) -> Attachment:
    """The dates of a booking, or those it has now."""
    told = entries(booking.run.sessions.all(), **_about(booking))
    return _file(booking, told, method="PUBLISH")


def taken_back(booking: Booking, sessions: Iterable[Session]) -> Attachment:
    """Dates that the guest's calendar need not keep, under the numbers they were sent with."""
    told = [replace(entry(each, **_about(booking)), status="CANCELLED") for each in sessions]
    return _file(booking, told, method="CANCEL")


def has_dates(booking: Booking) -> bool:
    """Whether its guest has the dates in the calendar, and by no other booking of the address."""
    others = booking.run.bookings.booked().filter(email=booking.email).exclude(pk=booking.pk)
    return booking.state == BookingState.BOOKED and not others.exists()


def _about(booking: Booking) -> dict[str, Any]:
    return {
        "run": booking.run,
        "title": title_of(booking),
        "url": absolute(booking.get_absolute_url()),
    }


def _file(booking: Booking, told: Iterable[Entry], *, method: str) -> Attachment:
    now, provider = timezone.now(), booking.run.course.provider
    sent: dict[str, Any] = {
        "changed": now,
        "sequence": int((now - _COUNTED_FROM).total_seconds()),
        "organizer": (provider.name, provider.email),
    }
    data = calendar(
        [replace(each, **sent) for each in told],
        name=title_of(booking),
        product=PRODUCT,
        method=method,
    )
    return (_("course.ics"), data.decode(), f"text/calendar; method={method}")
