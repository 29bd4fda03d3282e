"""What the gateway asks of Stripe, and what it makes of the answers."""

from datetime import UTC, datetime, timedelta

import pytest
from crowdfunding_lite import domain
from crowdfunding_lite.models import Donor, Payout, Receiver
from crowdfunding_lite.providers import NotFoundError, RefusedError, UnavailableError

from participation.wishlist import gateway
from participation.wishlist.gateway.stripe_gateway import StripeGateway

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _within_the_schema(stripe_simulator):
    """Every request of every test is one that Stripe's own description allows."""
    yield
    assert stripe_simulator.violations() == []


def settle(donation, stripe):
    return domain.settle(donation=donation, provider=stripe, source="return")


def test_the_page_costs_what_the_row_says(begin, stripe, stripe_simulator):
    donor = Donor.objects.create(email="kim@example.org")
    donation = begin(5000, fee_cover_cents=100, donor=donor)
    session = stripe_simulator.objects("checkout.session")[0]
    assert session["amount_total"] == 5100
    assert session["currency"] == "eur"
    assert session["client_reference_id"] == str(donation.public_id)
    assert session["customer_email"] == "kim@example.org"
    assert session["locale"] == "de"
    assert session["expires_at"] == int(donation.expires_at.timestamp())


def test_a_card_payment_is_paid_with_its_fee(begin, stripe, stripe_simulator):
    donation = begin()
    stripe_simulator.pay(donation.provider_session)
    donation = settle(donation, stripe)
    truth = stripe_simulator.books()
    assert (donation.state, donation.settled_cents, donation.method) == ("paid", 5000, "card")
    assert donation.provider_fee_cents > 0
    entry = donation.balance_entries.get()
    assert entry.cents - entry.fee_cents == sum(one["net"] for one in truth["transactions"])


def test_a_declined_card_is_told_and_can_be_tried_again(begin, stripe, stripe_simulator):
    donation = begin()
    stripe_simulator.pay(donation.provider_session, "decline")
    donation = settle(donation, stripe)
    assert donation.state == "started"
    assert donation.events.get(kind="declined").note.startswith("generic_decline ch_")
    stripe_simulator.pay(donation.provider_session, "card")
    assert settle(donation, stripe).state == "paid"


def test_a_debit_is_on_its_way_and_then_paid(begin, stripe, stripe_simulator):
    stripe_simulator.switch(sepa_seconds=None)
    donation = begin()
    stripe_simulator.pay(donation.provider_session, "sepa")
    donation = settle(donation, stripe)
    assert (donation.state, donation.settled_cents) == ("processing", 0)
    stripe_simulator.finish_debit(donation.provider_payment)
    donation = settle(donation, stripe)
    assert (donation.state, donation.method) == ("paid", "sepa_debit")


def test_a_debit_that_bounces_has_failed(begin, stripe, stripe_simulator):
    stripe_simulator.switch(sepa_seconds=None)
    donation = begin()
    stripe_simulator.pay(donation.provider_session, "sepa")
    payment = settle(donation, stripe).provider_payment
    stripe_simulator.finish_debit(payment, comes=False)
    donation = settle(donation, stripe)
    assert (donation.state, donation.net_cents) == ("failed", 0)
    assert donation.events.last().note == "insufficient_funds"


def test_a_page_that_is_left_expires(begin, stripe, stripe_simulator):
    donation = begin()
    stripe.expire_checkout(donation.provider_session)
    stripe.expire_checkout(donation.provider_session)
    assert settle(donation, stripe).state == "expired"


def test_a_paid_page_is_not_closed(begin, stripe, stripe_simulator):
    donation = begin()
    stripe_simulator.pay(donation.provider_session)
    stripe.expire_checkout(donation.provider_session)
    assert settle(donation, stripe).state == "paid"


def test_refunds_of_both_sides_are_in_the_books(begin, stripe, stripe_simulator):
    donation = begin()
    stripe_simulator.pay(donation.provider_session)
    donation = settle(donation, stripe)
    refund = domain.request_refund(donation=donation, cents=1500, reason="Doppelt", by=None)
    refund = domain.carry_out_refund(refund=refund, provider=stripe)
    assert (refund.state, refund.cents) == ("succeeded", 1500)
    stripe_simulator.refund(donation.provider_payment, 500)
    donation = settle(donation, stripe)
    assert (donation.state, donation.refunded_cents) == ("refunded_in_part", 2000)
    assert donation.refunds.count() == 2


