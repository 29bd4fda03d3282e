"""A process is killed between any two steps, at each of them once, and everything heals.

Real processes, real commits, and the simulated Stripe over real HTTP.
"""

import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from crowdfunding_lite import domain
from crowdfunding_lite.models import Donation, InboxEvent, Payout
from django.utils import timezone

from participation.wishlist.gateway.stripe_gateway import StripeGateway
from tests.wishlist.books import assert_books_agree
from tests.wishlist.dying import killed_at

pytestmark = pytest.mark.django_db(transaction=True)
MOST_STEPS = 80


@pytest.fixture
def kill_everywhere(stripe_simulator, settings):
    """A function: kills the verb at its first step, its second … until it comes through.

    Long ones are killed at every third step; ``KILL_EVERYWHERE=1`` leaves none out.
    """
    settings.CROWDFUNDING = {"RECONCILE_AFTER_SECONDS": 0}
    stripe_simulator.switch(automatic=False)

    def provider() -> StripeGateway:
        return StripeGateway(stripe_simulator.key, stripe_simulator.address)

    def kill_everywhere(
        prepare: Callable[[], Any], doing: Callable[[Any, Any], Any], *, stride: int = 1
    ) -> int:
        for step in range(0, MOST_STEPS, 1 if os.environ.get("KILL_EVERYWHERE") else stride):
            thing = prepare()
            if not killed_at(step, provider, lambda died, thing=thing: doing(died, thing)):
                return step
        raise AssertionError("That is too many steps.")

    return kill_everywhere


def heal(stripe, simulator, *, hours: int = 2) -> None:
    """Time passes here and there, and the comparison runs."""
    simulator.advance(seconds=hours * 3600)
    with time_machine.travel(timezone.now() + timedelta(hours=hours), tick=True):
        for _run in range(2):
            report = domain.reconcile(provider=stripe)
        assert report.failed == []
    assert_books_agree(simulator)


@pytest.fixture
def paid(begin, stripe, stripe_simulator) -> Callable[..., Donation]:
    """A function that makes a donation that is paid and settled."""

    def paid(cents: int = 5000) -> Donation:
        donation = begin(cents)
        stripe_simulator.pay(donation.provider_session)
        return domain.settle(donation=donation, provider=stripe, source="return")

    return paid


def test_killed_while_a_donation_begins(kill_everywhere, campaign, stripe, stripe_simulator):
    def give(provider, _nothing):
        donation = domain.open_donation(campaign=campaign, amount_cents=5000)
        domain.start_checkout(
            donation=donation,
            provider=provider,
            success_url="https://example.org/a",
            cancel_url="https://example.org/b",
        )

    steps = kill_everywhere(lambda: None, give)
    assert steps > 8
    domain.reconcile(provider=stripe)
    known = set(Donation.objects.exclude(provider_session=None).values_list("provider_session"))
    assert {(one["id"],) for one in stripe_simulator.objects("checkout.session")} <= known
    heal(stripe, stripe_simulator)
    assert set(Donation.objects.values_list("state", flat=True)) == {"expired"}


def test_killed_while_a_payment_is_settled(kill_everywhere, begin, stripe, stripe_simulator):
    def prepare() -> Donation:
        donation = begin(monthly=Donation.objects.count() % 2 == 1)
        stripe_simulator.pay(donation.provider_session)
        return donation

    def settle(provider, donation):
        domain.settle(donation=donation, provider=provider, source="return")

    steps = kill_everywhere(prepare, settle)
    assert steps > 7  # both ends of the request, and each statement
    heal(stripe, stripe_simulator)
    for donation in Donation.objects.all():
        assert donation.state == "paid"
        assert donation.events.filter(kind="state").count() == 1


def test_killed_while_an_event_is_handled(kill_everywhere, begin, stripe, stripe_simulator):
    def prepare() -> Donation:
        donation = begin()
        stripe_simulator.pay(donation.provider_session)
        return donation

    def handle(provider, donation):
        *_others, newest = provider.events(since=timezone.now() - timedelta(hours=1))
        kept = domain.receive_event(event=newest)
        if kept:
            domain.handle_event(event=kept, provider=provider)

    kill_everywhere(prepare, handle, stride=3)
    heal(stripe, stripe_simulator)
    assert set(Donation.objects.values_list("state", flat=True)) == {"paid"}
    assert not InboxEvent.objects.filter(handled_at=None).exists()


def test_killed_while_money_is_given_back(kill_everywhere, paid, stripe, stripe_simulator):
    def refund(provider, donation):
        asked = domain.request_refund(donation=donation, cents=1500, reason="", by=None)
        domain.carry_out_refund(refund=asked, provider=provider)

    assert kill_everywhere(paid, refund, stride=3) > 15
    heal(stripe, stripe_simulator)
    assert set(Donation.objects.values_list("refunded_cents", flat=True)) <= {0, 1500}
    assert Donation.objects.filter(refunded_cents=1500).count() > 5


def test_killed_while_a_month_is_taken_over(kill_everywhere, begin, stripe, stripe_simulator):
    first = begin(1000, monthly=True)
    stripe_simulator.pay(first.provider_session)
    subscription = domain.settle(donation=first, provider=stripe, source="return").subscription

    def prepare() -> None:
        domain.sync_subscription(subscription=subscription, provider=stripe, source="job")
        stripe_simulator.advance(days=32)
        domain.change_subscription(
            subscription=subscription, amount_cents=1000 + Donation.objects.count()
        )

    def sync(provider, _nothing):
        domain.sync_subscription(subscription=subscription, provider=provider, source="job")

    steps = kill_everywhere(prepare, sync, stride=3)
    assert steps > 15
    heal(stripe, stripe_simulator, hours=30)
    assert subscription.donations.filter(state="paid").count() == len(
        stripe_simulator.objects("invoice")
    )


def test_killed_while_a_payout_is_transferred(
    kill_everywhere, paid, campaign, stripe, stripe_simulator
):
    paid(100_000)
    stripe_simulator.advance(days=8)
    account = stripe.create_account(email="a@example.org", name="Tafel", idempotency_key="a")
    stripe_simulator.get_on_board(account.reference)
    campaign.receiver.payout_method = "provider"
    campaign.receiver.provider_account = account.reference
    campaign.receiver.save()

    def prepare() -> Payout:
        payout = domain.plan_payout(campaign=campaign, cents=1000)
        Payout.objects.filter(pk=payout.pk).update(hold_until=None)
        return domain.release_payout(payout=payout)

    def send(provider, payout):
        domain.send_payout(payout=payout, provider=provider)

    kill_everywhere(prepare, send, stride=3)
    heal(stripe, stripe_simulator)
    transfers = stripe_simulator.objects("transfer")
    references = [one["transfer_group"] for one in transfers]
    assert len(references) == len(set(references))
    paid_out = Payout.objects.filter(state="paid").values_list("reference", flat=True)
    assert set(paid_out) == set(references)
    assert not Payout.objects.filter(state="sent").exists()
