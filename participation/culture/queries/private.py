"""What a member's private calendar holds: what they may see at the moment it is asked for."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from participation.culture.models import Event, Occurrence, PrivateFeed
from participation.culture.queries.calendar import Choice, coming, told

NOTED_EVERY = timedelta(hours=1)


def find(key: str) -> PrivateFeed | None:
    """The calendar of a secret address, of somebody whose account is open."""
    found = PrivateFeed.objects.select_related("user").filter(key=key, user__is_active=True)
    return found.first()


def note_read(feed: PrivateFeed) -> None:
    """Remember that a program asks for it, to the hour."""
    now = timezone.now()
    if feed.read_at is None or feed.read_at < now - NOTED_EVERY:
        PrivateFeed.objects.filter(pk=feed.pk).update(read_at=now)


def times(feed: PrivateFeed, since: date) -> tuple[QuerySet[Occurrence], frozenset[int]]:
    """Times from a day on, and the events of which only that they take place may be said."""
    choice = Choice(
        genres=tuple(feed.genres),
        audiences=tuple(feed.audiences),
        institutions=tuple(feed.institutions),
    )
    seen = Event.objects.visible_to(feed.user).values("pk")
    busy = Event.objects.busy_for(feed.user)
    own = Q(event__in=seen) | Q(event__in=busy.values("pk"))
    found = Occurrence.objects.filter(own, event__gone_at=None).filter(choice.condition())
    listed = told(coming(found, since))
    return listed, frozenset(busy.values_list("pk", flat=True))
