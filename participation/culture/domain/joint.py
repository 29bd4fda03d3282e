"""Verbs about joint events: ask others, take part, edit one's own part."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.core.letters import Letter
from participation.culture.domain.letters import planners, tell
from participation.culture.domain.rules import NotAllowedError, note
from participation.culture.models import Event, EventPart, Institution
from participation.culture.models.choices import PartState

MOST_PARTS = 30


def ask(*, event: Event, institution: Institution) -> EventPart:
    """Ask another institution to carry an event too; one that declined may be asked once more."""
    with transaction.atomic():
        event = _locked(event)
        if not institution.is_verified:
            raise NotAllowedError(_("Only institutions that take part can be asked."))
        if institution.pk == event.institution_id:
            raise NotAllowedError(_("This is your own event."))
        if event.parts.count() >= MOST_PARTS:
            raise NotAllowedError(_("An event has at most 30 further institutions."))
        part, new = EventPart.objects.get_or_create(event=event, institution=institution)
        if not new and part.state != PartState.DECLINED:
            return part
        note(part, state=PartState.INVITED)

        def letter() -> Letter:
            return Letter(
                subject=_("Joint event: %(title)s") % {"title": event},
                paragraphs=[
                    _("%(name)s would like to carry this event together with you.")
                    % {"name": event.institution}
                ],
                links=[(_("Look at it"), reverse("culture_parts", args=[event.pk]))],
            )

        tell(planners(institution), letter)
    return part


def decide(*, part: EventPart, joins: bool) -> EventPart:
    """Take part, or decline."""
    with transaction.atomic():
        _locked(part.event)
        part = EventPart.objects.select_related("event__institution", "institution").get(pk=part.pk)
        if part.state != PartState.INVITED:
            raise NotAllowedError(_("Nobody waits for an answer."))
        note(part, state=PartState.JOINED if joins else PartState.DECLINED)

        def letter() -> Letter:
            return Letter(
                subject=_("Joint event: %(title)s") % {"title": part.event},
                paragraphs=[
                    (_("%(name)s takes part.") if joins else _("%(name)s does not take part."))
                    % {"name": part.institution}
                ],
                links=[(_("Look at it"), reverse("culture_parts", args=[part.event_id]))],
            )

        tell(planners(part.event.institution), letter)
    return part


def edit(*, part: EventPart, role: str, text: str) -> EventPart:
    """Change what one's own institution adds."""
    with transaction.atomic():
        part = EventPart.objects.select_for_update(of=("self",)).get(pk=part.pk)
        if part.state != PartState.JOINED:
            raise NotAllowedError(_("Your institution does not take part."))
        note(part, role=role, text=text)
    return part


def remove(*, part: EventPart) -> None:
    """End a part, by its own institution or by the event's."""
    part.delete()


def _locked(event: Event) -> Event:
    found = Event.objects.select_for_update(of=("self",)).select_related("institution")
    return found.get(pk=event.pk)