def test_a_refund_that_comes_back_has_failed_and_takes_nothing(begin, stripe, stripe_simulator):
    donation = begin()
    stripe_simulator.pay(donation.provider_session)
    donation = settle(donation, stripe)
    stripe_simulator.switch(refunds="pending")
    refund = domain.request_refund(donation=donation, cents=5000, reason="", by=None)
    refund = domain.carry_out_refund(refund=refund, provider=stripe)
    assert refund.state == "pending"
    assert settle(donation, stripe).state == "refunded"
    stripe_simulator.finish_refund(refund.provider_refund, arrives=False)
    donation = settle(donation, stripe)
    refund.refresh_from_db()
    assert (donation.state, donation.net_cents, refund.state) == ("paid", 5000, "failed")
    assert sum(entry.cents for entry in donation.balance_entries.all()) == 5000


def test_too_large_a_refund_is_refused(begin, stripe, stripe_simulator):
    donation = begin()
    stripe_simulator.pay(donation.provider_session)
    payment = settle(donation, stripe).provider_payment
    with pytest.raises(RefusedError):
        stripe.create_refund(payment=payment, cents=5001, idempotency_key="k", reason="")


@pytest.mark.parametrize(("won", "state", "net"), [(True, "paid", 5000), (False, "charge_lost", 0)])
def test_a_dispute_holds_the_money_until_it_is_decided(
    begin, stripe, stripe_simulator, won, state, net
):
    donation = begin()
    stripe_simulator.pay(donation.provider_session)
    payment = settle(donation, stripe).provider_payment
    stripe_simulator.dispute(payment)
    donation = settle(donation, stripe)
    dispute = donation.disputes.get()
    assert (donation.state, donation.disputed_cents) == ("disputed", 5000)
    assert dispute.respond_by is not None
    assert dispute.fee_cents > 0
    stripe_simulator.finish_dispute(dispute.provider_dispute, won=won)
    donation = settle(donation, stripe)
    assert (donation.state, donation.net_cents) == (state, net)


def test_a_monthly_donation_gets_a_donation_for_each_month(begin, stripe, stripe_simulator):
    donation = begin(1000, monthly=True)
    stripe_simulator.pay(donation.provider_session)
    donation = settle(donation, stripe)
    subscription = donation.subscription
    assert (donation.state, subscription.state) == ("paid", "active")
    stripe_simulator.advance(days=32)
    for _again in range(2):
        subscription = domain.sync_subscription(
            subscription=subscription, provider=stripe, source="job"
        )
    months = subscription.donations.order_by("pk")
    assert [(one.state, one.settled_cents) for one in months] == [("paid", 1000)] * 2
    assert subscription.next_on is not None


def test_another_monthly_sum_holds_from_the_next_month_on(begin, stripe, stripe_simulator):
    donation = begin(1000, monthly=True)
    stripe_simulator.pay(donation.provider_session)
    subscription = settle(donation, stripe).subscription
    domain.change_subscription(subscription=subscription, amount_cents=2500)
    domain.sync_subscription(subscription=subscription, provider=stripe, source="job")
    assert stripe.subscription(subscription.provider_subscription).cents == 2500
    stripe_simulator.advance(days=32)
    domain.sync_subscription(subscription=subscription, provider=stripe, source="job")
    assert subscription.donations.order_by("pk").last().settled_cents == 2500


def test_a_monthly_donation_ends_in_one_step_and_twice_is_harmless(begin, stripe, stripe_simulator):
    donation = begin(1000, monthly=True)
    stripe_simulator.pay(donation.provider_session)
    subscription = settle(donation, stripe).subscription
    domain.cancel_subscription(subscription=subscription)
    subscription = domain.sync_subscription(
        subscription=subscription, provider=stripe, source="job"
    )
    assert (subscription.state, subscription.next_on) == ("cancelled", None)
    stripe.cancel_subscription(subscription.provider_subscription)


