"""Whatever happens in whatever order, whoever dies at whatever step: books agree to the cent."""

import os
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
import time_machine
from crowdfunding_lite import domain
from crowdfunding_lite.models import Campaign, Donation, Refund, Subscription
from crowdfunding_lite.testing import ACTIONS, Bank, MemoryProvider, Town
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("PROPERTY_EXAMPLES", "60"))
START = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
PLAYS = st.lists(
    st.tuples(
        st.sampled_from(ACTIONS),
        st.integers(0, 60),
        st.integers(0, 2000),
        st.one_of(st.none(), st.integers(0, 45)),
    ),
    min_size=5,
    max_size=40,
)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(actions=PLAYS)
def test_our_books_equal_the_providers_to_the_cent_whatever_happens(actions):
    with transaction.atomic(), time_machine.travel(START, tick=False) as clock:
        provider = MemoryProvider()
        world = Town(provider, Bank(provider), clock)
        for action in actions:
            world.play(*action)
        world.heal()
        payments_agree(world)
        nothing_is_left_open(world)
        refunds_were_made_once(world)
        subscriptions_agree(world)
        histories_end_where_things_stand()
        no_cent_differs(world)
        transaction.set_rollback(True)


def payments_agree(world: Town) -> None:
    ours = {one.provider_payment: one for one in Donation.objects.all() if one.provider_payment}
    for payment in world.provider.payments.values():
        moved = sum(entry.cents for entry in payment.entries)
        fees = sum(entry.fee_cents for entry in payment.entries)
        donation = ours.pop(payment.reference, None)
        if donation is None:  # a declined card, or a month that could not be collected
            assert payment.status == "none"
            assert moved == 0
            continue
        assert donation.mismatch == ""
        assert donation.net_cents - donation.disputed_cents == moved
        assert donation.provider_fee_cents == fees
    assert not ours
    assert not Donation.objects.filter(provider_payment=None).exclude(settled_cents=0).exists()


def nothing_is_left_open(world: Town) -> None:
    assert not Donation.objects.filter(state="started").exists()
    processing = Donation.objects.filter(state="processing")
    waiting = [one for one in world.provider.payments.values() if one.status == "processing"]
    assert processing.count() == len(waiting)
    for campaign in Campaign.objects.exclude(missed_at=None):
        for donation in campaign.donations.filter(net_cents__gt=0):
            # Only what cannot go back by itself is left of a missed goal.
            failed = donation.refunds.filter(state="failed").exists()
            assert failed or donation.disputed_cents


def refunds_were_made_once(world: Town) -> None:
    made = [one for p in world.provider.payments.values() for one in p.refunds.values()]
    keys = [one.key for one in made if one.key]
    assert len(keys) == len(set(keys))
    rows = {one.provider_refund: one for one in Refund.objects.all() if one.provider_refund}
    assert rows.keys() == {one.reference for one in made}
    assert all(rows[one.reference].state == one.state for one in made)
    assert all(rows[one.reference].cents == one.cents for one in made)
    assert not Refund.objects.filter(state__in=("requested", "pending")).exists()


def subscriptions_agree(world: Town) -> None:
    for subscription in Subscription.objects.all():
        reference = subscription.provider_subscription
        if reference is None:
            assert subscription.state == "cancelled"
            continue
        theirs = world.provider.subscriptions[reference]
        if subscription.stop_asked_at:
            assert theirs.state == "cancelled"
        if theirs.state == "cancelled":
            assert subscription.state in ("cancelled", "ended")
        else:
            assert (subscription.state, subscription.total_cents) == (theirs.state, theirs.cents)
        paid = [one.payment for one in theirs.invoices if one.status == "paid"]
        ours = subscription.donations.exclude(provider_payment=None)
        assert sorted(ours.values_list("provider_payment", flat=True)) == sorted(paid)


def histories_end_where_things_stand() -> None:
    for donation in Donation.objects.all():
        moves = list(donation.events.exclude(to_state="").values_list("from_state", "to_state"))
        assert moves[-1][1] == donation.state
        assert all(before[1] == after[0] for before, after in pairwise(moves))


def no_cent_differs(world: Town) -> None:
    day = START.date()
    while day <= timezone.now().date():
        assert domain.compare_with_balance(provider=world.provider, day=day) == []
        day += timedelta(days=1)
