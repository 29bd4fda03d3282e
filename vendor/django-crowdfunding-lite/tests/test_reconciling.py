from datetime import timedelta

import pytest
import time_machine
import told
from crowdfunding_lite import domain
from crowdfunding_lite.models import Checkpoint, InboxEvent, Payout
from crowdfunding_lite.providers import UnavailableError
from django.utils import timezone
from makers import begin, go_to_page, make_campaign, settle

pytestmark = pytest.mark.django_db


def state(donation) -> str:
    donation.refresh_from_db()
    return donation.state


def test_a_payment_without_any_message_is_found(provider, bank):
    donation = begin(provider)
    bank.pay(donation.provider_session)
    provider.events_told.clear()
    domain.reconcile(provider=provider)
    assert state(donation) == "paid"


def test_a_refund_and_a_dispute_of_old_donations_are_found_by_the_events(provider, bank):
    first, second = begin(provider), begin(provider)
    for donation in (first, second):
        bank.pay(donation.provider_session)
        settle(provider, donation)
    domain.reconcile(provider=provider)
    first.refresh_from_db()
    second.refresh_from_db()
    bank.refund(first.provider_payment, 100)
    bank.dispute(second.provider_payment)
    domain.reconcile(provider=provider)
    assert (state(first), state(second)) == ("refunded_in_part", "disputed")


def test_events_are_read_from_where_the_last_run_ended_with_an_hour_over(provider, bank):
    domain.reconcile(provider=provider)
    asked = []
    provider.events = lambda *, since: asked.append(since) or iter([])
    before = Checkpoint.objects.get().at
    domain.reconcile(provider=provider)
    assert asked == [before - timedelta(hours=1)]


def test_the_end_of_events_is_not_moved_when_they_could_not_be_read(provider):
    provider.fail_next("events")
    report = domain.reconcile(provider=provider)
    assert not Checkpoint.objects.exists()
    assert [line.split(":")[0] for line in report.failed] == ["events"]


def test_one_failure_stops_nothing_else(provider, bank):
    first, second = begin(provider), begin(provider)
    for donation in (first, second):
        bank.pay(donation.provider_session)
    provider.events_told.clear()
    provider.fail_next("payment")
    report = domain.reconcile(provider=provider)
    assert sorted([state(first), state(second)]) == ["paid", "started"]
    assert len(report.failed) == 1
    domain.reconcile(provider=provider)
    assert (state(first), state(second)) == ("paid", "paid")


def test_a_hook_that_fails_takes_its_change_back_and_stops_no_other(provider, bank):
    first, second = begin(provider), begin(provider)
    for donation in (first, second):
        bank.pay(donation.provider_session)
    provider.events_told.clear()
    told.broken.add(first.pk)
    report = domain.reconcile(provider=provider)
    assert (state(first), state(second)) == ("started", "paid")
    assert report.failed == [f"donations {first.pk}: ValueError A fault of the host's"]
    told.broken.clear()
    domain.reconcile(provider=provider)
    assert state(first) == "paid"


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_crash_around_the_opening_of_the_page_ends_well(provider, when):
    donation = domain.open_donation(campaign=make_campaign(), amount_cents=500)
    provider.fail_next("create_checkout", when)
    with pytest.raises(UnavailableError):
        go_to_page(provider, donation)
    domain.reconcile(provider=provider)
    assert state(donation) == "started"
    assert (donation.provider_session, len(provider.sessions)) == ("cs_1", 1)
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        domain.reconcile(provider=provider)
    assert state(donation) == "expired"


def test_a_donation_that_never_got_a_page_is_over_after_an_hour(provider):
    donation = domain.open_donation(campaign=make_campaign(), amount_cents=500, monthly=True)
    domain.reconcile(provider=provider)
    assert state(donation) == "started"
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        domain.reconcile(provider=provider)
    assert (state(donation), donation.subscription.state) == ("expired", "cancelled")
    assert provider.requests.count("create_checkout") == 0


