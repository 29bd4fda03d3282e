"""What a payment provider has to offer, and what it says, without naming one.

A provider answers with facts: frozen, complete for one object, in cents. What follows from them is
decided by ``domain.decisions``. Every call is one to the network and is never made in a
transaction.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

PaymentStatus = Literal["none", "processing", "succeeded", "failed", "cancelled"]
"""``none``: nothing was paid yet and a donor may still try, also after a declined card."""
SessionStatus = Literal["open", "complete", "expired", "none"]


class ProviderError(Exception):
    """The provider could not be asked, or did not do what was asked.

    ``retry`` says whether the same request may work later; ``code`` is the provider's word for it.
    The text is for logs, never for people.
    """

    def __init__(self, message: str, *, code: str = "", retry: bool = False) -> None:
        super().__init__(message)
        self.code = code
        self.retry = retry


class UnavailableError(ProviderError):
    """Not reached, too slow, busy, or broken; whether it did something is not known."""

    def __init__(self, message: str, *, code: str = "") -> None:
        super().__init__(message, code=code, retry=True)


class RefusedError(ProviderError):
    """It answered that it will not do this; repeating changes nothing."""


class NotFoundError(RefusedError):
    """There is no such object at the provider."""


@dataclass(frozen=True)
class BalanceFact:
    """One movement of the balance. ``cents`` before fees, negative when money goes."""

    reference: str
    kind: str
    cents: int
    fee_cents: int
    currency: str
    at: datetime
    payment: str = ""
    source: str = ""

    @property
    def net_cents(self) -> int:
        return self.cents - self.fee_cents


@dataclass(frozen=True)
class RefundFact:
    """A refund; ``key`` is our idempotency key from its metadata, empty for foreign ones."""

    reference: str
    cents: int
    state: Literal["pending", "succeeded", "failed"]
    created: datetime
    key: str = ""
    reason: str = ""
    failure: str = ""


@dataclass(frozen=True)
class DisputeFact:
    """A dispute. An inquiry has taken no money; ``withdrawn_cents`` is what it holds now."""

    reference: str
    cents: int
    withdrawn_cents: int
    fee_cents: int
    state: Literal["open", "won", "lost"]
    created: datetime
    reason: str = ""
    respond_by: datetime | None = None
    is_inquiry: bool = False


@dataclass(frozen=True)
class PaymentFact:
    """Everything the provider says about one donation's payment, fetched together.

    ``cents`` is what was asked for, ``received_cents`` what came. ``metadata`` is what we gave it.
    ``failure`` and ``attempt`` tell the last attempt that was declined.
    """

    session: str
    session_status: SessionStatus
    payment: str
    status: PaymentStatus
    cents: int
    received_cents: int
    currency: str
    livemode: bool
    metadata: dict[str, str]
    method: str = ""
    failure: str = ""
    paid_at: datetime | None = None
    subscription: str = ""
    invoice: str = ""
    refunds: tuple[RefundFact, ...] = ()
    disputes: tuple[DisputeFact, ...] = ()
    entries: tuple[BalanceFact, ...] = ()
    session_url: str = ""
    attempt: str = ""


@dataclass(frozen=True)
class InvoiceFact:
    """One month's bill of a subscription. ``is_first``: the one paid on the payment page.

    ``failed``: the last attempt was declined, and the provider may try again.
    """

    reference: str
    payment: str
    cents: int
    status: Literal["open", "processing", "paid", "failed"]
    created: datetime
    is_first: bool
    metadata: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SubscriptionFact:
    """A subscription with its bills, newest first. ``cents`` is the sum of the next bill."""

    reference: str
    state: Literal["started", "active", "past_due", "cancelled"]
    cents: int
    currency: str
    livemode: bool
    metadata: dict[str, str]
    next_at: datetime | None = None
    cancelled_at: datetime | None = None
    invoices: tuple[InvoiceFact, ...] = ()


@dataclass(frozen=True)
class EventFact:
    """Something happened to an object. ``donation`` is our id from the object's metadata.

    ``about`` names the objects it may concern, by kind: ``session``, ``payment``,
    ``subscription``, ``transfer``.
    """

    reference: str
    kind: str
    object_id: str
    created: datetime
    livemode: bool
    about: dict[str, str] = field(default_factory=dict)
    donation: str = ""


@dataclass(frozen=True)
class CheckoutRequest:
    """What a payment page is opened with; the same for the same idempotency key.

    ``purpose`` names what ``donation`` is the number of, where the host takes other money by the
    same provider.
    """

    idempotency_key: str
    donation: str
    cents: int
    currency: str
    title: str
    success_url: str
    cancel_url: str
    expires_at: datetime
    language: str
    email: str = ""
    monthly: bool = False
    subscription: str = ""
    purpose: Literal["donation", "fee"] = "donation"

    @property
    def metadata(self) -> dict[str, str]:
        """What the provider keeps beside the payment, so that it can be compared."""
        about = {self.purpose: self.donation}
        return about | ({"subscription": self.subscription} if self.subscription else {})


@dataclass(frozen=True)
class TransferFact:
    """Money sent to a receiver's account at the provider."""

    reference: str
    cents: int
    reversed_cents: int
    key: str = ""


class Provider(Protocol):
    """A payment provider. Every method may raise ProviderError."""

    livemode: bool

    def create_checkout(self, request: CheckoutRequest) -> PaymentFact:
        """Open a payment page; repeating it with the same key opens no second one."""

    def expire_checkout(self, session: str) -> None:
        """Close a payment page; nothing happens to one that is closed or paid."""

    def payment(self, *, session: str = "", payment: str = "") -> PaymentFact:
        """Everything about one payment, by its page or by itself. NotFoundError."""

    def create_refund(
        self, *, payment: str, cents: int, idempotency_key: str, reason: str
    ) -> RefundFact:
        """Give money back. RefusedError, for example when nothing is left to give."""

    def subscription(self, reference: str) -> SubscriptionFact:
        """A subscription with its bills. NotFoundError."""

    def change_subscription(self, reference: str, *, cents: int, idempotency_key: str) -> None:
        """Collect another sum from the next bill on."""

    def cancel_subscription(self, reference: str) -> None:
        """Collect nothing more; nothing happens to one that has ended."""

    def create_transfer(
        self, *, account: str, cents: int, currency: str, reference: str, idempotency_key: str
    ) -> TransferFact:
        """Send money to a receiver's account."""

    def transfers(self, reference: str) -> list[TransferFact]:
        """Transfers made with this reference of ours."""

    def balance(self, *, since: datetime, until: datetime) -> Iterable[BalanceFact]:
        """Every movement of the balance in ``since <= at < until``."""

    def events(self, *, since: datetime) -> Iterator[EventFact]:
        """What happened since, oldest first, as far back as the provider keeps it."""
