"""What a member's private calendar holds: what they may see at the moment it is asked for."""

from datetime import date, timedelta
from typing import Any

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


def known_to(user: Any, choice: Choice) -> tuple[QuerySet[Occurrence], frozenset[int]]:
    """Times that somebody may know of, and events of which no more may be said than when they are.

    Those are found by their institution alone: what they are about, nobody learns by asking.
    """
    seen = Event.objects.visible_to(user).values("pk")
    busy = Event.objects.busy_for(user)
    if choice.institutions:
        busy = busy.filter(institution__in=choice.institutions)
    if choice.genres or choice.audiences or choice.words:
        busy = busy.none()
    found = Q(event__in=seen) & choice.condition() | Q(event__in=busy.values("pk"))
    return (
        Occurrence.objects.filter(found, event__gone_at=None),
        frozenset(busy.values_list("pk", flat=True)),
    )


def times(feed: PrivateFeed, since: date) -> tuple[QuerySet[Occurrence], frozenset[int]]:
    """Times from a day on, and the events of which only that they take place may be said."""
    choice = Choice(
        genres=tuple(feed.genres),
        audiences=tuple(feed.audiences),
        institutions=tuple(feed.institutions),
    )
    found, busy = known_to(feed.user, choice)
    return told(coming(found, since)), busy
