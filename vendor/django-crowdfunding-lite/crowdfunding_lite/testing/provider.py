"""The provider in memory: what our own code may ask of it."""

import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone

from crowdfunding_lite.models.choices import BalanceKind
from crowdfunding_lite.providers import (
    BalanceFact,
    CheckoutRequest,
    EventFact,
    NotFoundError,
    PaymentFact,
    RefundFact,
    RefusedError,
    SubscriptionFact,
    TransferFact,
    UnavailableError,
)
from crowdfunding_lite.testing.records import Payment, Session, Subscription, with_payment

Step = Callable[[str, str], None]


class MemoryProvider:
    """A provider that lives in one process; see :class:`crowdfunding_lite.testing.Bank`.

    ``step`` is called with a method's name and ``"before"`` or ``"after"`` around each request, and
    may raise, as if the network or our process had died at that point.
    """

    livemode = False

    def __init__(self) -> None:
        self.sessions: dict[str, Session] = {}
        self.payments: dict[str, Payment] = {}
        self.subscriptions: dict[str, Subscription] = {}
        self.transfers_made: dict[str, TransferFact] = {}
        self.loose_entries: list[BalanceFact] = []
        self.events_told: list[EventFact] = []
        self.answers: dict[str, tuple[Any, Any]] = {}
        self.requests: list[str] = []
        self.step: Step = lambda name, when: None
        self.lock = threading.RLock()
        self.counter = 0

    # --- what a Provider does ---------------------------------------------------------------

    def create_checkout(self, request: CheckoutRequest) -> PaymentFact:
        def make() -> str:
            if request.expires_at <= timezone.now():
                raise RefusedError("Too late.", code="expires_at")
            session = Session(self.new("cs"), request, livemode=self.livemode)
            self.sessions[session.reference] = session
            return session.reference

        with self._asked("create_checkout"):
            reference = self._once(request.idempotency_key, request, make)
            return self._session_fact(reference)

    def expire_checkout(self, session: str) -> None:
        with self._asked("expire_checkout"):
            page = self._find(self.sessions, session)
            if page.status == "open":
                page.status = "expired"
                self.tell("checkout.expired", page.reference)

    def payment(self, *, session: str = "", payment: str = "") -> PaymentFact:
        with self._asked("payment"):
            if session:
                self._let_expire(self._find(self.sessions, session))
                return self._session_fact(session)
            return self._payment_fact(self._find(self.payments, payment))

    def create_refund(
        self, *, payment: str, cents: int, idempotency_key: str, reason: str
    ) -> RefundFact:
        def make() -> str:
            found = self._find(self.payments, payment)
            return self.refund_payment(found, cents, key=idempotency_key).reference

        with self._asked("create_refund"):
            reference = self._once(idempotency_key, (payment, cents), make)
            return self.payments[payment].refunds[reference]

    def subscription(self, reference: str) -> SubscriptionFact:
        with self._asked("subscription"):
            return self._find(self.subscriptions, reference).fact(livemode=self.livemode)

    def change_subscription(self, reference: str, *, cents: int, idempotency_key: str) -> None:
        def change() -> str:
            self._find(self.subscriptions, reference).cents = cents
            self.tell("subscription.changed", reference)
            return reference

        with self._asked("change_subscription"):
            self._once(idempotency_key, (reference, cents), change)

    def cancel_subscription(self, reference: str) -> None:
        with self._asked("cancel_subscription"):
            subscription = self._find(self.subscriptions, reference)
            if subscription.state != "cancelled":
                subscription.state, subscription.next_at = "cancelled", None
                subscription.cancelled_at = timezone.now()
                self.tell("subscription.cancelled", reference)

    def create_transfer(
        self, *, account: str, cents: int, currency: str, reference: str, idempotency_key: str
    ) -> TransferFact:
        def make() -> str:
            if account.startswith("closed"):
                raise RefusedError("This account is closed.", code="account_closed")
            transfer = TransferFact(self.new("tr"), cents, 0, key=reference)
            self.transfers_made[transfer.reference] = transfer
            self.loose_entries.append(
                self.entry(BalanceKind.TRANSFER, -cents, source=transfer.reference)
            )
            return transfer.reference

        with self._asked("create_transfer"):
            return self.transfers_made[self._once(idempotency_key, (account, cents), make)]

    def transfers(self, reference: str) -> list[TransferFact]:
        with self._asked("transfers"):
            return [t for t in self.transfers_made.values() if t.key == reference]

    def balance(self, *, since: datetime, until: datetime) -> list[BalanceFact]:
        with self._asked("balance"):
            return [entry for entry in self.entries() if since <= entry.at < until]

    def events(self, *, since: datetime) -> Iterator[EventFact]:
        with self._asked("events"):
            return iter([event for event in self.events_told if event.created >= since])

    # --- how it keeps its books --------------------------------------------------------------

    def entries(self) -> list[BalanceFact]:
        """Every movement of the balance."""
        own = [entry for payment in self.payments.values() for entry in payment.entries]
        return own + self.loose_entries

    def new(self, kind: str) -> str:
        with self.lock:
            self.counter += 1
            return f"{kind}_{self.counter}"

    def entry(self, kind: str, cents: int, fee: int = 0, **about: str) -> BalanceFact:
        return BalanceFact(self.new("txn"), kind, cents, fee, "EUR", timezone.now(), **about)

    def tell(self, kind: str, about: str, *, payment: Payment | None = None) -> None:
        """Keep an event; what it names is what a provider's own event would name."""
        names = {"cs": "session", "pi": "payment", "sub": "subscription"}
        objects = {names[about.split("_")[0]]: about}
        donation = ""
        if payment:
            objects |= {"payment": payment.reference}
            objects |= {"subscription": payment.subscription} if payment.subscription else {}
            donation = payment.metadata.get("donation", "")
        if about in self.sessions:
            donation = self.sessions[about].request.donation
        self.events_told.append(
            EventFact(
                self.new("evt"), kind, about, timezone.now(), self.livemode, objects, donation
            )
        )

    def refund_payment(self, payment: Payment, cents: int, *, key: str = "") -> RefundFact:
        """Give money back; refused as a provider refuses it."""
        if any(dispute.state != "won" for dispute in payment.disputes.values()):
            raise RefusedError("This payment is disputed.", code="charge_disputed")
        if not 0 < cents <= payment.left_cents:
            raise RefusedError("That is too much.", code="amount_too_large")
        refund = RefundFact(self.new("re"), cents, "succeeded", timezone.now(), key=key)
        payment.refunds[refund.reference] = refund
        payment.entries.append(self.entry(BalanceKind.REFUND, -cents, payment=payment.reference))
        self.tell("refund.created", payment.reference, payment=payment)
        return refund

    def _session_fact(self, reference: str) -> PaymentFact:
        session = self._find(self.sessions, reference)
        return session.fact(self.payments.get(session.payment))

    def _payment_fact(self, payment: Payment) -> PaymentFact:
        base = PaymentFact(
            session="",
            session_status="none",
            payment=payment.reference,
            status="none",
            cents=payment.cents,
            received_cents=0,
            currency=payment.currency,
            livemode=self.livemode,
            metadata=dict(payment.metadata),
        )
        return with_payment(base, payment)

    def _let_expire(self, session: Session) -> None:
        if session.status == "open" and session.request.expires_at <= timezone.now():
            session.status = "expired"
            self.tell("checkout.expired", session.reference)

    def _find(self, things: dict[str, Any], reference: str) -> Any:
        if reference not in things:
            raise NotFoundError(f"No {reference}.", code="resource_missing")
        return things[reference]

    def _once(self, key: str, asked: Any, make: Callable[[], str]) -> str:
        """The first answer to a key, again. Another request under the same key is an error."""
        if key in self.answers:
            before, answer = self.answers[key]
            if before != asked:
                raise RefusedError("Same key, other request.", code="idempotency_error")
            return answer
        answer = make()
        self.answers[key] = (asked, answer)
        return answer

    def _asked(self, name: str) -> "_Request":
        return _Request(self, name)

    def fail_next(self, name: str, when: str = "before") -> None:
        """Have the next request of this name fail before or after it did what was asked."""

        def step(asked: str, now: str) -> None:
            if (asked, now) == (name, when):
                self.step = lambda name, when: None
                raise UnavailableError(f"{name} failed {when} its work")

        self.step = step


class _Request:
    """One request: nothing else happens meanwhile, and both its ends are steps."""

    def __init__(self, provider: MemoryProvider, name: str) -> None:
        self.provider, self.name = provider, name

    def __enter__(self) -> None:
        self.provider.requests.append(self.name)
        self.provider.step(self.name, "before")
        self.provider.lock.acquire()

    def __exit__(self, kind: object, *_rest: object) -> None:
        self.provider.lock.release()
        if kind is None:
            self.provider.step(self.name, "after")