def test_a_month_that_cannot_be_collected_is_past_due(begin, stripe, stripe_simulator):
    donation = begin(1000, monthly=True)
    stripe_simulator.pay(donation.provider_session)
    subscription = settle(donation, stripe).subscription
    stripe_simulator.break_card(subscription.provider_subscription)
    stripe_simulator.advance(days=32)
    subscription = domain.sync_subscription(
        subscription=subscription, provider=stripe, source="job"
    )
    assert (subscription.state, subscription.donations.count()) == ("past_due", 1)
    assert subscription.failure_told_at is not None


def test_a_transfer_is_made_once_and_found_again(stripe, stripe_simulator, begin, campaign):
    donation = begin(20_000)
    stripe_simulator.pay(donation.provider_session)
    settle(donation, stripe)
    stripe_simulator.advance(days=8)
    account = stripe.create_account(email="a@example.org", name="Tafel", idempotency_key="a")
    assert not account.takes_transfers
    stripe_simulator.get_on_board(account.reference)
    assert stripe.account(account.reference).takes_transfers
    Receiver.objects.update(payout_method="provider", provider_account=account.reference)
    campaign.refresh_from_db()
    payout = domain.plan_payout(campaign=campaign, cents=10_000)
    Payout.objects.update(hold_until=None)
    domain.release_payout(payout=payout)
    stripe_simulator.fault("hang_up", times=3, after=True, match="post /v1/transfers")
    with pytest.raises(UnavailableError):
        domain.send_payout(payout=payout, provider=stripe)
    payout = domain.send_payout(payout=payout, provider=stripe)
    assert payout.state == "paid"
    (transfer,) = stripe_simulator.objects("transfer")
    day = datetime.fromtimestamp(transfer["created"], UTC).date()
    assert domain.compare_with_balance(provider=stripe, day=day) == []


def test_an_institution_gets_on_board_at_stripes_own_page(stripe, stripe_simulator):
    account = stripe.create_account(email="a@example.org", name="Tafel", idempotency_key="b")
    assert (account.is_submitted, bool(account.missing)) == (False, True)
    link = stripe.account_link(
        account.reference, return_url="https://example.org/a", refresh_url="https://example.org/b"
    )
    assert link.startswith(stripe_simulator.address)


def test_the_balance_of_a_day_agrees_with_the_books(begin, stripe, stripe_simulator):
    donation = begin()
    stripe_simulator.pay(donation.provider_session)
    donation = settle(donation, stripe)
    today = datetime.now(UTC).date()
    assert domain.compare_with_balance(provider=stripe, day=today) == []
    stripe_simulator.refund(donation.provider_payment, 700)
    assert domain.compare_with_balance(provider=stripe, day=today) == []
    donation.refresh_from_db()
    assert donation.refunded_cents == 700  # what was missed was settled


def test_events_come_oldest_first_and_name_their_donation(begin, stripe, stripe_simulator):
    donation = begin()
    stripe_simulator.pay(donation.provider_session)
    found = list(stripe.events(since=datetime.now(UTC) - timedelta(hours=1)))
    assert found[-1].kind == "checkout.session.completed"
    assert found[-1].about["session"] == donation.provider_session
    assert {event.donation for event in found} == {str(donation.public_id)}


def test_what_is_not_there_is_not_found(stripe):
    with pytest.raises(NotFoundError):
        stripe.payment(session="cs_test_nothing")


@pytest.mark.parametrize("status", [500, 429])
def test_a_fault_of_a_moment_is_tried_again(begin, stripe_simulator, status):
    stripe_simulator.fault("answer", status=500, times=2, match="post /v1/checkout/sessions")
    assert begin().provider_session
    assert len(stripe_simulator.objects("checkout.session")) == 1


def test_a_wrong_key_counts_as_unavailable_and_never_as_refused(stripe_simulator):
    with pytest.raises(UnavailableError):
        StripeGateway("sk_test_wrong", stripe_simulator.address).payment(session="cs_x")


def test_nobody_at_the_address_counts_as_unavailable():
    with pytest.raises(UnavailableError):
        StripeGateway("sk_test_x", "http://127.0.0.1:9").payment(session="cs_x")


def test_without_a_key_there_is_no_provider(settings):
    settings.STRIPE_API_KEY = ""
    with pytest.raises(gateway.NotConfiguredError):
        gateway.provider()
