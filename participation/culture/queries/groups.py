"""Groups and documents that a partner may see."""

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from participation.culture.models import (
    Event,
    GroupPart,
    Institution,
    Occurrence,
    SharedDocument,
    WorkGroup,
)
from participation.culture.models.choices import PartState
from participation.culture.queries.partners import Partner


def groups(partner: Partner) -> list[WorkGroup]:
    """Those one's institutions are in or asked into, with the parts. Two queries."""
    found = WorkGroup.objects.of(partner.ids, PartState.JOINED, PartState.INVITED)
    parts = GroupPart.objects.select_related("institution")
    return list(
        found.select_related("founder").prefetch_related(
            Prefetch("parts", parts, to_attr="institutions")
        )
    )


def invitations(partner: Partner) -> list[GroupPart]:
    """Groups that wait for an answer of one's institutions. One query."""
    found = GroupPart.objects.filter(institution__in=partner.ids, state=PartState.INVITED)
    return list(found.select_related("institution", "group"))


def own_parts(group: WorkGroup, partner: Partner) -> list[GroupPart]:
    """One's own institutions in a group, those that are asked too."""
    parts = group.parts.filter(institution__in=partner.ids).exclude(state=PartState.DECLINED)
    return list(parts.select_related("institution", "group"))


def dates_of(group: WorkGroup) -> QuerySet[Occurrence]:
    """When what the group prepares takes place, soonest first; drafts are not for the others."""
    events = Event.objects.live().filter(group=group)
    coming = Occurrence.objects.filter(event__in=events, end__gte=timezone.now())
    return coming.select_related("event__institution")


def open_to(institution: Institution, *, event: Event | None = None) -> QuerySet[WorkGroup]:
    """Groups for which an institution may plan an event; one that was planned for keeps its own."""
    inside = WorkGroup.objects.of([institution.pk], PartState.JOINED).filter(is_closed=False)
    kept = event.group_id if event else None
    return WorkGroup.objects.filter(Q(pk__in=inside.values("pk")) | Q(pk=kept))


def documents(partner: Partner) -> QuerySet[SharedDocument]:
    """What a partner may open: one's own, for all, for one's institutions, of one's groups."""
    if not partner.is_partner:
        return SharedDocument.objects.none()
    groups = WorkGroup.objects.of(partner.ids).values("pk")
    seen = (
        Q(institution__in=partner.ids, group=None)
        | Q(for_all=True)
        | Q(
            pk__in=SharedDocument.partners.through.objects.filter(
                institution__in=partner.ids
            ).values("shareddocument")
        )
        | Q(group__in=groups)
    )
    found = SharedDocument.objects.filter(seen, institution__state="verified")
    return found.select_related("institution", "document", "group").prefetch_related("partners")
