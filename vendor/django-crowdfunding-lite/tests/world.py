"""A town of donors, banks, an office and a process that may die at any step.

The same actions run against the provider in memory and, in a host's tests, against others.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from crowdfunding_lite import domain
from crowdfunding_lite.models import Campaign, Donation, InboxEvent, Subscription
from crowdfunding_lite.providers import ProviderError
from crowdfunding_lite.testing import Bank, MemoryProvider
from django.db import connection
from django.utils import timezone
from makers import go_to_page, make_campaign


class Crash(BaseException):
    """The process is killed. No handler of ours may catch it."""


class Crashing:
    """Counts steps – statements to the database, both ends of each request – and dies at one."""

    def __init__(self, provider: MemoryProvider, at: int | None) -> None:
        self.provider, self.left = provider, at

    def step(self, *_words: Any) -> None:
        if self.left is None:
            return
        if self.left == 0:
            self.left = None
            raise Crash
        self.left -= 1

    def statement(self, execute: Callable, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            self.step()
        return execute(sql, params, many, context)

    def run(self, doing: Callable[[], Any]) -> None:
        """Do it, and die on the way or not. What a person would be told to try again, is left."""
        self.provider.step = self.step
        try:
            with connection.execute_wrapper(self.statement):
                doing()
        except (Crash, ProviderError, domain.NotAllowedError, domain.BusyError):
            pass
        finally:
            self.provider.step = lambda name, when: None


class World:
    """Everything that can happen. Things are chosen by numbers, modulo how many there are."""

    def __init__(self, clock: Any) -> None:
        self.clock = clock
        self.provider = MemoryProvider()
        self.bank = Bank(self.provider)
        today = timezone.localdate()
        self.campaigns = [
            make_campaign(goal_cents=4000),
            make_campaign(
                goal_cents=3000, rule="all_or_nothing", ends_on=today + timedelta(days=40)
            ),
        ]

    # --- ours: each may die on the way --------------------------------------------------------

    def give(self, number: int, cents: int, crash: int | None) -> None:
        monthly = number % 3 == 0
        campaign = self.campaigns[0 if monthly else number % 2]

        def doing() -> None:
            donation = domain.open_donation(
                campaign=Campaign.objects.get(pk=campaign.pk),
                amount_cents=200 + cents,
                fee_cover_cents=cents % 40,
                monthly=monthly,
            )
            go_to_page(self.provider, donation)

        self.ours(doing, crash)

    def come_back(self, number: int, cents: int, crash: int | None) -> None:
        self.with_donation(
            number,
            crash,
            lambda donation: domain.settle(
                donation=donation, provider=self.provider, source="return"
            ),
        )

    def webhook(self, number: int, cents: int, crash: int | None) -> None:
        """Any event, at any time, any number of times: what is never chosen was dropped."""
        told = self.provider.events_told
        if not told:
            return

        def doing() -> None:
            kept = domain.receive_event(event=told[number % len(told)])
            event = kept or InboxEvent.objects.get(event_id=told[number % len(told)].reference)
            domain.handle_event(event=event, provider=self.provider)

        self.ours(doing, crash)

    def refund(self, number: int, cents: int, crash: int | None) -> None:
        def doing(donation: Donation) -> None:
            left = domain.left_to_refund(donation)
            asked = domain.request_refund(
                donation=donation, cents=min(left, 1 + cents), reason="", by=None
            )
            domain.carry_out_refund(refund=asked, provider=self.provider)

        self.with_donation(number, crash, doing)

    def change_month(self, number: int, cents: int, crash: int | None) -> None:
        def doing(subscription: Subscription) -> None:
            domain.change_subscription(subscription=subscription, amount_cents=200 + cents)
            self.sync(subscription)

        self.with_subscription(number, crash, doing)

    def cancel_month(self, number: int, cents: int, crash: int | None) -> None:
        def doing(subscription: Subscription) -> None:
            domain.cancel_subscription(subscription=subscription)
            self.sync(subscription)

        self.with_subscription(number, crash, doing)

    def end_campaign(self, number: int, cents: int, crash: int | None) -> None:
        campaign = self.campaigns[number % 2]
        self.ours(lambda: domain.end_campaign(campaign=campaign), crash)

    def reconcile(self, number: int, cents: int, crash: int | None) -> None:
        self.ours(lambda: domain.reconcile(provider=self.provider), crash)

    # --- theirs -------------------------------------------------------------------------------

    def pay(self, number: int, cents: int, crash: int | None) -> None:
        self.at_page(number, self.bank.pay)

    def decline(self, number: int, cents: int, crash: int | None) -> None:
        self.at_page(number, self.bank.decline)

    def debit(self, number: int, cents: int, crash: int | None) -> None:
        self.at_page(number, self.bank.debit)

    def leave(self, number: int, cents: int, crash: int | None) -> None:
        self.at_page(number, self.bank.leave)

    def bank_answers(self, number: int, cents: int, crash: int | None) -> None:
        waiting = [p for p in self.provider.payments.values() if p.status == "processing"]
        for payment in pick(waiting, number):
            (self.bank.debit_fails if cents % 3 == 0 else self.bank.debit_arrives)(
                payment.reference
            )

    def refund_there(self, number: int, cents: int, crash: int | None) -> None:
        for payment in pick(self.paid(), number):
            if not payment.disputes and payment.left_cents:
                self.bank.refund(payment.reference, min(payment.left_cents, 1 + cents))

    def refund_fails(self, number: int, cents: int, crash: int | None) -> None:
        for payment in pick(self.paid(), number):
            done = [one for one in payment.refunds.values() if one.state == "succeeded"]
            for refund in pick(done, cents):
                self.bank.refund_fails(payment.reference, refund.reference)

    def dispute(self, number: int, cents: int, crash: int | None) -> None:
        for payment in pick(self.paid(), number):
            if not payment.disputes and payment.left_cents:
                self.bank.dispute(payment.reference)

    def dispute_ends(self, number: int, cents: int, crash: int | None) -> None:
        for payment in pick(self.paid(), number):
            for dispute in payment.disputes.values():
                if dispute.state == "open":
                    self.bank.close_dispute(
                        payment.reference, dispute.reference, "won" if cents % 2 else "lost"
                    )

    def month(self, number: int, cents: int, crash: int | None) -> None:
        running = [s for s in self.provider.subscriptions.values() if s.state != "cancelled"]
        for subscription in pick(running, number):
            if subscription.state == "past_due":
                self.bank.retry(subscription.reference)
            else:
                self.bank.renew(subscription.reference, works=cents % 4 != 0)

    def wait(self, number: int, cents: int, crash: int | None) -> None:
        """Pages expire, and after a day the provider has forgotten its idempotency keys."""
        hours = number % 30
        self.clock.shift(timedelta(hours=hours))
        if hours >= 24:
            self.provider.answers.clear()

    # --- how ----------------------------------------------------------------------------------

    def ours(self, doing: Callable[[], Any], crash: int | None) -> None:
        Crashing(self.provider, crash).run(doing)

    def with_donation(
        self, number: int, crash: int | None, doing: Callable[[Donation], Any]
    ) -> None:
        for donation in pick(Donation.objects.order_by("pk"), number):
            self.ours(lambda donation=donation: doing(donation), crash)

    def with_subscription(
        self, number: int, crash: int | None, doing: Callable[[Subscription], Any]
    ) -> None:
        for subscription in pick(Subscription.objects.order_by("pk"), number):
            self.ours(lambda subscription=subscription: doing(subscription), crash)

    def sync(self, subscription: Subscription) -> None:
        domain.sync_subscription(subscription=subscription, provider=self.provider, source="return")

    def at_page(self, number: int, doing: Callable[[str], Any]) -> None:
        pages = [one for one in self.provider.sessions.values() if one.status == "open"]
        for page in pick(pages, number):
            if page.request.expires_at > timezone.now():
                doing(page.reference)

    def paid(self) -> list[Any]:
        return [one for one in self.provider.payments.values() if one.status == "succeeded"]

    def heal(self) -> None:
        """Nothing fails any more, and the comparison runs for some days."""
        for _day in range(4):
            self.clock.shift(timedelta(hours=25))
            report = domain.reconcile(provider=self.provider)
        assert report.failed == []


def pick(things: Any, number: int) -> list[Any]:
    """One of them, or none where there is none."""
    things = list(things)
    return [things[number % len(things)]] if things else []
