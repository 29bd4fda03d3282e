"""What waits for the office of the wish list, on the admin's start page and on its own."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from crowdfunding_lite.models import Campaign, Payout, PayoutState, Stage
from crowdfunding_lite.queries import needs_attention
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.wishlist.models import ChangeRequest, Institution, Membership, Wish
from participation.wishlist.models.choices import InstitutionState, TaxStatus
from participation.wishlist.queries import bar, payouts, receipts

SHOWN = 20
WARNED_DAYS = 60
"""A new notice of the tax office takes its time."""
LABELS = {
    "declines": _("Many payments are declined"),
    "differences": _("Differences from the provider's balance"),
    "mismatched": _("Books that do not agree"),
    "failed_refunds": _("Failed refunds"),
    "disputes": _("Open disputes"),
    "failed_payouts": _("Failed payouts"),
    "overdue_payouts": _("Payouts held past their day"),
    "stuck": _("Donations that are stuck"),
    "renewals": _("Monthly donations that fail"),
    "events": _("Messages of the provider that could not be handled"),
    "notices": _("Tax notices that end"),
    "receipts": _("Receipts wished for"),
}


@dataclass(frozen=True)
class Alert:
    """One kind of trouble: how much of it, and the first rows."""

    key: str
    count: int
    rows: list[Any]

    @property
    def label(self) -> str:
        """What the kind is called."""
        return str(LABELS[self.key])


def _rows(attention: Any) -> dict[str, QuerySet[Any]]:
    wish = "campaign__wish__institution"
    of = f"donation__{wish}"
    return {
        "declines": bar.suspicious().select_related(wish),
        "differences": attention.differences.select_related("donation__campaign"),
        "mismatched": attention.mismatched.select_related(wish),
        "failed_refunds": attention.failed_refunds.select_related(of, "by"),
        "disputes": attention.open_disputes.select_related(of),
        "failed_payouts": failed_payouts(),
        "overdue_payouts": payouts.overdue(),
        "stuck": attention.stuck.select_related(wish).order_by("created_at"),
        "renewals": attention.failing_renewals.select_related(wish),
        "events": attention.unhandled_events,
        "notices": notices(),
        "receipts": receipts.wished_for(),
    }


def alerts() -> list[Alert]:
    """Every kind that there is something of, the gravest first. At most two queries a kind."""
    found = []
    for key, rows in _rows(needs_attention()).items():
        shown = list(rows[: SHOWN + 1])
        count = rows.count() if len(shown) > SHOWN else len(shown)
        if count:
            found.append(Alert(key, count, shown[:SHOWN]))
    return found


def failed_payouts() -> QuerySet[Payout]:
    """Failed ones of campaigns for which nothing has been planned since."""
    newer = Payout.objects.standing().filter(
        campaign=OuterRef("campaign"), created_at__gt=OuterRef("created_at")
    )
    rows = Payout.objects.filter(~Exists(newer), state=PayoutState.FAILED)
    return rows.select_related("campaign__wish__institution", "receiver")


def notices(today: date | None = None) -> QuerySet[Institution]:
    """Verified institutions whose tax notice has ended or ends soon, the first on top."""
    soon = (today or timezone.localdate()) + timedelta(days=WARNED_DAYS)
    return (
        Institution.objects.filter(state=InstitutionState.VERIFIED, tax_valid_until__lte=soon)
        .exclude(tax_status=TaxStatus.NONE)
        .order_by("tax_valid_until", "name")
    )


def applications() -> QuerySet[Institution]:
    """Institutions that wait for the office, the longest waiting first."""
    return Institution.objects.filter(state=InstitutionState.APPLIED).order_by("created_at", "pk")


def without_owner() -> QuerySet[Institution]:
    """Verified ones for which nobody may do everything, by name."""
    owners = Membership.objects.owners().active().filter(institution=OuterRef("pk"))
    return Institution.objects.public().filter(~Exists(owners)).order_by("name", "pk")


def changes() -> QuerySet[ChangeRequest]:
    """Bank accounts and papers that wait, the oldest first."""
    rows = ChangeRequest.objects.filter(decided_at=None)
    return rows.select_related("institution", "by").order_by("created_at", "pk")


def wishes() -> QuerySet[Wish]:
    """Wishes handed in, the longest waiting first."""
    rows = Wish.objects.filter(campaign__stage=Stage.REVIEW)
    return rows.select_related("campaign", "institution").order_by("changed_at", "pk")


def money_troubles() -> dict[str, int]:
    """How much of each trouble of the money there is, by the key of its alert. At most eight
    queries."""
    attention = needs_attention()
    rows = {
        "differences": attention.differences,
        "mismatched": attention.mismatched,
        "failed_refunds": attention.failed_refunds,
        "disputes": attention.open_disputes,
        "failed_payouts": failed_payouts(),
        "stuck": attention.stuck,
    }
    counts = {"declines": int(bar.suspicious().exists())}
    counts |= {key: found.count() for key, found in rows.items()}
    return {key: count for key, count in counts.items() if count}


def unreported() -> QuerySet[Campaign]:
    """Paid out, and nobody has reported yet."""
    return Campaign.objects.filter(stage=Stage.PAID_OUT).select_related("wish__institution")


def all_institutions(words: str = "") -> QuerySet[Institution]:
    """Every institution that was confirmed, by name; some of them by words."""
    rows = Institution.objects.exclude(state=InstitutionState.UNCONFIRMED)
    return rows.filter(name__icontains=words) if words else rows
