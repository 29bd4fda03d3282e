"""Money of the wish list month by month, for the office."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from crowdfunding_lite.models import (
    BalanceEntry,
    BalanceKind,
    Donation,
    Payout,
    PayoutState,
    Pledge,
    Refund,
    Subscription,
)
from crowdfunding_lite.models.donations import OPEN
from crowdfunding_lite.models.needs import HOLDING
from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncMonth
from django.utils import timezone

MONTHS, LEAST_MONTHS = 24, 12
HAS_COME = Q(kind=BalanceKind.PAYMENT, donation__settled_cents__gt=0)
"""A debit that bounced was in the balance too: once in, once out."""
REFUNDED = Q(kind__in=(BalanceKind.REFUND, BalanceKind.REFUND_FAILED))
TAKEN = Q(kind__in=(BalanceKind.DISPUTE, BalanceKind.DISPUTE_WON))
HELD = TAKEN & Q(donation__disputed_cents__gt=0)
LOST = TAKEN & Q(donation__disputed_cents=0, donation__lost_cents__gt=0)
"""As disputes stand now: what was won has never gone back, and an open one may still be won."""


@dataclass(frozen=True)
class Month:
    """A month's movements, in cents; what went is positive, too."""

    first: date
    donations: int = 0
    came_cents: int = 0
    refunded_cents: int = 0
    returned_cents: int = 0
    lost_cents: int = 0
    held_cents: int = 0
    fee_cents: int = 0
    paid_out_cents: int = 0
    pledges: int = 0
    new_monthly: int = 0

    @property
    def back_cents(self) -> int:
        """What went back for good: refunds, by bank transfer too, and lost disputes."""
        return self.refunded_cents + self.returned_cents + self.lost_cents

    @property
    def mean_cents(self) -> int:
        """What a donation brought on average."""
        return round(self.came_cents / self.donations) if self.donations else 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing happened."""
        return self == Month(self.first)


def firsts(today: date, months: int = MONTHS) -> list[date]:
    """The first days of the last months, this one included."""
    last = today.year * 12 + today.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(last - months + 1, last + 1)]


def months(today: date | None = None, number: int = MONTHS) -> list[Month]:
    """The last months. Five queries."""
    days = firsts(today or timezone.localdate(), number)
    since = days[0] - timedelta(days=1)  # months begin in local time, the columns are in UTC
    entries = _by_month(
        # A debit is in the balance before its bank has paid, and in no sum until then.
        BalanceEntry.objects.filter(at__date__gt=since).exclude(donation__state__in=OPEN),
        "at",
        donations=Count("donation", filter=HAS_COME, distinct=True),
        came_cents=_sum(HAS_COME),
        refunded_cents=-_sum(REFUNDED),
        lost_cents=-_sum(LOST),
        held_cents=-_sum(HELD),
        fee_cents=Coalesce(Sum("fee_cents"), 0),
    )
    returned = _by_month(
        Refund.objects.filter(is_returned=True, solved_at__date__gt=since),
        "solved_at",
        returned_cents=Sum("cents"),
    )
    paid = _by_month(
        Payout.objects.filter(state=PayoutState.PAID, paid_at__date__gt=since),
        "paid_at",
        paid_out_cents=Sum("cents"),
    )
    promised = _by_month(
        Pledge.objects.filter(state__in=HOLDING, created_at__date__gt=since),
        "created_at",
        pledges=Count("pk"),
    )
    monthly = _by_month(
        Subscription.objects.filter(created_at__date__gt=since).exclude(state="started"),
        "created_at",
        new_monthly=Count("pk"),
    )
    found = (entries, returned, paid, promised, monthly)
    return [Month(day, **{k: v for rows in found for k, v in _of(rows, day)}) for day in days]


def since_the_first(found: list[Month]) -> list[Month]:
    """Without the months before anything happened, but a year at least."""
    begun = next((place for place, month in enumerate(found) if not month.is_empty), len(found))
    return found[min(begun, max(0, len(found) - LEAST_MONTHS)) :]


def _sum(which: Q) -> Coalesce:
    return Coalesce(Sum("cents", filter=which), 0)


def _by_month(rows: QuerySet[Any], field: str, **what: Any) -> dict[date, dict[str, int]]:
    found = rows.annotate(month=TruncMonth(field)).values("month").annotate(**what).order_by()
    return {row.pop("month").date(): row for row in map(dict, found)}


def _of(rows: dict[date, dict[str, int]], day: date) -> Iterable[tuple[str, int]]:
    return rows.get(day, {}).items()


@dataclass(frozen=True)
class InstitutionFigures:
    """A year of one institution."""

    name: str
    donations: int
    came_cents: int
    net_cents: int
    paid_out_cents: int


def institutions(year: int) -> list[InstitutionFigures]:
    """What each institution got in a year, the most first. Two queries."""
    name = "campaign__receiver__name"
    came = (
        Donation.objects.filter(paid_at__year=year, settled_cents__gt=0)
        .values("campaign__receiver", name)
        .annotate(n=Count("pk"), came=Sum("settled_cents"), net=Sum("net_cents"))
        .order_by()
    )
    paid = (
        Payout.objects.filter(state=PayoutState.PAID, paid_at__year=year)
        .values("receiver", "receiver__name")
        .annotate(sum=Sum("cents"))
        .order_by()
    )
    out = {row["receiver"]: row for row in paid}
    rows = [
        InstitutionFigures(
            *(row[name], row["n"], row["came"], row["net"]),
            out.pop(row["campaign__receiver"], {"sum": 0})["sum"],
        )
        for row in came
    ]
    rows += [InstitutionFigures(r["receiver__name"], 0, 0, 0, r["sum"]) for r in out.values()]
    return sorted(rows, key=lambda row: (-row.came_cents, row.name))


def running_monthly() -> dict[str, int]:
    """How many monthly donations run, and what they bring a month in cents. One query."""
    return (
        Subscription.objects.running()
        .filter(stop_asked_at=None)
        .exclude(state="started")
        .aggregate(
            count=Count("pk"),
            cents=Coalesce(Sum(F("amount_cents") + F("fee_cover_cents")), 0),
        )
    )
