"""A town of donors, banks, an office and a process that may die at any step.

For property tests: any list of ``(action, number, cents, crash)`` may be played, with the provider
in memory or a host's own, whose bank then has the methods of :class:`Bank`.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from crowdfunding_lite import domain
from crowdfunding_lite.models import (
    Campaign,
    Donation,
    InboxEvent,
    Receiver,
    Rule,
    Stage,
    Subscription,
)
from crowdfunding_lite.testing.crashes import Crashing

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
OURS = (
    "give",
    "come_back",
    "webhook",
    "refund",
    "change_month",
    "cancel_month",
    "end_campaign",
    "reconcile",
)
THEIRS = (
    "pay",
    "decline",
    "debit",
    "leave",
    "bank_answers",
    "refund_there",
    "refund_fails",
    "dispute",
    "dispute_ends",
    "month",
    "wait",
)
ACTIONS = (*OURS, *THEIRS, *("give", "pay") * 4, *("webhook", "come_back", "debit") * 2)
"""What leads on is there more often than what ends things."""


def pick(things: Iterable[Any], number: int) -> list[Any]:
    """One of them, by a number modulo how many there are; none where there is none."""
    things = list(things)
    return [things[number % len(things)]] if things else []


class Town:
    """Everything that can happen. ``clock`` has ``shift``, as a traveller of time-machine does."""

    def __init__(self, provider: Any, bank: Any, clock: Any) -> None:
        self.provider, self.bank, self.clock = provider, bank, clock
        receiver = Receiver.objects.create(name="Receiver", iban="DE89370400440532013000")
        common = {"receiver": receiver, "title": "A van", "stage": Stage.PUBLISHED}
        self.campaigns = [
            Campaign.objects.create(goal_cents=4000, **common),
            Campaign.objects.create(
                goal_cents=3000,
                rule=Rule.ALL_OR_NOTHING,
                ends_on=timezone.localdate() + timedelta(days=40),
                **common,
            ),
        ]

    def play(self, name: str, number: int, cents: int, crash: int | None) -> None:
        """One action. ``crash`` is the step at which our process dies, if it does."""
        if name in OURS:
            doing = getattr(self, name)(number, cents)
            if doing:
                Crashing(crash).run(self.provider, doing)
        else:
            getattr(self, name)(number, cents)

    # --- ours: each gives what is to be done with a provider ------------------------------------

    def give(self, number: int, cents: int) -> Callable:
        monthly = number % 3 == 0
        campaign = self.campaigns[0 if monthly else number % 2]

        def doing(provider: Any) -> None:
            donation = domain.open_donation(
                campaign=Campaign.objects.get(pk=campaign.pk),
                amount_cents=200 + cents,
                fee_cover_cents=cents % 40,
                monthly=monthly,
            )
            domain.start_checkout(
                donation=donation,
                provider=provider,
                success_url="https://example.org/thanks",
                cancel_url="https://example.org/back",
            )

        return doing

    def come_back(self, number: int, cents: int) -> Callable | None:
        for donation in pick(Donation.objects.order_by("pk"), number):
            return lambda provider: domain.settle(
                donation=donation, provider=provider, source="return"
            )
        return None

    def webhook(self, number: int, cents: int) -> Callable | None:
        """Any event, at any time, any number of times: what is never chosen was dropped."""
        for event in pick(self.provider.events(since=EPOCH), number):

            def doing(provider: Any, event: Any = event) -> None:
                kept = domain.receive_event(event=event)
                kept = kept or InboxEvent.objects.get(event_id=event.reference)
                domain.handle_event(event=kept, provider=provider)

            return doing
        return None

    def refund(self, number: int, cents: int) -> Callable | None:
        for donation in pick(Donation.objects.order_by("pk"), number):

            def doing(provider: Any, donation: Donation = donation) -> None:
                left = domain.left_to_refund(donation)
                asked = domain.request_refund(
                    donation=donation, cents=min(left, 1 + cents), reason="", by=None
                )
                domain.carry_out_refund(refund=asked, provider=provider)

            return doing
        return None

    def change_month(self, number: int, cents: int) -> Callable | None:
        return self._with_month(
            number,
            lambda subscription: domain.change_subscription(
                subscription=subscription, amount_cents=200 + cents
            ),
        )

    def cancel_month(self, number: int, cents: int) -> Callable | None:
        return self._with_month(
            number, lambda subscription: domain.cancel_subscription(subscription=subscription)
        )

    def _with_month(self, number: int, wish: Callable) -> Callable | None:
        for subscription in pick(Subscription.objects.order_by("pk"), number):

            def doing(provider: Any, subscription: Subscription = subscription) -> None:
                wish(subscription)
                domain.sync_subscription(
                    subscription=subscription, provider=provider, source="return"
                )

            return doing
        return None

    def end_campaign(self, number: int, cents: int) -> Callable:
        campaign = self.campaigns[number % 2]
        return lambda provider: domain.end_campaign(campaign=campaign)

    def reconcile(self, number: int, cents: int) -> Callable:
        return lambda provider: domain.reconcile(provider=provider)

    # --- theirs -------------------------------------------------------------------------------

    def pay(self, number: int, cents: int) -> None:
        self._at_page(number, self.bank.pay)

    def decline(self, number: int, cents: int) -> None:
        self._at_page(number, self.bank.decline)

    def debit(self, number: int, cents: int) -> None:
        self._at_page(number, self.bank.debit)

    def leave(self, number: int, cents: int) -> None:
        self._at_page(number, self.bank.leave)

    def _at_page(self, number: int, doing: Callable[[str], Any]) -> None:
        for page in pick(self.bank.open_pages(), number):
            doing(page)

    def bank_answers(self, number: int, cents: int) -> None:
        for payment in pick(self.bank.waiting_debits(), number):
            (self.bank.debit_fails if cents % 3 == 0 else self.bank.debit_arrives)(payment)

    def refund_there(self, number: int, cents: int) -> None:
        for payment, left in pick(self.bank.undisputed(), number):
            self.bank.refund(payment, min(left, 1 + cents))

    def refund_fails(self, number: int, cents: int) -> None:
        for payment, refund in pick(self.bank.refunds(), number):
            self.bank.refund_fails(payment, refund)

    def dispute(self, number: int, cents: int) -> None:
        for payment, _left in pick(self.bank.undisputed(), number):
            self.bank.dispute(payment)

    def dispute_ends(self, number: int, cents: int) -> None:
        for payment, dispute in pick(self.bank.open_disputes(), number):
            self.bank.close_dispute(payment, dispute, "won" if cents % 2 else "lost")

    def month(self, number: int, cents: int) -> None:
        for subscription in pick(self.bank.running(), number):
            self.bank.next_month(subscription, works=cents % 4 != 0)

    def wait(self, number: int, cents: int) -> None:
        self._pass(number % 30)

    def _pass(self, hours: int) -> None:
        """Time passes for us and for them: pages expire, idempotency keys are forgotten."""
        self.clock.shift(timedelta(hours=hours))
        self.bank.time_passes(hours)

    def heal(self) -> None:
        """Nothing fails any more, and the comparison runs for some days."""
        for _day in range(4):
            self._pass(25)
            report = domain.reconcile(provider=self.provider)
        assert report.failed == [], report.failed  # noqa: S101
