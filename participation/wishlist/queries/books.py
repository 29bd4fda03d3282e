"""The public books of a wish, from crowdfunding_lite, in words."""

from dataclasses import dataclass
from datetime import date

from crowdfunding_lite import queries as lite
from crowdfunding_lite.models import BalanceKind, Campaign
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Sums:
    """Where a wish's money is, in cents, what was given on top for fees included."""

    settled_cents: int
    went_back: int
    held: int
    fees: int
    out: int

    @property
    def left(self) -> int:
        """Still with the city."""
        return self.settled_cents - self.went_back - self.held - self.fees - self.out


def sums(campaign: Campaign) -> Sums:
    """In, back, held, fees and out. Two queries."""
    found = lite.totals(campaign)
    return Sums(
        settled_cents=found.settled_cents,
        went_back=found.refunded_cents + found.lost_cents,
        held=found.disputed_cents,
        fees=found.fee_cents,
        out=found.paid_out_cents,
    )


@dataclass(frozen=True)
class Line:
    """One kind of movement in one month; cents below zero went."""

    month: date
    label: str
    count: int
    cents: int


def words() -> dict[str, str]:
    """What kinds of movement are called."""
    return {
        BalanceKind.PAYMENT.value: _("Donations"),
        BalanceKind.REFUND.value: _("Given back to donors"),
        BalanceKind.REFUND_FAILED.value: _("Could not be given back"),
        "returned": _("Given back to donors by bank transfer"),
        BalanceKind.DISPUTE.value: _("Taken back by a bank"),
        BalanceKind.DISPUTE_WON.value: _("Came back from a bank"),
        "fee": _("Fees of the payment provider"),
        "payout": _("Paid out to the institution"),
    }


def entries(campaign: Campaign) -> list[Line]:
    """Every kind of movement by month, newest first. Three queries."""
    called, lines = words(), lite.ledger(campaign)
    return [
        Line(line.month, called.get(line.kind, line.kind), line.count, line.cents)
        for line in sorted(lines, key=lambda line: line.month, reverse=True)
    ]
