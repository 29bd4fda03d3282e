"""What donors and their banks do at the provider in memory."""

from dataclasses import replace
from datetime import timedelta
from typing import Literal

from django.utils import timezone

from crowdfunding_lite.models.choices import BalanceKind
from crowdfunding_lite.providers import DisputeFact, InvoiceFact, RefundFact
from crowdfunding_lite.testing.provider import MemoryProvider
from crowdfunding_lite.testing.records import Payment, Session, Subscription

DISPUTE_FEE = 2000
MONTH = timedelta(days=30)
KEYS_ARE_KEPT_HOURS = 24


def fee_of(cents: int, method: str) -> int:
    """What the provider keeps: 1.5 % and 25 cents of a card, 35 cents of a direct debit."""
    return 35 if method == "sepa_debit" else round(cents * 0.015) + 25


class Bank:
    """Plays everybody outside. Sessions and payments are named by their references."""

    def __init__(self, provider: MemoryProvider) -> None:
        self.provider = provider

    def pay(self, session: str) -> str:
        """By card: the money is there at once. The payment's reference."""
        payment = self._begin(session, "card")
        self._succeed(payment)
        self.provider.tell("checkout.completed", session, payment=payment)
        return payment.reference

    def decline(self, session: str) -> None:
        """The card is declined; the payment page stays open."""
        with self.provider.lock:
            payment = self._payment_of(self._open(session))
            payment.method, payment.failure = "card", "card_declined"
            payment.attempt = self.provider.new("ch")
            self.provider.tell("payment.failed", payment.reference, payment=payment)

    def debit(self, session: str) -> str:
        """By direct debit: the page is done and the money is on its way."""
        payment = self._begin(session, "sepa_debit")
        payment.status = "processing"
        self.provider.tell("checkout.completed", session, payment=payment)
        return payment.reference

    def debit_arrives(self, payment: str) -> None:
        found = self.provider.payments[payment]
        self._succeed(found)
        self.provider.tell("payment.succeeded", payment, payment=found)

    def debit_fails(self, payment: str) -> None:
        found = self.provider.payments[payment]
        found.status, found.failure = "failed", "insufficient_funds"
        self.provider.tell("payment.failed", payment, payment=found)

    def leave(self, session: str) -> None:
        """Nobody pays until the page is closed."""
        with self.provider.lock:
            page = self.provider.sessions[session]
            if page.status == "open":
                page.status = "expired"
                self.provider.tell("checkout.expired", session)

    def refund(self, payment: str, cents: int) -> RefundFact:
        """Somebody gives money back at the provider, without us."""
        with self.provider.lock:
            return self.provider.refund_payment(self.provider.payments[payment], cents)

    def refund_fails(self, payment: str, refund: str) -> None:
        """The donor's bank does not take it; the money comes back."""
        with self.provider.lock:
            found = self.provider.payments[payment]
            failed = replace(found.refunds[refund], state="failed", failure="account_closed")
            found.refunds[refund] = failed
            found.entries.append(
                self.provider.entry(BalanceKind.REFUND_FAILED, failed.cents, payment=payment)
            )
            self.provider.tell("refund.failed", payment, payment=found)

    def dispute(self, payment: str) -> str:
        """The donor's bank takes what is left of the payment back, and the provider a fee."""
        with self.provider.lock:
            found = self.provider.payments[payment]
            cents = found.left_cents
            fact = DisputeFact(
                self.provider.new("dp"),
                cents,
                cents,
                DISPUTE_FEE,
                "open",
                timezone.now(),
                reason="fraudulent",
                respond_by=timezone.now() + timedelta(days=7),
            )
            found.disputes[fact.reference] = fact
            found.entries.append(
                self.provider.entry(BalanceKind.DISPUTE, -cents, DISPUTE_FEE, payment=payment)
            )
            self.provider.tell("dispute.created", payment, payment=found)
            return fact.reference

    def close_dispute(self, payment: str, dispute: str, state: Literal["won", "lost"]) -> None:
        with self.provider.lock:
            found = self.provider.payments[payment]
            fact = found.disputes[dispute]
            if state == "won":
                found.entries.append(
                    self.provider.entry(
                        BalanceKind.DISPUTE_WON, fact.cents, -fact.fee_cents, payment=payment
                    )
                )
                fact = replace(fact, withdrawn_cents=0, fee_cents=0)
            found.disputes[dispute] = replace(fact, state=state)
            self.provider.tell("dispute.closed", payment, payment=found)

    def renew(self, subscription: str, *, works: bool = True) -> str:
        """The next month of a subscription; the payment's reference."""
        with self.provider.lock:
            found = self.provider.subscriptions[subscription]
            payment = self._month(found, is_first=False)
            if works:
                self._succeed(payment)
            else:
                payment.failure = "card_declined"
            self._bill(found, payment, "paid" if works else "failed", is_first=False)
            found.state = "active" if works else "past_due"
            found.next_at = timezone.now() + MONTH
            kind = "invoice.paid" if works else "invoice.failed"
            self.provider.tell(kind, subscription)
            return payment.reference

    def retry(self, subscription: str) -> str:
        """The provider tries the last failed month again, and it works."""
        with self.provider.lock:
            found = self.provider.subscriptions[subscription]
            payment = self.provider.payments[found.invoices[-1].payment]
            payment.failure = ""
            self._succeed(payment)
            found.invoices[-1] = replace(found.invoices[-1], status="paid")
            found.state = "active"
            self.provider.tell("invoice.paid", subscription)
            return payment.reference

    # --- who there is, for a town's choice ----------------------------------------------------

    def open_pages(self) -> list[str]:
        now = timezone.now()
        pages = self.provider.sessions.values()
        return [p.reference for p in pages if p.status == "open" and p.request.expires_at > now]

    def waiting_debits(self) -> list[str]:
        payments = self.provider.payments.values()
        return [one.reference for one in payments if one.status == "processing"]

    def undisputed(self) -> list[tuple[str, int]]:
        """Payments with what is left of them."""
        payments = self.provider.payments.values()
        return [
            (p.reference, p.left_cents) for p in payments if p.left_cents > 0 and not p.disputes
        ]

    def refunds(self) -> list[tuple[str, str]]:
        return [
            (payment.reference, refund.reference)
            for payment in self.provider.payments.values()
            for refund in payment.refunds.values()
            if refund.state == "succeeded"
        ]

    def open_disputes(self) -> list[tuple[str, str]]:
        return [
            (payment.reference, dispute.reference)
            for payment in self.provider.payments.values()
            for dispute in payment.disputes.values()
            if dispute.state == "open"
        ]

    def running(self) -> list[str]:
        subscriptions = self.provider.subscriptions.values()
        return [one.reference for one in subscriptions if one.state != "cancelled"]

    def next_month(self, subscription: str, *, works: bool) -> None:
        """A failed month is tried again first."""
        if self.provider.subscriptions[subscription].state == "past_due":
            self.retry(subscription)
        else:
            self.renew(subscription, works=works)

    def time_passes(self, hours: int) -> None:
        """After a day the provider has forgotten its idempotency keys."""
        if hours >= KEYS_ARE_KEPT_HOURS:
            self.provider.answers.clear()

    # --- how it is done ----------------------------------------------------------------------

    def _open(self, session: str) -> Session:
        page = self.provider.sessions[session]
        if page.status != "open":
            raise ValueError("This payment page is closed.")
        return page

    def _payment_of(self, page: Session) -> Payment:
        """The page's payment; a second try is one of the same payment."""
        if not page.payment:
            payment = Payment(
                self.provider.new("pi"),
                page.request.cents,
                page.request.currency,
                {} if page.request.monthly else page.request.metadata,
                session=page.reference,
            )
            self.provider.payments[payment.reference] = payment
            page.payment = payment.reference
        return self.provider.payments[page.payment]

    def _begin(self, session: str, method: str) -> Payment:
        with self.provider.lock:
            page = self._open(session)
            payment = self._payment_of(page)
            payment.method, payment.failure = method, ""
            page.status = "complete"
            if page.request.monthly:
                self._subscribe(page, payment)
            return payment

    def _succeed(self, payment: Payment) -> None:
        with self.provider.lock:
            payment.status, payment.paid_at = "succeeded", timezone.now()
            fee = fee_of(payment.cents, payment.method)
            payment.entries.append(
                self.provider.entry(
                    BalanceKind.PAYMENT, payment.cents, fee, payment=payment.reference
                )
            )

    def _subscribe(self, page: Session, payment: Payment) -> None:
        subscription = Subscription(
            self.provider.new("sub"),
            page.request.cents,
            page.request.currency,
            {"subscription": page.request.subscription},
            next_at=timezone.now() + MONTH,
        )
        self.provider.subscriptions[subscription.reference] = subscription
        page.subscription = payment.subscription = subscription.reference
        self._bill(subscription, payment, "paid", is_first=True)

    def _month(self, subscription: Subscription, *, is_first: bool) -> Payment:
        payment = Payment(
            self.provider.new("pi"),
            subscription.cents,
            subscription.currency,
            dict(subscription.metadata),
            method="card",
            subscription=subscription.reference,
        )
        self.provider.payments[payment.reference] = payment
        return payment

    def _bill(
        self,
        subscription: Subscription,
        payment: Payment,
        status: Literal["paid", "failed"],
        *,
        is_first: bool,
    ) -> None:
        payment.invoice = self.provider.new("in")
        subscription.invoices.append(
            InvoiceFact(
                payment.invoice,
                payment.reference,
                payment.cents,
                status,
                timezone.now(),
                is_first,
            )
        )
