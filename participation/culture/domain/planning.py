"""Verbs about events that members type in: plan, change, move, cancel."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.users.models import User
from participation.culture.domain import collisions
from participation.culture.domain.rules import NotAllowedError, locked
from participation.culture.models import Event, Institution, Occurrence
from participation.culture.models.choices import EventStatus

MOST_TIMES = 60
Times = Sequence[tuple[datetime, datetime]]


def plan_event(
    *, institution: Institution, by: User, times: Times, all_day: bool = False, **values: Any
) -> Event:
    """Enter an event with its times; whoever it collides with is told.

    An institution that is not verified yet may enter events; nobody else sees them until then.
    """
    with transaction.atomic():
        institution = locked(institution)
        event = Event.objects.create(institution=institution, created_by=by, **values)
        _write_times(event, times, all_day)
        collisions.look(event=event)
    return event


def change_event(*, event: Event, times: Times, all_day: bool = False, **values: Any) -> Event:
    """Other words, other times. NotAllowedError for events of a calendar, which says them itself.

    Collisions that are gone with it are settled, and both sides of new ones are told.
    """
    with transaction.atomic():
        event = _typed(event)
        for name, value in values.items():
            setattr(event, name, value)
        event.sequence += 1
        event.changed_at = timezone.now()
        event.save()
        _write_times(event, times, all_day)
        collisions.look(event=event)
    return event


def sort_event(*, event: Event, genre: str, audience: str) -> Event:
    """Under which words an event of a calendar is found; the next read leaves them."""
    with transaction.atomic():
        event = _locked(event)
        event.genre, event.audience, event.changed_at = genre, audience, timezone.now()
        event.save(update_fields=["genre", "audience", "changed_at"])
        collisions.look_again(events=[event])
    return event


def cancel_event(*, event: Event) -> Event:
    """Say that it does not take place; it stays in calendars as cancelled."""
    with transaction.atomic():
        event = _typed(event)
        event.status = EventStatus.CANCELLED
        event.sequence += 1
        event.changed_at = timezone.now()
        event.save(update_fields=["status", "sequence", "changed_at"])
        collisions.look(event=event)
    return event


def delete_draft(*, event: Event) -> None:
    """Throw away what nobody else has seen. NotAllowedError for anything but a draft."""
    with transaction.atomic():
        event = _typed(event)
        if event.status != EventStatus.DRAFT:
            raise NotAllowedError(_("Only a draft can be deleted; an event is cancelled."))
        event.delete()


def _write_times(event: Event, times: Times, all_day: bool) -> None:
    """Write over the rows there are, so that calendars know a date that has moved again."""
    if not times or len(times) > MOST_TIMES:
        raise NotAllowedError(_("An event has at least one date and at most 60."))
    rows = list(event.occurrences.order_by("recurrence_id", "pk"))
    wanted = sorted(times)
    event.occurrences.filter(pk__in=[row.pk for row in rows[len(wanted) :]]).delete()
    for number, (start, end) in enumerate(wanted):
        name = f"{number:02}" if number else ""
        values = {"start": start, "end": end, "all_day": all_day}
        if number < len(rows):
            Occurrence.objects.filter(pk=rows[number].pk).update(**values)
        else:
            event.occurrences.create(recurrence_id=name, **values)


def _typed(event: Event) -> Event:
    event = _locked(event)
    if event.feed_id is not None:
        raise NotAllowedError(_("This event comes from your calendar. Please change it there."))
    return event


def _locked(event: Event) -> Event:
    found = Event.objects.select_for_update(of=("self",)).select_related("institution")
    return found.get(pk=event.pk)
