"""What somebody signed in has booked and wants to hear of, by account and by proven addresses."""

from django.db.models import Q, QuerySet

from cms.users.models import User
from cms.users.queries import verified_addresses
from participation.courses.models import Booking, Interest


def addresses(user: User) -> list[str]:
    """Those that somebody has proved to read, in small letters. One query."""
    return [address.lower() for address in verified_addresses(user)]


def _of(user: User) -> Q:
    return Q(user=user) | Q(email__in=addresses(user))


def bookings(user: User) -> QuerySet[Booking]:
    """All of somebody's, the newest first."""
    found = Booking.objects.filter(_of(user)).select_related("run__course__provider")
    return found.order_by("-created_at", "-pk")


def interests(user: User) -> QuerySet[Interest]:
    """Courses they want to hear of."""
    return Interest.objects.filter(_of(user)).select_related("course")
