"""What is lent, to whom, and when: each read gives only what a partner may see."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from participation.culture.models import Booking, BookingSlot, Resource
from participation.culture.models.choices import BookingState
from participation.culture.queries.partners import Partner

AHEAD_DAYS = 60


def resources(partner: Partner, chosen: dict[str, str]) -> QuerySet[Resource]:
    """Offered to partners, through filters. Two queries with the pictures."""
    found = Resource.objects.offered().select_related("institution")
    if kind := chosen.get("kind"):
        found = found.filter(kind=kind)
    if institution := chosen.get("institution"):
        found = found.filter(institution=int(institution))
    if people := chosen.get("people"):
        found = found.filter(capacity__gte=int(people))
    for word in chosen.get("q", "").split()[:8]:
        found = found.filter(Q(title__icontains=word) | Q(description__icontains=word))
    if day := chosen.get("free_on"):
        found = found.exclude(pk__in=_taken_on(day))
    return found.prefetch_related("pictures__image").order_by("title", "pk")


def _taken_on(day: str) -> QuerySet:
    """Resources of which somebody holds a time on that day."""
    start = timezone.make_aware(datetime.fromisoformat(day))
    held = BookingSlot.objects.filter(held=True, start__lt=start + timedelta(days=1), end__gt=start)
    return held.values("resource")


def readable(partner: Partner) -> QuerySet[Resource]:
    """Those a person may open: what is offered, and what one's own institutions have."""
    offered = Resource.objects.offered().values("pk")
    seen = Q(pk__in=offered) if partner.is_partner else Q(pk__in=())
    own = Q(institution__members__user_id=partner.user.pk)
    return Resource.objects.filter(seen | own).select_related("institution").distinct()


def ahead(resource: Resource, days: int = AHEAD_DAYS) -> list[BookingSlot]:
    """When it is taken from now on; who has it and what for only lender and borrower learn."""
    now = timezone.now()
    held = resource.slots.filter(held=True, end__gt=now, start__lt=now + timedelta(days=days))
    return list(held.select_related("booking__institution", "resource").order_by("start"))


def bookings(partner: Partner, *, state: str = "") -> QuerySet[Booking]:
    """Those of one's institutions, as lender or borrower; newest first. Two queries."""
    own = Q(institution__in=partner.ids) | Q(resource__institution__in=partner.ids)
    found = Booking.objects.filter(own)
    if state:
        found = found.filter(state=state)
    return found.select_related("resource__institution", "institution").prefetch_related("slots")


def waiting_for(partner: Partner) -> QuerySet[Booking]:
    """Requests on which one of one's institutions has to decide."""
    return bookings(partner, state=BookingState.REQUESTED).filter(
        resource__institution__in=partner.planning_ids
    )


def coming(partner: Partner, limit: int = 6) -> list[BookingSlot]:
    """The next times one's institutions lend or borrow something."""
    own = Q(booking__institution__in=partner.ids) | Q(resource__institution__in=partner.ids)
    found = BookingSlot.objects.filter(own, held=True, end__gt=timezone.now())
    return list(found.select_related("resource", "booking__institution")[:limit])


def of_institution(institution_id: int) -> QuerySet[Resource]:
    """All that an institution has entered, offered or not."""
    waiting = Booking.objects.filter(state=BookingState.REQUESTED)
    return Resource.objects.filter(institution=institution_id).prefetch_related(
        Prefetch("bookings", waiting, to_attr="waiting")
    )


def feed_slots(resource: Resource) -> Iterable[BookingSlot]:
    """What its calendar holds: the last weeks and what comes."""
    since = timezone.now() - timedelta(days=90)
    return resource.slots.filter(held=True, end__gt=since).select_related("booking__institution")
