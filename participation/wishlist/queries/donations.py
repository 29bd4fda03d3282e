"""Donations as the treasury looks at them: found by anything that is known, with their sums."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from crowdfunding_lite.models import (
    Dispute,
    Donation,
    DonationEvent,
    Pledge,
    Refund,
    Subscription,
)
from django.core.exceptions import ValidationError
from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from cms.core.money import parse_euros

SPECIAL = {
    "mismatch": ~Q(mismatch=""),
    "receipt": Q(wants_receipt=True),
    "monthly": Q(subscription__isnull=False),
    "back": Q(refunded_cents__gt=0) | Q(lost_cents__gt=0) | Q(disputed_cents__gt=0),
}
"""Filters that are no field of their own."""


@dataclass(frozen=True)
class Sums:
    """What a list of donations adds up to, in cents."""

    count: int
    settled_cents: int
    fee_cents: int
    back_cents: int
    net_cents: int


FIELDS = {
    "state": "state",
    "method": "method",
    "institution": "campaign__wish__institution",
    "campaign": "campaign",
    "since": "created_at__date__gte",
    "until": "created_at__date__lte",
}
"""Names of filters and what they compare."""


def found(chosen: dict[str, Any], *, with_names: bool) -> QuerySet[Donation]:
    """Donations by the filters in force, newest first. Names are searched by those who see them."""
    rows = Donation.objects.select_related("campaign__wish__institution", "donor", "subscription")
    rows = rows.filter(**{FIELDS[name]: chosen[name] for name in FIELDS if chosen.get(name)})
    if chosen.get("special") in SPECIAL:
        rows = rows.filter(SPECIAL[chosen["special"]])
    if chosen.get("q"):
        rows = rows.filter(_words(chosen["q"], with_names=with_names))
    return rows.order_by("-created_at", "-pk")


def _words(text: str, *, with_names: bool) -> Q:
    """An id of ours or the provider's, an amount, a wish, an institution, or a person."""
    where = Q(campaign__title__icontains=text) | Q(campaign__receiver__name__icontains=text)
    where |= Q(provider_payment=text) | Q(provider_session=text) | Q(public_name__icontains=text)
    with suppress(ValueError):
        where |= Q(public_id=UUID(text))
    with suppress(ValidationError):
        where |= Q(amount_cents=abs(parse_euros(text)))
    if with_names:
        where |= Q(donor__name__icontains=text) | Q(donor__email__icontains=text)
        where |= Q(donor__company__icontains=text)
    return where


def sums(rows: QuerySet[Donation]) -> Sums:
    """One query over the whole list."""
    added = rows.order_by().aggregate(
        count=Count("pk"),
        settled_cents=Coalesce(Sum("settled_cents"), 0),
        fee_cents=Coalesce(Sum("provider_fee_cents"), 0),
        back_cents=Coalesce(Sum(F("refunded_cents") + F("lost_cents")), 0),
        net_cents=Coalesce(Sum("net_cents"), 0),
    )
    return Sums(**added)


def methods() -> list[str]:
    """Ways of payment that were ever used."""
    used = Donation.objects.exclude(method="").order_by("method")
    return list(used.values_list("method", flat=True).distinct())


def timeline(donation: Donation) -> QuerySet[DonationEvent]:
    """Every event of a donation with who did it, the oldest first. One query."""
    return donation.events.select_related("actor").order_by("at", "pk")


def disputes(*, only_open: bool) -> QuerySet[Dispute]:
    """Disputes, those whose deadline ends first on top."""
    rows = Dispute.objects.select_related("donation__campaign__wish__institution")
    rows = rows.filter(state="open") if only_open else rows
    return rows.order_by("closed_at", F("respond_by").asc(nulls_last=True), "-opened_at", "pk")


def refunds() -> QuerySet[Refund]:
    """All refunds with what they are of and who decided, newest first."""
    return Refund.objects.select_related("donation__campaign", "by").order_by("-created_at", "-pk")


def subscriptions(*, state: str = "") -> QuerySet[Subscription]:
    """Monthly donations, newest first."""
    rows = Subscription.objects.select_related("campaign__wish__institution", "donor")
    rows = rows.filter(state=state) if state else rows
    return rows.order_by("-created_at", "-pk")


def pledges(*, state: str = "", kind: str = "") -> QuerySet[Pledge]:
    """Promised things and time, newest first."""
    rows = Pledge.objects.select_related("need__campaign__wish__institution")
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(need__kind=kind) if kind else rows
    return rows.order_by("-created_at", "-pk")


def month_of(day: date) -> tuple[date, date]:
    """The first and the last day of a day's month."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
