"""How long participants are known, and what stays of them afterwards: numbers."""

from datetime import datetime

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils import timezone

from participation.courses.domain.rules import settings
from participation.courses.models import Attendee, Booking, Certificate, Interest

BATCH = 500


def anonymise(*, booking: Booking) -> Booking:
    """Take the people out of a booking. Seats, sums and attendance stay countable.

    A certificate keeps its number and digest, so that the paper can still be checked.
    """
    with transaction.atomic():
        found = Booking.objects.select_for_update(of=("self",)).get(pk=booking.pk)
        people = Attendee.objects.filter(booking=found)
        Certificate.objects.filter(attendee__in=people).update(data={}, attendee=None)
        people.update(name="", needs="")
        found.notices.all().delete()
        for name in ("email", "phone", "remark", "feedback_key"):
            setattr(found, name, "")
        found.user, found.anonymised_at = None, timezone.now()
        found.save()
    return found


def forget_old_bookings(now: datetime | None = None) -> int:
    """Anonymise bookings of runs that have been over for the settings' months; how many."""
    now = now or timezone.now()
    limit = now - relativedelta(months=settings().retention_months)
    old = Booking.objects.filter(run__ends_at__lt=limit, anonymised_at=None).order_by("pk")
    return sum(bool(anonymise(booking=booking)) for booking in list(old[:BATCH]))


def forget_unconfirmed_interests(now: datetime | None = None) -> int:
    """Delete interests whose link was never pressed; how many."""
    limit = (now or timezone.now()) - relativedelta(days=7)
    gone, _rows = Interest.objects.filter(confirmed_at=None, created_at__lt=limit).delete()
    return gone
