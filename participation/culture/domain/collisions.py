"""Verbs about dates that get into each other's way: notice, tell both sides, agree, settle."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.core.letters import Letter
from participation.culture.domain.letters import planners, tell
from participation.culture.domain.rules import NotAllowedError, note
from participation.culture.models import Collision, Event, Feed, Institution, Occurrence
from participation.culture.models.calendars import CollisionState, Severity
from participation.culture.models.choices import EventStatus, Visibility
from participation.culture.queries import collisions as queries

TOLD = (Severity.MEDIUM, Severity.HIGH)
"""A slight clash is shown to who plans; nobody else is bothered with it."""
PLANNED = (EventStatus.PLANNED, EventStatus.CONFIRMED)
MOST = 20
"""Collisions of one event that are noted, the strongest first."""


def look(*, event: Event) -> list[Collision]:
    """Note what an event collides with now, settle what it no longer does, tell both sides of new
    ones. In the caller's transaction, the event locked.
    """
    found = _strongest(event)
    own = event.collisions.select_related("other__institution", "event__institution")
    theirs = event.collided_with.select_related("other__institution", "event__institution")
    known = {each.other_id: each for each in own} | {each.event_id: each for each in theirs}
    for pk, collision in known.items():
        if pk not in found and collision.state == CollisionState.OPEN:
            note(collision, state=CollisionState.SOLVED, settled_at=timezone.now())
    new = [_noted(event, found[pk], known.get(pk)) for pk in found]
    fresh = [collision for collision in new if collision is not None]
    for collision in fresh:
        _tell(collision)
    return fresh


def look_at_plans(*, feed: Feed) -> None:
    """Note where a calendar that was read gets into the way of what others are planning.

    In the caller's transaction. The next plans first, and never more than some at once; who has
    confirmed a date has decided, and is not asked again.
    """
    planned = Event.objects.filter(status=EventStatus.PLANNED, feed=None, gone_at=None)
    plans = planned.exclude(institution=feed.institution_id)
    now = timezone.now()
    times = Occurrence.objects.filter(
        Exists(queries.close_to(feed)), event__in=plans, start__gt=now, cancelled=False
    )
    pks = list(dict.fromkeys(times.order_by("start").values_list("event", flat=True)))[:MOST]
    for event in plans.filter(pk__in=pks).select_for_update(of=("self",)):
        look(event=event)


def look_again(*, events: Iterable[Event]) -> None:
    """Settle collisions with events that their calendar has moved, called off or lost.

    In the caller's transaction. Nothing new is looked for.
    """
    sides = Q(event__in=events) | Q(other__in=events)
    known = Collision.objects.open().filter(sides).select_related("event__institution")
    found: dict[int, dict[int, Any]] = {}
    for collision in known:
        if collision.event_id not in found:
            found[collision.event_id] = _strongest(collision.event)
        if collision.other_id not in found[collision.event_id]:
            note(collision, state=CollisionState.SOLVED, settled_at=timezone.now())


def agree(*, collision: Collision, institution: Institution) -> Collision:
    """Say for one side that both may take place. Settled when both sides have.

    Who planned agrees with the other's date, and the other way round.
    """
    with transaction.atomic():
        collision = _locked(collision)
        if collision.state != CollisionState.OPEN:
            raise NotAllowedError(_("This is settled already."))
        sides = {
            "event_agreed_at": collision.event.institution_id,
            "other_agreed_at": collision.other.institution_id,
        }
        mine = [name for name, pk in sides.items() if pk == institution.pk]
        if not mine:
            raise NotAllowedError(_("Your institution has no part in this."))
        note(collision, **dict.fromkeys(mine, timezone.now()))
        if collision.event_agreed_at and collision.other_agreed_at:
            note(collision, state=CollisionState.AGREED, settled_at=timezone.now())
            _tell_agreed(collision)
    return collision


def _strongest(event: Event) -> dict[int, tuple[Event, str, datetime]]:
    """Other events in the way, each once with its strongest severity."""
    found: dict[int, tuple[Event, str, datetime]] = {}
    if event.status not in PLANNED:
        return found
    for time in event.occurrences.filter(end__gt=timezone.now(), cancelled=False):
        plan = queries.plan_of(event, time.start, time.end)
        for other, clash in queries.clashing(plan, but=event):
            known = found.get(other.event_id)
            stronger = known is None or queries.ORDER[clash.severity] < queries.ORDER[known[1]]
            if clash.severity in TOLD and stronger:
                found[other.event_id] = (other.event, clash.severity, time.start)
    kept = sorted(found.items(), key=lambda item: queries.ORDER[item[1][1]])[:MOST]
    return dict(kept)


def _noted(
    event: Event, found: tuple[Event, str, datetime], known: Collision | None
) -> Collision | None:
    """The collision, if it is one that both sides have to hear of."""
    other, severity, start = found
    if event.institution_id == other.institution_id:
        return None
    if known is None:
        return Collision.objects.create(event=event, other=other, severity=severity, start=start)
    again = known.state == CollisionState.SOLVED or known.start != start
    note(known, severity=severity)
    if not again:
        return None
    note(
        known,
        start=start,
        state=CollisionState.OPEN,
        settled_at=None,
        event_agreed_at=None,
        other_agreed_at=None,
    )
    return known


def _tell(collision: Collision) -> None:
    pairs = [(collision.event, collision.other), (collision.other, collision.event)]
    for own, other in pairs:

        def letter(own: Event = own, other: Event = other) -> Letter:
            return Letter(
                subject=_("Two dates collide: %(title)s") % {"title": own},
                paragraphs=[
                    _("Your event “%(title)s” and another one get into each other's way.")
                    % {"title": own},
                    _("Look whether one of them can move, or agree that both take place."),
                ],
                facts=[
                    (_("Your event"), str(own)),
                    (_("The other event"), _name_for_others(other)),
                    (_("Institution"), str(other.institution)),
                    (_("When"), _when(collision)),
                    (_("How much"), str(collision.get_severity_display())),
                ],
                links=[(_("Look at it"), reverse("culture_collisions"))],
            )

        tell(planners(own.institution), letter)


def _tell_agreed(collision: Collision) -> None:
    for own in (collision.event, collision.other):

        def letter(own: Event = own) -> Letter:
            return Letter(
                subject=_("Both agree: %(title)s stays where it is") % {"title": own},
                paragraphs=[_("Both institutions are fine with both dates.")],
                facts=[(_("When"), _when(collision))],
                links=[(_("Look at it"), reverse("culture_collisions"))],
            )

        tell(planners(own.institution), letter)


def _when(collision: Collision) -> str:
    return date_format(timezone.localtime(collision.start), "DATETIME_FORMAT")


def _name_for_others(event: Event) -> str:
    """What partners may hear of it."""
    return _("Busy") if event.visibility == Visibility.BUSY else str(event)


def _locked(collision: Collision) -> Collision:
    found = Collision.objects.select_for_update(of=("self",))
    joined = found.select_related("event__institution", "other__institution")
    return joined.get(pk=collision.pk)
