"""Reads that several callers share, each with its cost in queries."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, TruncMonth
from django.utils import timezone

from crowdfunding_lite.models import (
    BalanceEntry,
    BalanceKind,
    Campaign,
    Difference,
    Dispute,
    DisputeState,
    Donation,
    DonationState,
    InboxEvent,
    Payout,
    PayoutState,
    Refund,
    Subscription,
    SubscriptionState,
)
from crowdfunding_lite.models.donations import OPEN


@dataclass(frozen=True)
class Totals:
    """A campaign's money in cents.

    ``confirmed`` counts towards the goal, ``pending`` is on its way; both without what was given on
    top for fees. ``net`` is all that has come and not gone back, ``available`` what may still be
    set aside for the receiver: below zero when money went back after a payout.
    """

    confirmed_cents: int
    pending_cents: int
    donation_count: int
    settled_cents: int
    refunded_cents: int
    disputed_cents: int
    lost_cents: int
    fee_cents: int
    planned_cents: int
    paid_out_cents: int

    @property
    def net_cents(self) -> int:
        return self.settled_cents - self.refunded_cents - self.lost_cents

    @property
    def available_cents(self) -> int:
        return self.net_cents - self.disputed_cents - self.fee_cents - self.planned_cents


SUMS = {
    "settled_cents": Sum("settled_cents"),
    "refunded_cents": Sum("refunded_cents"),
    "disputed_cents": Sum("disputed_cents"),
    "lost_cents": Sum("lost_cents"),
    "fee_cents": Sum("provider_fee_cents"),
    "confirmed_cents": Sum("campaign_cents", filter=~Q(settled_cents=0)),
    "pending_cents": Sum("amount_cents", filter=Q(state=DonationState.PROCESSING)),
    "donation_count": Count("pk", filter=Q(net_cents__gt=0)),
}


def totals(campaign: Campaign) -> Totals:
    """The money of one campaign, now. Two queries."""
    sums = Donation.objects.filter(campaign=campaign).aggregate(
        # Named apart from the columns, which other sums still have to mean.
        **{f"sum_{name}": Coalesce(what, Value(0)) for name, what in SUMS.items()}
    )
    payouts = Payout.objects.filter(campaign=campaign).standing()
    out = payouts.aggregate(
        planned_cents=Coalesce(Sum("cents"), Value(0)),
        paid_out_cents=Coalesce(Sum("cents", filter=Q(state=PayoutState.PAID)), Value(0)),
    )
    return Totals(**{name: sums[f"sum_{name}"] for name in SUMS}, **out)


def confirmed_cents(campaign: Campaign) -> int:
    """What has come towards the goal, less what went back. One query."""
    donations = Donation.objects.filter(campaign=campaign).exclude(settled_cents=0)
    return donations.aggregate(sum=Coalesce(Sum("campaign_cents"), Value(0)))["sum"]


@dataclass(frozen=True)
class LedgerLine:
    """One line of the public ledger: a month, what kind of movement, how many, and cents.

    Negative when money went: fees, refunds, disputes, what was given back past the provider (kind
    ``returned``), payouts (kind ``payout``).
    """

    month: date
    kind: str
    count: int
    cents: int


def _by_month(rows: QuerySet, at: str) -> Any:
    found = rows.annotate(month=TruncMonth(at)).values("month")
    return found.annotate(count=Count("pk"), total=Sum("cents")).order_by("month")


STANDS = ~Q(kind=BalanceKind.PAYMENT, donation__settled_cents=0)
"""Entries of money that has come, or left again; not of a debit that its bank did not pay."""


def ledger(campaign: Campaign) -> list[LedgerLine]:
    """In, fees and out of one campaign by month, oldest first, without any person. Three queries.

    A direct debit that its bank has not paid yet is left out, though the balance may show it. Of
    one that bounced only the fees are told: it went in and out of the balance, and is no donation.
    """
    entries = (
        BalanceEntry.objects.filter(donation__campaign=campaign)
        .exclude(donation__state__in=OPEN)
        .annotate(month=TruncMonth("at"))
        .values("month", "kind")
        .annotate(
            count=Count("pk", filter=STANDS),
            total=Coalesce(Sum("cents", filter=STANDS), Value(0)),
            with_fee=Count("pk", filter=~Q(fee_cents=0)),
            fees=Sum("fee_cents"),
        )
        .order_by("month")
    )
    payouts = Payout.objects.filter(campaign=campaign, state=PayoutState.PAID)
    returned = Refund.objects.filter(donation__campaign=campaign, is_returned=True)
    went = {"returned": _by_month(returned, "solved_at"), "payout": _by_month(payouts, "paid_at")}
    lines: list[LedgerLine] = []
    fees: dict[datetime, list[int]] = {}
    for row in entries:
        lines.append(LedgerLine(row["month"].date(), row["kind"], row["count"], row["total"]))
        count, cents = fees.get(row["month"], [0, 0])
        fees[row["month"]] = [count + row["with_fee"], cents + row["fees"]]
    lines += [LedgerLine(m.date(), "fee", count, -cents) for m, (count, cents) in fees.items()]
    for kind, rows in went.items():
        lines += [
            LedgerLine(row["month"].date(), kind, row["count"], -row["total"]) for row in rows
        ]
    order = [*BalanceKind.values, "returned", "fee", "payout"]
    kept = [line for line in lines if line.cents]
    return sorted(kept, key=lambda line: (line.month, order.index(line.kind)))


@dataclass(frozen=True)
class Attention:
    """What a person has to look at. Querysets, so that a caller counts or lists them."""

    mismatched: QuerySet[Donation]
    stuck: QuerySet[Donation]
    failed_refunds: QuerySet[Refund]
    open_disputes: QuerySet[Dispute]
    failed_payouts: QuerySet[Payout]
    failing_renewals: QuerySet[Subscription]
    differences: QuerySet[Difference]
    unhandled_events: QuerySet[InboxEvent]


STUCK_AFTER = {"started": timedelta(days=2), "processing": timedelta(days=16)}
"""A payment page lives for a day at most; a direct debit is told within 14 days (Stripe)."""


def needs_attention() -> Attention:
    """Everything that waits for a person. No query by itself."""
    now = timezone.now()
    stuck = Q(state=DonationState.STARTED, created_at__lt=now - STUCK_AFTER["started"]) | Q(
        state=DonationState.PROCESSING, created_at__lt=now - STUCK_AFTER["processing"]
    )
    return Attention(
        mismatched=Donation.objects.exclude(mismatch=""),
        stuck=Donation.objects.filter(stuck),
        failed_refunds=Refund.objects.unsolved().select_related("donation"),
        open_disputes=Dispute.objects.filter(state=DisputeState.OPEN)
        .select_related("donation")
        .order_by(F("respond_by").asc(nulls_last=True)),
        failed_payouts=Payout.objects.filter(state=PayoutState.FAILED),
        failing_renewals=Subscription.objects.filter(
            Q(state=SubscriptionState.PAST_DUE) | ~Q(mismatch="")
        ),
        differences=Difference.objects.unsolved(),
        unhandled_events=InboxEvent.objects.filter(handled_at=None, attempts__gte=5),
    )
