"""Stripe as a provider of ``crowdfunding_lite``."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from crowdfunding_lite.providers import (
    BalanceFact,
    CheckoutRequest,
    EventFact,
    InvoiceFact,
    PaymentFact,
    RefundFact,
    RefusedError,
    SessionStatus,
    SubscriptionFact,
    TransferFact,
)

from participation.wishlist.gateway import events, facts
from participation.wishlist.gateway.accounts import Accounts
from participation.wishlist.gateway.client import RETRIES, call, connect, pages
from participation.wishlist.gateway.requests import checkout_params, new_price

CHARGE = "latest_charge"
WITH_CHARGE = [
    f"{CHARGE}.balance_transaction",
    f"{CHARGE}.failure_balance_transaction",
    f"{CHARGE}.refunds",
]
INVOICES = 24
"""Two years of months are looked at; older ones were settled long ago."""
Object = dict[str, Any]


class StripeGateway(Accounts):
    """Stripe by its API. One object serves every thread."""

    def __init__(self, api_key: str, api_base: str, *, retries: int = RETRIES) -> None:
        self.livemode = api_key.startswith(("sk_live_", "rk_live_"))
        self._v1 = connect(api_key, api_base, retries).v1

    # --- payments ----------------------------------------------------------------------------

    def create_checkout(self, request: CheckoutRequest) -> PaymentFact:
        session = call(
            self._v1.checkout.sessions.create,
            params=checkout_params(request),
            idempotency_key=request.idempotency_key,
        )
        return self._facts(session, None)

    def expire_checkout(self, session: str) -> None:
        """Stripe refuses to close a page that is paid or closed, which is no fault here."""
        try:
            call(self._v1.checkout.sessions.expire, session)
        except RefusedError:
            if call(self._v1.checkout.sessions.retrieve, session)["status"] == "open":
                raise

    def payment(self, *, session: str = "", payment: str = "") -> PaymentFact:
        if not session:
            return self._facts(None, self._intent(payment))
        expand = [f"payment_intent.{path}" for path in WITH_CHARGE]
        found = call(self._v1.checkout.sessions.retrieve, session, params={"expand": expand})
        intent = found.get("payment_intent")
        if found["mode"] == "subscription" and found.get("invoice"):
            payment = payment or self._payment_of(facts.id_of(found["invoice"]))
            intent = self._intent(payment) if payment else None
        return self._facts(found, intent)

    def _intent(self, payment: str) -> Object:
        return call(self._v1.payment_intents.retrieve, payment, params={"expand": WITH_CHARGE})

    def _payment_of(self, invoice: str) -> str:
        """An invoice names its payments only in a list of their own."""
        found = list(pages(self._v1.invoice_payments.list, {"invoice": invoice}))
        defaults = [one for one in found if one.get("is_default")] or found
        return facts.id_of(defaults[0]["payment"].get("payment_intent")) if defaults else ""

    def _facts(self, session: Object | None, intent: Object | None) -> PaymentFact:
        """A page and its payment; a month's payment has no page, and is explained by its bill."""
        about, status = session or intent or {}, self._session_status(session)
        metadata = dict(about.get("metadata") or {})
        subscription = facts.id_of((session or {}).get("subscription"))
        invoice = facts.id_of((session or {}).get("invoice"))
        if not session and intent and "donation" not in metadata:
            invoice, subscription, more = self._bill_of(intent["id"])
            metadata |= more
        base = PaymentFact(
            session=facts.id_of(session),
            session_status=status,
            payment="",
            status="none",
            cents=about.get("amount_total") or about.get("amount") or 0,
            received_cents=0,
            currency=about["currency"].upper(),
            livemode=about["livemode"],
            metadata=metadata,
            subscription=subscription,
            invoice=invoice,
            session_url=(session or {}).get("url") or "",
        )
        return self._with_intent(base, intent) if intent else base

    @staticmethod
    def _session_status(session: Object | None) -> SessionStatus:
        return facts.SESSION_STATUS.get((session or {}).get("status") or "", "none")

    def _bill_of(self, payment: str) -> tuple[str, str, dict[str, str]]:
        """Invoice, subscription and the subscription's metadata of a month's payment."""
        wanted = {"payment": {"type": "payment_intent", "payment_intent": payment}}
        for one in pages(self._v1.invoice_payments.list, wanted):
            invoice = call(self._v1.invoices.retrieve, facts.id_of(one["invoice"]))
            return invoice["id"], *facts.subscription_of(invoice)
        return "", "", {}

    def _with_intent(self, base: PaymentFact, intent: Object) -> PaymentFact:
        charge = intent.get(CHARGE) or {}
        refunds = self._refunds(charge, intent["id"])
        disputes = self._disputes(charge, intent["id"])
        return replace(
            base,
            payment=intent["id"],
            status=facts.payment_status(intent, base.session_status),
            cents=intent["amount"],
            received_cents=intent["amount_received"],
            currency=intent["currency"].upper(),
            method=(charge.get("payment_method_details") or {}).get("type") or "",
            failure=facts.failure(intent),
            attempt=charge.get("id", ""),
            paid_at=facts.moment(charge["created"]) if charge.get("paid") else None,
            refunds=tuple(facts.refund(one) for one in refunds),
            disputes=tuple(facts.dispute(one) for one in disputes),
            entries=tuple(self._entries(charge, refunds, disputes, intent["id"])),
        )

    def _refunds(self, charge: Object, payment: str) -> list[Object]:
        """With their movements of the balance, which are too deep to come along."""
        if not (charge.get("refunds") or {}).get("data"):
            return []
        params = {"payment_intent": payment, "expand": ["data.balance_transaction"]}
        found = list(pages(self._v1.refunds.list, params))
        for one in found:
            back = one.get("failure_balance_transaction")
            if isinstance(back, str):  # only a failed refund has one
                one["failure_balance_transaction"] = call(
                    self._v1.balance_transactions.retrieve, back
                )
        return found

    def _disputes(self, charge: Object, payment: str) -> list[Object]:
        if not charge.get("disputed"):
            return []
        return list(pages(self._v1.disputes.list, {"payment_intent": payment}))

    @staticmethod
    def _entries(
        charge: Object, refunds: list[Object], disputes: list[Object], payment: str
    ) -> Iterator[BalanceFact]:
        for one in (charge, *refunds):
            for name in ("balance_transaction", "failure_balance_transaction"):
                if isinstance(one.get(name), dict):
                    yield facts.balance(one[name], payment)
        for one in disputes:
            for transaction in one.get("balance_transactions") or []:
                yield facts.balance(transaction, payment)

    def create_refund(
        self, *, payment: str, cents: int, idempotency_key: str, reason: str
    ) -> RefundFact:
        """Our reason is for our books; Stripe knows three of its own, one of them an accusation."""
        params = {
            "payment_intent": payment,
            "amount": cents,
            "metadata": {"key": idempotency_key},
        }
        return facts.refund(
            call(self._v1.refunds.create, params=params, idempotency_key=idempotency_key)
        )

    # --- subscriptions -----------------------------------------------------------------------

    def subscription(self, reference: str) -> SubscriptionFact:
        found = call(self._v1.subscriptions.retrieve, reference)
        items = found["items"]["data"]
        ends = [item["current_period_end"] for item in items if item.get("current_period_end")]
        cancelled = found.get("ended_at") or found.get("canceled_at")
        return SubscriptionFact(
            reference=found["id"],
            state=facts.SUBSCRIPTION_STATE[found["status"]],
            cents=sum(item["price"]["unit_amount"] * item["quantity"] for item in items),
            currency=found["currency"].upper(),
            livemode=found["livemode"],
            metadata=dict(found["metadata"]),
            next_at=facts.moment(min(ends)) if ends else None,
            cancelled_at=facts.moment(cancelled) if cancelled else None,
            invoices=tuple(self._invoices(reference)),
        )

    def _invoices(self, subscription: str) -> Iterator[InvoiceFact]:
        params = {"subscription": subscription, "limit": INVOICES, "expand": ["data.payments"]}
        for one in call(self._v1.invoices.list, params=params)["data"]:
            made = (one.get("payments") or {}).get("data") or []
            payment = facts.id_of(made[0]["payment"].get("payment_intent")) if made else ""
            status = ""
            if payment and one["status"] == "open":
                status = call(self._v1.payment_intents.retrieve, payment)["status"]
            yield facts.invoice(one, payment, status)

    def change_subscription(self, reference: str, *, cents: int, idempotency_key: str) -> None:
        """Without proration: what is paid is paid, and the next month costs the new sum."""
        found = call(self._v1.subscriptions.retrieve, reference)
        item = found["items"]["data"][0]
        call(
            self._v1.subscriptions.update,
            reference,
            params={
                "items": [{"id": item["id"], "price_data": new_price(item["price"], cents)}],
                "proration_behavior": "none",
            },
            idempotency_key=idempotency_key,
        )

    def cancel_subscription(self, reference: str) -> None:
        """Stripe does not find one that has ended, though it still shows it."""
        try:
            call(self._v1.subscriptions.cancel, reference)
        except RefusedError:
            found = call(self._v1.subscriptions.retrieve, reference)
            if facts.SUBSCRIPTION_STATE[found["status"]] != "cancelled":
                raise

    # --- payouts, balance, events ------------------------------------------------------------

    def create_transfer(
        self, *, account: str, cents: int, currency: str, reference: str, idempotency_key: str
    ) -> TransferFact:
        params = {
            "amount": cents,
            "currency": currency.lower(),
            "destination": account,
            "transfer_group": reference,
        }
        return facts.transfer(
            call(self._v1.transfers.create, params=params, idempotency_key=idempotency_key)
        )

    def transfers(self, reference: str) -> list[TransferFact]:
        found = pages(self._v1.transfers.list, {"transfer_group": reference})
        return [facts.transfer(one) for one in found]

    def balance(self, *, since: datetime, until: datetime) -> Iterable[BalanceFact]:
        created = {"gte": int(since.timestamp()), "lt": int(until.timestamp())}
        params = {"created": created, "expand": ["data.source"]}
        return [facts.balance(one) for one in pages(self._v1.balance_transactions.list, params)]

    def events(self, *, since: datetime) -> Iterator[EventFact]:
        """Stripe keeps events for 30 days."""
        found: list[Object] = []
        for kinds in (events.KINDS, events.OF_SUBSCRIPTIONS):
            created = {"gte": max(0, int(since.timestamp()))}
            newest_first = pages(self._v1.events.list, {"types": list(kinds), "created": created})
            found += reversed(list(newest_first))
        for one in sorted(found, key=lambda event: event["created"]):
            fact = events.event_fact(one)
            if fact:
                yield fact
