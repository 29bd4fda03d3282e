from datetime import timedelta

import pytest
import told
from crowdfunding_lite import domain, queries
from crowdfunding_lite.domain import NotAllowedError
from crowdfunding_lite.models import BalanceKind, Campaign, Payout
from django.utils import timezone
from makers import begin, make_campaign, make_receiver, settle

pytestmark = pytest.mark.django_db
FEE = 100  # of 50 euros by card


@pytest.fixture
def campaign(provider, bank) -> Campaign:
    """50 euros have come, 49 of them after fees."""
    campaign = make_campaign()
    donation = begin(provider, campaign, 5000)
    bank.pay(donation.provider_session)
    settle(provider, donation)
    return campaign


def ready(payout: Payout) -> Payout:
    Payout.objects.filter(pk=payout.pk).update(hold_until=timezone.localdate())
    return domain.release_payout(payout=payout)


def test_all_that_is_left_after_fees_is_set_aside(campaign, staff):
    payout = domain.plan_payout(campaign=campaign, by=staff)
    assert (payout.cents, payout.state, payout.by) == (5000 - FEE, "held", staff)
    assert payout.hold_until == timezone.localdate() + timedelta(days=14)
    assert queries.totals(campaign).available_cents == 0


def test_no_more_than_what_is_left_is_set_aside(campaign):
    domain.plan_payout(campaign=campaign, cents=3000)
    with pytest.raises(NotAllowedError):
        domain.plan_payout(campaign=campaign, cents=2000)
    domain.plan_payout(campaign=campaign, cents=1900)
    with pytest.raises(NotAllowedError, match="Nothing is left"):
        domain.plan_payout(campaign=campaign)


def test_the_host_may_object(campaign):
    told.objection = "There is no news yet."
    with pytest.raises(NotAllowedError, match="no news"):
        domain.plan_payout(campaign=campaign)


def test_what_keeps_a_payout_back_is_said_beforehand(campaign):
    assert domain.why_not_plan(campaign=campaign) == ""
    told.objection = "There is no news yet."
    assert domain.why_not_plan(campaign=campaign) == "There is no news yet."
    told.objection = ""
    domain.plan_payout(campaign=campaign)
    assert "Nothing is left" in domain.why_not_plan(campaign=campaign)


@pytest.mark.parametrize("values", [{"is_active": False}, {"iban": ""}])
def test_a_receiver_without_an_account_gets_nothing(values):
    campaign = make_campaign(receiver=make_receiver(**values))
    with pytest.raises(NotAllowedError, match=r"not active|account is missing"):
        domain.plan_payout(campaign=campaign)


def test_it_is_held_until_its_day(campaign):
    payout = domain.plan_payout(campaign=campaign)
    with pytest.raises(NotAllowedError, match="held"):
        domain.release_payout(payout=payout)
    assert ready(payout).state == "ready"


def test_money_that_went_back_meanwhile_stops_it(provider, bank, campaign):
    payout = domain.plan_payout(campaign=campaign)
    bank.refund(campaign.donations.get().provider_payment, 1000)
    settle(provider, campaign.donations.get())
    with pytest.raises(NotAllowedError, match="gone back"):
        ready(payout)
    domain.cancel_payout(payout=payout)
    assert domain.plan_payout(campaign=campaign).cents == 4000 - FEE


def test_a_dispute_holds_its_sum(provider, bank, campaign):
    bank.dispute(campaign.donations.get().provider_payment)
    settle(provider, campaign.donations.get())
    with pytest.raises(NotAllowedError, match="Nothing is left"):
        domain.plan_payout(campaign=campaign)


def test_by_bank_it_is_sent_in_a_file_and_confirmed_by_a_person(campaign):
    domain.end_campaign(campaign=campaign)
    payout = ready(domain.plan_payout(campaign=campaign))
    payout = domain.send_payout(payout=payout, batch="2027-001")
    assert (payout.state, payout.batch) == ("sent", "2027-001")
    domain.confirm_payout(payout=payout)
    assert domain.confirm_payout(payout=payout).state == "paid"
    campaign.refresh_from_db()
    assert campaign.stage == "paid_out"
    assert told.of("payout") == [
        ("", "held"),
        ("held", "ready"),
        ("ready", "sent"),
        ("sent", "paid"),
    ]


def test_a_file_takes_a_payout_once(campaign):
    payout = domain.send_payout(payout=ready(domain.plan_payout(campaign=campaign)), batch="1")
    with pytest.raises(NotAllowedError):
        domain.send_payout(payout=payout, batch="2")


def test_a_payout_the_bank_sends_back_is_open_again(campaign):
    payout = domain.send_payout(payout=ready(domain.plan_payout(campaign=campaign)), batch="1")
    domain.fail_payout(payout=payout, failure="AC04 closed account")
    assert queries.totals(campaign).available_cents == 5000 - FEE
    assert domain.plan_payout(campaign=campaign).cents == 5000 - FEE


@pytest.mark.parametrize("account", ["acct_1", "closed_1"])
def test_through_the_provider_it_is_transferred_or_fails(provider, campaign, account):
    campaign.receiver.payout_method, campaign.receiver.provider_account = "provider", account
    campaign.receiver.save()
    payout = ready(domain.plan_payout(campaign=campaign))
    payout = domain.send_payout(payout=payout, provider=provider)
    expected = ("paid", "") if account == "acct_1" else ("failed", "account_closed")
    assert (payout.state, payout.failure) == expected


def test_all_or_nothing_is_paid_out_when_it_is_made_for_good(provider, bank):
    campaign = make_campaign(rule="all_or_nothing", ends_on=timezone.localdate())
    donation = begin(provider, campaign, 10_000)
    bank.pay(donation.provider_session)
    settle(provider, donation)
    with pytest.raises(NotAllowedError):
        domain.plan_payout(campaign=campaign)
    domain.end_campaign(campaign=campaign)
    assert domain.plan_payout(campaign=campaign).cents > 9000


def test_the_ledger_tells_in_fees_and_out_by_month(provider, bank, campaign):
    bank.refund(campaign.donations.get().provider_payment, 1000)
    settle(provider, campaign.donations.get())
    payout = domain.send_payout(
        payout=ready(domain.plan_payout(campaign=campaign, cents=2000)), batch="1"
    )
    domain.confirm_payout(payout=payout)
    lines = [(line.kind, line.count, line.cents) for line in queries.ledger(campaign)]
    assert lines == [
        ("payment", 1, 5000),
        ("refund", 1, -1000),
        ("fee", 1, -FEE),
        ("payout", 1, -2000),
    ]
    left = queries.totals(campaign).available_cents
    assert sum(cents for _kind, _count, cents in lines) == left


def test_the_ledger_counts_no_debit_that_bounced(provider, bank, campaign):
    bounced = begin(provider, campaign, 4000)
    payment = bank.debit(bounced.provider_session)
    entries = provider.payments[payment].entries
    entries += [
        provider.entry(BalanceKind.PAYMENT, 4000, 35, payment=payment),
        provider.entry(BalanceKind.PAYMENT, -4000, 0, payment=payment),
    ]
    bank.debit_fails(payment)
    settle(provider, bounced)
    lines = [(line.kind, line.count, line.cents) for line in queries.ledger(campaign)]
    assert lines == [("payment", 1, 5000), ("fee", 2, -FEE - 35)]
    left = queries.totals(campaign).available_cents
    assert sum(cents for _kind, _count, cents in lines) == left
