"""What follows from the provider's facts: pure functions, no database, no network."""

from dataclasses import dataclass

from crowdfunding_lite.models.choices import DonationState
from crowdfunding_lite.providers import PaymentFact


@dataclass(frozen=True)
class Expected:
    """What a payment must be, from our row."""

    cents: int
    currency: str
    livemode: bool
    metadata: dict[str, str]


@dataclass(frozen=True)
class Decision:
    """Where a donation stands, in cents."""

    state: DonationState
    settled_cents: int = 0
    refunded_cents: int = 0
    disputed_cents: int = 0
    lost_cents: int = 0
    fee_cents: int = 0


def decide(facts: PaymentFact, returned_cents: int = 0) -> Decision:
    """State and sums that follow from the facts, and from what went back past the provider, alone,
    whatever was known before.

    So the order in which facts are looked at does not matter. Money that a bank has taken back and
    a dispute still holds is disputed, not lost; a failed refund has taken nothing. A debit that
    bounced may have cost a fee all the same.
    """
    fees = sum(entry.fee_cents for entry in facts.entries)
    if facts.status != "succeeded":
        state = _without_money(facts)
        return Decision(state, fee_cents=fees if state == DonationState.FAILED else 0)
    refunded = sum(refund.cents for refund in facts.refunds if refund.state != "failed")
    refunded += returned_cents
    disputed = _withdrawn(facts, "open")
    lost = _withdrawn(facts, "lost")
    return Decision(
        with_money(facts.received_cents, refunded, disputed, lost),
        settled_cents=facts.received_cents,
        refunded_cents=refunded,
        disputed_cents=disputed,
        lost_cents=lost,
        fee_cents=fees,
    )


def _withdrawn(facts: PaymentFact, state: str) -> int:
    return sum(dispute.withdrawn_cents for dispute in facts.disputes if dispute.state == state)


def with_money(settled: int, refunded: int, disputed: int, lost: int) -> DonationState:
    """The state of a donation that was paid, from its sums."""
    if lost:
        return DonationState.CHARGE_LOST
    if disputed:
        return DonationState.DISPUTED
    if refunded >= settled:
        return DonationState.REFUNDED
    return DonationState.REFUNDED_IN_PART if refunded else DonationState.PAID


def _without_money(facts: PaymentFact) -> DonationState:
    """A declined card leaves the payment page open; the donor may try another one."""
    if facts.status == "processing":
        return DonationState.PROCESSING
    if facts.session_status == "expired":
        return DonationState.EXPIRED
    if facts.status in ("failed", "cancelled"):
        return DonationState.FAILED
    return DonationState.STARTED


def mismatch(expected: Expected, facts: PaymentFact) -> str:
    """What the provider reports otherwise than we asked for, for the office; empty if nothing.

    Text for logs and the admin, with technical names on purpose.
    """
    told = {
        "amount": (expected.cents, facts.cents),
        "currency": (expected.currency.upper(), facts.currency.upper()),
        "livemode": (expected.livemode, facts.livemode),
    }
    if facts.status == "succeeded":
        told["amount received"] = (expected.cents, facts.received_cents)
    for name, value in expected.metadata.items():
        told[f"metadata {name}"] = (value, facts.metadata.get(name, ""))
    return "; ".join(
        f"{name}: {ours!r} expected, {theirs!r} reported"
        for name, (ours, theirs) in told.items()
        if ours != theirs
    )
