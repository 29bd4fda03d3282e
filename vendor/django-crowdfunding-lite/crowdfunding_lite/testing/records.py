"""What the provider in memory keeps."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from crowdfunding_lite.providers import (
    BalanceFact,
    CheckoutRequest,
    DisputeFact,
    InvoiceFact,
    PaymentFact,
    PaymentStatus,
    RefundFact,
    SessionStatus,
    SubscriptionFact,
)


@dataclass
class Payment:
    """A payment, with or without a payment page."""

    reference: str
    cents: int
    currency: str
    metadata: dict[str, str]
    session: str = ""
    status: PaymentStatus = "none"
    method: str = ""
    failure: str = ""
    attempt: str = ""
    paid_at: datetime | None = None
    subscription: str = ""
    invoice: str = ""
    refunds: dict[str, RefundFact] = field(default_factory=dict)
    disputes: dict[str, DisputeFact] = field(default_factory=dict)
    entries: list[BalanceFact] = field(default_factory=list)

    @property
    def left_cents(self) -> int:
        """What a refund may still give back."""
        back = sum(refund.cents for refund in self.refunds.values() if refund.state != "failed")
        return (self.cents if self.status == "succeeded" else 0) - back


@dataclass
class Session:
    """A payment page."""

    reference: str
    request: CheckoutRequest
    status: SessionStatus = "open"
    payment: str = ""
    subscription: str = ""
    livemode: bool = False

    def fact(self, payment: Payment | None) -> PaymentFact:
        """The page and its payment, as the provider tells them."""
        base = PaymentFact(
            session=self.reference,
            session_status=self.status,
            payment="",
            status="none",
            cents=self.request.cents,
            received_cents=0,
            currency=self.request.currency,
            livemode=self.livemode,
            metadata=self.request.metadata,
            subscription=self.subscription,
            session_url=f"https://pay.example/{self.reference}" if self.status == "open" else "",
        )
        return with_payment(base, payment) if payment else base


def with_payment(base: PaymentFact, payment: Payment) -> PaymentFact:
    """The facts of a page with those of its payment."""
    from dataclasses import replace

    return replace(
        base,
        payment=payment.reference,
        status=payment.status,
        received_cents=payment.cents if payment.status == "succeeded" else 0,
        method=payment.method,
        failure=payment.failure,
        attempt=payment.attempt,
        paid_at=payment.paid_at,
        subscription=payment.subscription,
        invoice=payment.invoice,
        refunds=tuple(payment.refunds.values()),
        disputes=tuple(payment.disputes.values()),
        entries=tuple(payment.entries),
    )


@dataclass
class Subscription:
    """A monthly payment."""

    reference: str
    cents: int
    currency: str
    metadata: dict[str, str]
    state: Literal["started", "active", "past_due", "cancelled"] = "active"
    next_at: datetime | None = None
    cancelled_at: datetime | None = None
    invoices: list[InvoiceFact] = field(default_factory=list)

    def fact(self, *, livemode: bool) -> SubscriptionFact:
        return SubscriptionFact(
            reference=self.reference,
            state=self.state,
            cents=self.cents,
            currency=self.currency,
            livemode=livemode,
            metadata=dict(self.metadata),
            next_at=self.next_at,
            cancelled_at=self.cancelled_at,
            invoices=tuple(reversed(self.invoices)),
        )
