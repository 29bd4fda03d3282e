"""Lists of public ideas: filtered, searched, in an order of the reader's choice."""

from collections.abc import Mapping

from django.db import models
from django.db.models import BigIntegerField, Count, F, QuerySet, Value
from django.db.models.functions import MD5, Cast, Concat, Left
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.models import SearchEntry
from cms.core.search.queries import asked_for
from participation.ideas.models import Idea

BEGINNING = 170
"""Letters of the text that a card shows."""

LOOKUPS = {
    "stage": "stage",
    "outcome": "outcome",
    "place": "place__slug",
    "group": "working_group__slug",
}


class Order(models.TextChoices):
    """The orders of the list; the first is the usual one."""

    NEWEST = "newest", _("Newest first")
    SUPPORTED = "supported", _("Most supported first")
    DISCUSSED = "discussed", _("Most discussed first")
    FAIR = "fair", _("Mixed anew every day")


ORDERS = {
    Order.NEWEST: ("-published_at", "-pk"),
    Order.SUPPORTED: ("-supports_count", "-pk"),
    Order.DISCUSSED: ("-comments_count", "-pk"),
}
BY_COUNT = (Order.SUPPORTED, Order.DISCUSSED)


def ideas(chosen: Mapping[str, str], language: str) -> QuerySet[Idea]:
    """Public ideas that match what was chosen; ``beginning`` is the start of the text."""
    found = matching(chosen, language)
    order = chosen.get("sort") or Order.NEWEST
    if order == Order.FAIR:
        found = found.alias(place_today=_mixed()).order_by("place_today", "pk")
    else:
        found = found.order_by(*ORDERS[Order(order)])
    return found.defer("text").annotate(beginning=Left("text", BEGINNING))


def matching(chosen: Mapping[str, str], language: str) -> QuerySet[Idea]:
    """Public ideas that match what was chosen, in no order."""
    found = Idea.objects.public()
    for name, lookup in LOOKUPS.items():
        if value := chosen.get(name):
            found = found.filter(**{lookup: value})
    if tag := chosen.get("tag"):
        found = found.filter(tags__contains=[tag])
    if (query := chosen.get("q")) and (asked := asked_for(query, language)):
        numbers = SearchEntry.objects.filter(source="idea", vector=asked)
        found = found.filter(pk__in=numbers.values(number=Cast("object_id", BigIntegerField())))
    return found


def _mixed() -> MD5:
    """A place that depends on the idea and the day alone, so that every idea is on top some day."""
    today = timezone.localdate().isoformat()
    return MD5(Concat(Cast("pk", models.TextField()), Value(today)))


def tags(limit: int = 20) -> list[str]:
    """The tags used most, in the order of the alphabet. One query."""
    rows = (
        Idea.objects.public()
        .annotate(tag=models.Func(F("tags"), function="unnest"))
        .values_list("tag")
        .annotate(uses=Count("pk"))
        .order_by("-uses", "tag")[:limit]
    )
    return sorted(tag for tag, _uses in rows)
