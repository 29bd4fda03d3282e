"""What Stripe's objects say, as facts. Pure: dicts in, facts out."""

from datetime import UTC, datetime
from typing import Any, Literal

from crowdfunding_lite.models.choices import BalanceKind
from crowdfunding_lite.providers import (
    BalanceFact,
    DisputeFact,
    InvoiceFact,
    PaymentStatus,
    RefundFact,
    SessionStatus,
    TransferFact,
)

Object = dict[str, Any]

KINDS = {
    "charge": BalanceKind.PAYMENT,
    "payment": BalanceKind.PAYMENT,
    "payment_failure_refund": BalanceKind.PAYMENT,
    "refund": BalanceKind.REFUND,
    "payment_refund": BalanceKind.REFUND,
    "refund_failure": BalanceKind.REFUND_FAILED,
    "dispute": BalanceKind.DISPUTE,
    "dispute_reversal": BalanceKind.DISPUTE_WON,
    "transfer": BalanceKind.TRANSFER,
    "transfer_refund": BalanceKind.TRANSFER_BACK,
    "transfer_reversal": BalanceKind.TRANSFER_BACK,
    "payout": BalanceKind.BANK,
    "payout_cancel": BalanceKind.BANK,
    "payout_failure": BalanceKind.BANK,
    "payout_reversal": BalanceKind.BANK,
    "topup": BalanceKind.BANK,
    "topup_reversal": BalanceKind.BANK,
}
"""Stripe's type or reporting category of a balance transaction. A dispute's type is only
``adjustment``, and a SEPA refund that failed has the type of one that did not: the category tells.
https://docs.stripe.com/reports/reporting-categories"""

PAYMENT_STATUS: dict[str, PaymentStatus] = {
    "succeeded": "succeeded",
    "processing": "processing",
    "canceled": "cancelled",
}
SESSION_STATUS: dict[str, SessionStatus] = {
    "open": "open",
    "complete": "complete",
    "expired": "expired",
}
REFUND_STATE: dict[str, Literal["pending", "succeeded", "failed"]] = {
    "succeeded": "succeeded",
    "failed": "failed",
    "canceled": "failed",
}
SUBSCRIPTION_STATE: dict[str, Literal["started", "active", "past_due", "cancelled"]] = {
    "incomplete": "started",
    "active": "active",
    "trialing": "active",
    "past_due": "past_due",
    "unpaid": "past_due",
    "paused": "past_due",
    "canceled": "cancelled",
    "incomplete_expired": "cancelled",
}


def moment(seconds: int | None) -> datetime:
    """Stripe's time, seconds since 1970."""
    return datetime.fromtimestamp(seconds or 0, UTC)


def id_of(value: Any) -> str:
    """The id of an object that may be expanded, named or missing."""
    return str(value.get("id", "")) if isinstance(value, dict) else str(value or "")


def payment_status(intent: Object, session_status: SessionStatus) -> PaymentStatus:
    """A payment that wants another try has failed, unless its page is still open for one."""
    status = PAYMENT_STATUS.get(intent["status"])
    if status:
        return status
    wants_another = intent["status"] == "requires_payment_method"
    failed = wants_another and intent.get("last_payment_error") and session_status != "open"
    return "failed" if failed else "none"


def failure(intent: Object) -> str:
    """Stripe's word for why the last try failed."""
    error = intent.get("last_payment_error") or {}
    return error.get("decline_code") or error.get("code") or ""


def balance(transaction: Object, payment: str = "") -> BalanceFact:
    """One movement of the balance; ``payment`` where the caller knows it."""
    source = transaction.get("source")
    kind = KINDS.get(transaction.get("reporting_category", "")) or KINDS.get(transaction["type"])
    if not payment and isinstance(source, dict):
        payment = id_of(source.get("payment_intent"))
    return BalanceFact(
        reference=transaction["id"],
        kind=kind or BalanceKind.OTHER,
        cents=transaction["amount"],
        fee_cents=transaction["fee"],
        currency=transaction["currency"].upper(),
        at=moment(transaction["created"]),
        payment=payment,
        source=id_of(source),
    )


def refund(one: Object) -> RefundFact:
    """A refund; one that waits for the donor or the bank is on its way."""
    metadata = one.get("metadata") or {}
    return RefundFact(
        reference=one["id"],
        cents=one["amount"],
        state=REFUND_STATE.get(one["status"], "pending"),
        created=moment(one["created"]),
        key=metadata.get("key", ""),
        reason=metadata.get("reason") or one.get("reason") or "",
        failure=one.get("failure_reason") or ("canceled" if one["status"] == "canceled" else ""),
    )


def dispute(one: Object) -> DisputeFact:
    """A dispute. What it holds is what its movements of the balance come to."""
    status = one["status"]
    moved = one.get("balance_transactions") or []
    due = (one.get("evidence_details") or {}).get("due_by")
    closed_well = status in ("won", "warning_closed", "prevented")
    return DisputeFact(
        reference=one["id"],
        cents=one["amount"],
        withdrawn_cents=max(0, -sum(transaction["amount"] for transaction in moved)),
        fee_cents=sum(transaction["fee"] for transaction in moved),
        state="won" if closed_well else "lost" if status == "lost" else "open",
        created=moment(one["created"]),
        reason=one.get("reason") or "",
        respond_by=moment(due) if due else None,
        is_inquiry=status.startswith("warning"),
    )


def invoice(one: Object, payment: str, payment_intent_status: str) -> InvoiceFact:
    """A month's bill. Whether its debit is on its way only its payment tells."""
    status: Literal["open", "processing", "paid", "failed"] = "open"
    if one["status"] == "paid":
        status = "paid"
    elif payment_intent_status == "processing":
        status = "processing"
    elif one["status"] in ("void", "uncollectible") or one.get("attempted"):
        status = "failed"
    return InvoiceFact(
        reference=one["id"],
        payment=payment,
        cents=one["total"],
        status=status,
        created=moment(one["created"]),
        is_first=one.get("billing_reason") == "subscription_create",
        metadata=subscription_of(one)[1],
    )


def subscription_of(one: Object) -> tuple[str, dict[str, str]]:
    """An invoice's subscription, and its metadata at that time."""
    details = (one.get("parent") or {}).get("subscription_details") or {}
    return id_of(details.get("subscription")), dict(details.get("metadata") or {})


def transfer(one: Object) -> TransferFact:
    return TransferFact(
        reference=one["id"],
        cents=one["amount"],
        reversed_cents=one["amount_reversed"],
        key=one.get("transfer_group") or "",
    )
