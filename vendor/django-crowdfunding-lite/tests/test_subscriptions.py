import pytest
import told
from crowdfunding_lite import domain
from crowdfunding_lite.domain import NotAllowedError
from crowdfunding_lite.models import Subscription
from crowdfunding_lite.providers import UnavailableError
from makers import begin, settle

pytestmark = pytest.mark.django_db


@pytest.fixture
def monthly(provider, bank) -> Subscription:
    donation = begin(provider, cents=1000, monthly=True)
    bank.pay(donation.provider_session)
    subscription = settle(provider, donation).subscription
    assert subscription is not None
    return subscription


def sync(provider, subscription: Subscription) -> Subscription:
    return domain.sync_subscription(subscription=subscription, provider=provider, source="job")


def sums(subscription: Subscription) -> list[tuple[str, int]]:
    return [(d.state, d.settled_cents) for d in subscription.donations.order_by("pk")]


def test_the_first_payment_begins_it(monthly):
    assert (monthly.state, sums(monthly)) == ("active", [("paid", 1000)])
    assert told.of("subscription") == [("started", "active")]


def test_every_month_is_one_donation_however_often_it_is_looked_at(provider, bank, monthly):
    for _month in range(3):
        bank.renew(monthly.provider_subscription)
        sync(provider, monthly)
        sync(provider, monthly)
    assert sums(monthly) == [("paid", 1000)] * 4


def test_the_bill_of_the_first_month_belongs_to_the_donation_that_began(provider, bank):
    donation = begin(provider, cents=1000, monthly=True)
    bank.pay(donation.provider_session)
    reference = next(iter(provider.subscriptions))
    donation.subscription.provider_subscription = reference
    donation.subscription.save()
    sync(provider, donation.subscription)  # an event of the bill came before that of the page
    settle(provider, donation)
    assert sums(donation.subscription) == [("paid", 1000)]


def test_a_changed_sum_holds_from_the_next_month_on(provider, bank, monthly):
    domain.change_subscription(subscription=monthly, amount_cents=2000, fee_cover_cents=50)
    sync(provider, monthly)
    bank.renew(monthly.provider_subscription)
    sync(provider, monthly)
    last = monthly.donations.order_by("pk").last()
    assert (last.amount_cents, last.fee_cover_cents, last.state) == (2000, 50, "paid")
    assert last.mismatch == ""


def test_a_bill_written_before_the_change_matches_the_sum_agreed_then(provider, bank, monthly):
    domain.change_subscription(subscription=monthly, amount_cents=2000)
    bank.renew(monthly.provider_subscription)
    sync(provider, monthly)
    assert sums(monthly) == [("paid", 1000)] * 2


def test_a_bill_nobody_agreed_to_is_a_mismatch(provider, bank, monthly):
    provider.subscriptions[monthly.provider_subscription].cents = 7700
    bank.renew(monthly.provider_subscription)
    sync(provider, monthly)
    last = monthly.donations.order_by("pk").last()
    assert (last.settled_cents, "amount" in last.mismatch) == (0, True)


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_change_that_did_not_reach_the_provider_is_told_again(provider, monthly, when):
    domain.change_subscription(subscription=monthly, amount_cents=2000)
    provider.fail_next("change_subscription", when)
    with pytest.raises(UnavailableError):
        sync(provider, monthly)
    sync(provider, monthly)
    assert provider.subscriptions[monthly.provider_subscription].cents == 2000


def test_the_same_sum_again_is_no_change(provider, monthly):
    domain.change_subscription(subscription=monthly, amount_cents=1000)
    assert monthly.terms.count() == 1


@pytest.mark.parametrize("cents", [1, 500_001])
def test_a_changed_sum_keeps_the_limits(monthly, cents):
    with pytest.raises(NotAllowedError):
        domain.change_subscription(subscription=monthly, amount_cents=cents)


def test_it_is_cancelled_in_one_step(provider, bank, monthly):
    domain.cancel_subscription(subscription=monthly)
    domain.cancel_subscription(subscription=monthly)
    subscription = sync(provider, monthly)
    assert (subscription.state, subscription.next_on) == ("cancelled", None)
    assert provider.subscriptions[monthly.provider_subscription].state == "cancelled"
    with pytest.raises(NotAllowedError):
        domain.change_subscription(subscription=subscription, amount_cents=2000)


def test_one_ended_at_the_provider_is_cancelled_here(provider, monthly):
    provider.cancel_subscription(monthly.provider_subscription)
    assert sync(provider, monthly).state == "cancelled"


def test_it_ends_with_its_campaign(provider, monthly):
    domain.end_campaign(campaign=monthly.campaign)
    domain.reconcile(provider=provider)
    monthly.refresh_from_db()
    assert (monthly.state, monthly.stop_with_campaign) == ("ended", True)


def test_a_failing_month_is_told_once_and_again_only_after_it_worked(provider, bank, monthly):
    reference = monthly.provider_subscription
    bank.renew(reference, works=False)
    assert sync(provider, monthly).state == "past_due"
    sync(provider, monthly)
    assert len(told.of("renewal_failed")) == 1
    bank.retry(reference)
    assert sync(provider, monthly).state == "active"
    assert sums(monthly) == [("paid", 1000)] * 2
    bank.renew(reference, works=False)
    sync(provider, monthly)
    assert len(told.of("renewal_failed")) == 2


def test_a_page_nobody_paid_at_leaves_no_subscription(provider, bank):
    donation = begin(provider, cents=1000, monthly=True)
    bank.leave(donation.provider_session)
    assert settle(provider, donation).subscription.state == "cancelled"


def test_a_subscription_of_somebody_else_is_a_mismatch(provider, monthly):
    provider.subscriptions[monthly.provider_subscription].metadata["subscription"] = "other"
    subscription = sync(provider, monthly)
    assert "expected" in subscription.mismatch
    assert subscription.state == "active"
