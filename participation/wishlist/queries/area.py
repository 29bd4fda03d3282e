"""What an institution's people read in their own area."""

from dataclasses import dataclass
from typing import Any

from crowdfunding_lite.models import (
    BalanceEntry,
    Donation,
    Payout,
    PayoutState,
    Pledge,
    PledgeState,
    Refund,
    Stage,
)
from crowdfunding_lite.models.donations import OPEN
from crowdfunding_lite.queries import STANDS
from django.db.models import Count, Q, QuerySet, Sum

from participation.wishlist.models import ChangeRequest, Institution, InstitutionStep, Wish
from participation.wishlist.queries.books import Sums
from participation.wishlist.queries.lists import with_totals


def wishes(institution: Institution) -> QuerySet[Wish]:
    """All wishes of an institution with their totals, newest first."""
    found = with_totals(Wish.objects.filter(institution=institution))
    return found.select_related("campaign", "institution").order_by("-pk")


def last_step(institution: Institution) -> InstitutionStep | None:
    """What the office decided last. One query."""
    return institution.steps.order_by("-at", "-pk").first()


def open_changes(institution: Institution) -> list[ChangeRequest]:
    """What waits for the office. One query."""
    return list(institution.change_requests.filter(decided_at=None))


@dataclass(frozen=True)
class Todo:
    """Numbers of what waits for somebody of the institution."""

    to_arrange: int
    to_receive: int
    to_thank: int
    to_report: int

    @property
    def total(self) -> int:
        """All of it."""
        return self.to_arrange + self.to_receive + self.to_thank + self.to_report


def todo(institution: Institution) -> Todo:
    """Pledges without a day, not yet received, not yet thanked; wishes to report. Two queries."""
    rows = pledges(institution).order_by().values_list("state").annotate(number=Count("pk"))
    states = dict(rows)
    return Todo(
        to_arrange=states.get(PledgeState.PROMISED, 0),
        to_receive=states.get(PledgeState.AGREED, 0),
        to_thank=states.get(PledgeState.HANDED_OVER, 0),
        to_report=institution.wishes.filter(campaign__stage=Stage.PAID_OUT).count(),
    )


def pledges(institution: Institution) -> QuerySet[Pledge]:
    """Confirmed pledges for an institution's wishes, newest first."""
    found = Pledge.objects.filter(
        need__campaign__wish__institution=institution, confirmed_at__isnull=False
    )
    return found.select_related("need__campaign__wish").order_by("-created_at", "-pk")


@dataclass(frozen=True)
class WishMoney:
    """A wish with where its money is."""

    wish: Wish
    sums: Sums


def money(listed: list[Wish]) -> list[WishMoney]:
    """Where the money of each wish is. Two queries."""
    campaigns = [wish.campaign_id for wish in listed]
    came = _by_campaign(
        Donation.objects.filter(campaign__in=campaigns),
        settled=Sum("settled_cents"),
        refunded=Sum("refunded_cents"),
        lost=Sum("lost_cents"),
        held=Sum("disputed_cents"),
        fees=Sum("provider_fee_cents"),
    )
    paid = Payout.objects.filter(campaign__in=campaigns, state=PayoutState.PAID)
    out = _by_campaign(paid, out=Sum("cents"))
    return [
        WishMoney(wish, _sums(came.get(wish.campaign_id, {}), out.get(wish.campaign_id, {})))
        for wish in listed
    ]


def _by_campaign(found: QuerySet[Any], **sums: Sum) -> dict[int, dict[str, int]]:
    rows = found.order_by().values("campaign").annotate(**sums)
    return {row.pop("campaign"): row for row in rows}


def _sums(came: dict[str, int], out: dict[str, int]) -> Sums:
    return Sums(
        settled_cents=came.get("settled", 0),
        went_back=came.get("refunded", 0) + came.get("lost", 0),
        held=came.get("held", 0),
        fees=came.get("fees", 0),
        out=out.get("out", 0),
    )


def payouts(institution: Institution) -> QuerySet[Payout]:
    """What was or will be paid to an institution, newest first."""
    found = Payout.objects.filter(receiver=institution.receiver_id)
    return found.select_related("campaign__wish")


def bookings(wish: Wish) -> list[tuple[Any, str, int]]:
    """Every movement of a wish's money: moment, kind, cents. Four queries; oldest first.

    What stands in the wish's public books, one by one.
    """
    of_wish = Q(donation__campaign=wish.campaign_id)
    entries = BalanceEntry.objects.filter(of_wish).exclude(donation__state__in=OPEN)
    returned = Refund.objects.filter(of_wish, is_returned=True)
    paid = Payout.objects.filter(campaign=wish.campaign_id, state=PayoutState.PAID)
    rows = [
        *entries.filter(STANDS).values_list("at", "kind", "cents"),
        *_went(entries.exclude(fee_cents=0), "at", "fee", "fee_cents"),
        *_went(returned, "solved_at", "returned", "cents"),
        *_went(paid, "paid_at", "payout", "cents"),
    ]
    return sorted(rows, key=lambda row: row[0])


def _went(found: QuerySet[Any], at: str, kind: str, cents: str) -> list[tuple[Any, str, int]]:
    return [(when, kind, -gone) for when, gone in found.values_list(at, cents)]