def test_a_page_that_was_never_noted_and_is_too_late_is_over(provider):
    donation = domain.open_donation(campaign=make_campaign(), amount_cents=500)
    provider.fail_next("create_checkout")
    with pytest.raises(UnavailableError):
        go_to_page(provider, donation)
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        domain.reconcile(provider=provider)
    assert state(donation) == "expired"


def test_young_things_are_left_to_those_who_work_on_them(provider, bank, settings):
    settings.CROWDFUNDING = settings.CROWDFUNDING | {"RECONCILE_AFTER_SECONDS": 120}
    donation = begin(provider)
    bank.pay(donation.provider_session)
    provider.events_told.clear()
    domain.reconcile(provider=provider)
    assert state(donation) == "started"


def test_direct_debits_are_asked_about_by_the_hour(provider, bank):
    donation = begin(provider)
    bank.debit(donation.provider_session)
    provider.events_told.clear()
    domain.reconcile(provider=provider)
    before = provider.requests.count("payment")
    domain.reconcile(provider=provider)
    assert provider.requests.count("payment") == before
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        domain.reconcile(provider=provider)
    assert provider.requests.count("payment") == before + 1


def test_refunds_that_were_asked_for_are_carried_out(provider, bank):
    donation = begin(provider)
    bank.pay(donation.provider_session)
    settle(provider, donation)
    domain.request_refund(donation=donation, cents=700, reason="", by=None)
    domain.reconcile(provider=provider)
    assert state(donation) == "refunded_in_part"


def test_open_disputes_are_asked_about_daily(provider, bank):
    donation = begin(provider)
    payment = bank.pay(donation.provider_session)
    dispute = bank.dispute(payment)
    domain.reconcile(provider=provider)
    assert state(donation) == "disputed"
    bank.close_dispute(payment, dispute, "won")
    provider.events_told.clear()
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        domain.reconcile(provider=provider)
    assert state(donation) == "paid"


def test_the_page_of_an_ended_campaign_is_closed(provider):
    donation = begin(provider)
    domain.end_campaign(campaign=donation.campaign)
    domain.reconcile(provider=provider)
    assert state(donation) == "expired"
    assert provider.sessions[donation.provider_session].status == "expired"


def test_months_without_any_message_are_found_daily(provider, bank):
    donation = begin(provider, cents=1000, monthly=True)
    bank.pay(donation.provider_session)
    domain.reconcile(provider=provider)
    donation.subscription.refresh_from_db()
    bank.renew(donation.subscription.provider_subscription)
    provider.events_told.clear()
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        domain.reconcile(provider=provider)
    assert donation.subscription.donations.filter(state="paid").count() == 2


def test_a_transfer_that_was_begun_is_finished(provider, bank):
    campaign = make_campaign()
    campaign.receiver.payout_method, campaign.receiver.provider_account = "provider", "acct_1"
    campaign.receiver.save()
    donation = begin(provider, campaign)
    bank.pay(donation.provider_session)
    settle(provider, donation)
    payout = domain.plan_payout(campaign=campaign, cents=1000)
    Payout.objects.update(hold_until=None)
    domain.release_payout(payout=payout)
    provider.fail_next("create_transfer", "after")
    with pytest.raises(UnavailableError):
        domain.send_payout(payout=payout, provider=provider)
    domain.reconcile(provider=provider)
    payout.refresh_from_db()
    assert (payout.state, len(provider.transfers_made)) == ("paid", 1)


def test_two_payments_that_reach_the_goal_together_are_seen(provider, bank):
    campaign = make_campaign(goal_cents=5000)
    donation = begin(provider, campaign)
    bank.pay(donation.provider_session)
    settle(provider, donation)
    campaign.stage = "published"  # as if each of two had not seen the other
    campaign.save()
    domain.reconcile(provider=provider)
    campaign.refresh_from_db()
    assert campaign.stage == "funded"


def test_a_run_with_nothing_to_do_asks_the_provider_one_thing(provider):
    report = domain.reconcile(provider=provider)
    assert (provider.requests, report.failed) == (["events"], [])
    assert not InboxEvent.objects.exists()
