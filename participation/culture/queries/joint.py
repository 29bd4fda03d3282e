"""Joint events a partner has to do with."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from participation.culture.models import Event, EventPart
from participation.culture.models.choices import PartState
from participation.culture.queries.partners import Partner


def mine(partner: Partner) -> QuerySet[Event]:
    """Events one's institutions carry or are asked to carry."""
    parts = EventPart.objects.filter(institution__in=partner.ids)
    parts = parts.exclude(state=PartState.DECLINED)
    own = Q(institution__in=partner.ids) | Q(pk__in=parts.values("event"))
    return Event.objects.filter(own).select_related("institution")


def waiting(partner: Partner) -> list[EventPart]:
    """Joint events that wait for one's answer."""
    found = EventPart.objects.filter(institution__in=partner.planning_ids, state=PartState.INVITED)
    found = found.filter(event__occurrences__end__gt=timezone.now()).distinct()
    return list(found.select_related("event__institution", "institution"))
