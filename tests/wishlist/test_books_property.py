"""The same town as in ``crowdfunding_lite``, with the simulated Stripe over real HTTP."""

import os
from datetime import UTC, datetime

import pytest
import time_machine
from crowdfunding_lite import domain
from crowdfunding_lite.models import Donation, Refund, Subscription
from crowdfunding_lite.testing import ACTIONS, Town
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from participation.wishlist.gateway.stripe_gateway import StripeGateway
from tests.wishlist.books import assert_books_agree
from tests.wishlist.stripe_bank import StripeBank

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("PROPERTY_EXAMPLES", "8"))
FAULTS = st.sampled_from(["", "", "post", "get"])
PLAYS = st.lists(
    st.tuples(
        st.sampled_from(ACTIONS),
        st.integers(0, 60),
        st.integers(0, 2000),
        st.one_of(st.none(), st.integers(0, 45)),
    ),
    min_size=5,
    max_size=25,
)


@hypothesis(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(actions=PLAYS, faults=FAULTS)
def test_our_books_equal_stripes_to_the_cent_whatever_happens(
    stripe_process, settings, actions, faults
):
    settings.CROWDFUNDING = {"RECONCILE_AFTER_SECONDS": 0}
    stripe_process.reset()
    stripe_process.switch(sepa_seconds=None, automatic=False)
    gateway = StripeGateway(stripe_process.key, stripe_process.address, retries=0)
    begun = datetime.now(UTC)
    with transaction.atomic(), time_machine.travel(begun, tick=False) as clock:
        town = Town(gateway, StripeBank(stripe_process, gateway, clock), clock)
        for action in actions:
            if faults:  # the work is done, and its answer lost
                stripe_process.fault(
                    "hang_up", match=f"{faults} /v1", after=True, probability=0.15, seed=len(faults)
                )
            town.play(*action)
            stripe_process.clear_faults()
        town.heal()
        assert_books_agree(stripe_process)
        assert not Donation.objects.filter(state="started").exists()
        assert not Refund.objects.filter(state__in=("requested", "pending")).exists()
        _subscriptions_agree(gateway)
        _no_cent_differs(gateway, begun)
        transaction.set_rollback(True)
    assert stripe_process.violations() == []


def _subscriptions_agree(gateway: StripeGateway) -> None:
    for ours in Subscription.objects.exclude(provider_subscription=None):
        theirs = gateway.subscription(ours.provider_subscription)
        expected = "cancelled" if ours.state == "ended" else ours.state
        assert (expected, ours.mismatch) == (theirs.state, "")
        paid = [one.payment for one in theirs.invoices if one.status == "paid"]
        months = ours.donations.exclude(settled_at=None)
        assert sorted(months.values_list("provider_payment", flat=True)) == sorted(paid)


def _no_cent_differs(gateway: StripeGateway, begun: datetime) -> None:
    """By Stripe's own days, from the first movement to today."""
    days = {entry.at.date() for entry in gateway.balance(since=begun, until=timezone.now())}
    for day in sorted(days):
        assert domain.compare_with_balance(provider=gateway, day=day) == []
