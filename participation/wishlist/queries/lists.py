"""Lists of public wishes: filtered, searched, in an order of the reader's choice."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from crowdfunding_lite.models import Campaign, Need
from django.db import models
from django.db.models import BigIntegerField, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.models import SearchEntry
from cms.core.search.queries import asked_for
from participation.wishlist.models import Institution, Wish, WishlistSettings, WishPicture
from participation.wishlist.models.choices import Kind

TOTALS = ("confirmed_cents", "pending_cents", "donation_count")


class Order(models.TextChoices):
    """The orders of the list; the first is the usual one."""

    NEWEST = "newest", _("Newest first")
    ENDING = "ending", _("Ending soonest first")
    NEAREST = "nearest", _("Nearest to its goal first")
    LEAST = "least", _("Fewest donations first")


class When(models.TextChoices):
    """Which wishes by how far they are."""

    OPEN = "open", _("Can be helped now")
    NEARLY = "nearly", _("Nearly there")
    ENDING = "ending", _("Ending soon")
    DONE = "done", _("Fulfilled or over")


def wishes(chosen: Mapping[str, str], language: str, limits: WishlistSettings) -> Any:
    """Public wishes that match what was chosen, with what a card shows."""
    found = with_card(matching(chosen, language, limits))
    order = chosen.get("sort") or Order.NEWEST
    if order == Order.ENDING:
        return found.order_by(F("campaign__ends_on").asc(nulls_last=True), "-pk")
    if order == Order.NEAREST:
        return found.order_by(F("reached").desc(nulls_last=True), "-pk")
    if order == Order.LEAST:
        return found.order_by("donation_count", "-pk")
    return found.order_by("-campaign__published_at", "-pk")


def matching(chosen: Mapping[str, str], language: str, limits: WishlistSettings) -> Any:
    """Public wishes that match what was chosen, with their totals, in no order."""
    found = _by_progress(with_totals(Wish.objects.public()), chosen.get("when", ""), limits)
    if kind := chosen.get("kind"):
        found = found.filter(needed(kind))
    if cause := chosen.get("cause"):
        found = found.filter(cause=cause)
    if place := chosen.get("place"):
        found = found.filter(district__slug=place)
    if (query := chosen.get("q")) and (asked := asked_for(query, language)):
        numbers = SearchEntry.objects.filter(source="wish", vector=asked)
        found = found.filter(pk__in=numbers.values(number=Cast("object_id", BigIntegerField())))
    return found


def _by_progress(found: Any, when: str, limits: WishlistSettings) -> Any:
    if when == When.DONE:
        return found.exclude(pk__in=Wish.objects.open().values("pk"))
    if when:
        found = found.filter(pk__in=Wish.objects.open().values("pk"))
    if when == When.NEARLY:
        return found.filter(reached__gte=limits.nearly_there_percent, reached__lt=100)
    if when == When.ENDING:
        last = timezone.localdate() + timedelta(days=limits.ending_soon_days)
        return found.filter(campaign__ends_on__lte=last)
    return found


def needed(kind: str) -> Q | Exists:
    """Wishes that ask for money, things or time."""
    if kind == Kind.MONEY:
        return Q(campaign__goal_cents__isnull=False)
    return Exists(Need.objects.filter(campaign=OuterRef("campaign"), kind=kind))


def with_totals(found: QuerySet[Wish]) -> Any:
    """Wishes with their campaign's totals, and ``reached``: whole per cent of the goal."""
    campaigns = Campaign.objects.with_totals().filter(pk=OuterRef("campaign"))
    totals = {name: Subquery(campaigns.values(name)) for name in TOTALS}
    share = F("confirmed_cents") * 100 / F("campaign__goal_cents")
    return found.annotate(**totals).annotate(reached=Cast(share, BigIntegerField()))


def with_card(found: Any) -> Any:
    """With what a card shows. Three queries in all."""
    pictures = WishPicture.objects.select_related("image").prefetch_related("image__renditions")
    return found.select_related("campaign", "institution", "district").prefetch_related(
        Prefetch("pictures", pictures), "campaign__needs"
    )


def of_institution(institution: Institution) -> QuerySet[Wish]:
    """An institution's public wishes, those that can be helped first."""
    over = ~Exists(Wish.objects.open().filter(pk=OuterRef("pk")))
    found = with_card(with_totals(Wish.objects.public().filter(institution=institution)))
    return found.alias(over=over).order_by("over", "-campaign__published_at", "-pk")


def institutions() -> QuerySet[Institution]:
    """Verified institutions with ``open_wishes``, by name."""
    open_wishes = models.Count(
        "wishes", filter=Q(wishes__in=Wish.objects.open().values("pk")), distinct=True
    )
    found = Institution.objects.public().select_related("logo", "district")
    found = found.prefetch_related("logo__renditions").annotate(open_wishes=open_wishes)
    return found.order_by("name", "pk")


def few(wanted: int) -> list[Wish]:
    """Some wishes that can be helped, those that end soonest first; for teasers."""
    found = with_card(with_totals(Wish.objects.open()))
    return list(found.order_by(F("campaign__ends_on").asc(nulls_last=True), "-pk")[:wanted])
