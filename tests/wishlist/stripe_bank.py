"""Donors and banks at the simulated Stripe, as ``crowdfunding_lite.testing.Town`` plays them."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from participation.wishlist.gateway.stripe_gateway import StripeGateway
from tests.simulators.stripe.client import StripeSimulator

DAYS_OF_A_MONTH = 31


class StripeBank:
    """Everybody outside. ``clock`` is ours, which goes along when the simulator's is moved."""

    def __init__(self, stripe: StripeSimulator, gateway: StripeGateway, clock: Any) -> None:
        self.stripe, self.gateway, self.clock = stripe, gateway, clock

    # --- who there is ----------------------------------------------------------------------

    def open_pages(self) -> list[str]:
        now = timezone.now().timestamp()
        pages = reversed(self.stripe.objects("checkout.session"))
        return [p["id"] for p in pages if p["status"] == "open" and p["expires_at"] > now + 60]

    def waiting_debits(self) -> list[str]:
        payments = self.stripe.books()["payments"]
        return [one["payment_intent"] for one in payments if one["status"] == "processing"]

    def undisputed(self) -> list[tuple[str, int]]:
        books = self.stripe.books()
        disputed = {one["charge"] for one in books["disputes"]}
        return [
            (one["payment_intent"], one["net"])
            for one in books["payments"]
            if one["net"] > 0 and one["charge"] not in disputed
        ]

    def refunds(self) -> list[tuple[str, str]]:
        refunds = self.stripe.books()["refunds"]
        return [
            (one["payment_intent"], one["id"]) for one in refunds if one["status"] == "succeeded"
        ]

    def open_disputes(self) -> list[tuple[str, str]]:
        disputes = self.stripe.books()["disputes"]
        return [
            (one["payment_intent"], one["id"])
            for one in disputes
            if one["status"] in ("needs_response", "under_review")
        ]

    def running(self) -> list[str]:
        found = reversed(self.stripe.objects("subscription"))
        return [one["id"] for one in found if one["status"] in ("active", "past_due")]

    # --- what they do ----------------------------------------------------------------------

    def pay(self, page: str) -> None:
        self.stripe.pay(page)

    def decline(self, page: str) -> None:
        self.stripe.pay(page, "decline")

    def debit(self, page: str) -> None:
        self.stripe.pay(page, "sepa")

    def leave(self, page: str) -> None:
        self.gateway.expire_checkout(page)

    def debit_arrives(self, payment: str) -> None:
        self.stripe.finish_debit(payment)

    def debit_fails(self, payment: str) -> None:
        self.stripe.finish_debit(payment, comes=False)

    def refund(self, payment: str, cents: int) -> None:
        self.stripe.refund(payment, cents)

    def refund_fails(self, payment: str, refund: str) -> None:
        self.stripe.finish_refund(refund, arrives=False)

    def dispute(self, payment: str) -> None:
        self.stripe.dispute(payment)

    def close_dispute(self, payment: str, dispute: str, state: str) -> None:
        self.stripe.finish_dispute(dispute, won=state == "won")

    def next_month(self, subscription: str, *, works: bool) -> None:
        self.stripe.break_card(subscription, broken=not works)
        self.clock.shift(timedelta(days=DAYS_OF_A_MONTH))
        self.stripe.advance(days=DAYS_OF_A_MONTH)

    def time_passes(self, hours: int) -> None:
        self.stripe.advance(seconds=hours * 3600)
