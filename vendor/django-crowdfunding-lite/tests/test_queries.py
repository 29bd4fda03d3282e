from datetime import timedelta

import pytest
from crowdfunding_lite import domain, queries
from crowdfunding_lite.models import Campaign, Donation
from django.utils import timezone
from makers import begin, make_campaign, make_need, settle

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 30])
def test_totals_of_a_list_are_one_query_and_those_of_single_campaigns(
    provider, bank, count, django_assert_num_queries
):
    for number in range(count):
        campaign = make_campaign()
        for cents, paid in ((1000 + number, True), (700, False)):
            donation = begin(provider, campaign, cents, fee_cover_cents=50)
            (bank.pay if paid else bank.debit)(donation.provider_session)
            settle(provider, donation)
    with django_assert_num_queries(1):
        found = list(Campaign.objects.public().with_totals().order_by("pk"))
    assert [(c.confirmed_cents, c.pending_cents, c.donation_count) for c in found] == [
        (1000 + number, 700, 1) for number in range(count)
    ]
    with django_assert_num_queries(2):
        totals = queries.totals(found[0])
    assert (totals.confirmed_cents, totals.pending_cents, totals.donation_count) == (1000, 700, 1)
    assert totals.net_cents == 1050


def test_a_campaign_without_donations_has_nothing():
    campaign = make_campaign()
    found = Campaign.objects.with_totals().get(pk=campaign.pk)
    assert (found.confirmed_cents, found.pending_cents, found.donation_count) == (0, 0, 0)
    assert queries.totals(campaign).available_cents == 0
    assert queries.ledger(campaign) == []


def test_what_needs_a_person_is_found(provider, bank):
    stuck = begin(provider)
    Donation.objects.filter(pk=stuck.pk).update(created_at=timezone.now() - timedelta(days=3))
    disputed = begin(provider)
    bank.dispute(bank.pay(disputed.provider_session))
    settle(provider, disputed)
    strange = begin(provider)
    provider.sessions[strange.provider_session].livemode = True
    settle(provider, strange)
    found = queries.needs_attention()
    assert [list(found.stuck), list(found.mismatched)] == [[stuck], [strange]]
    assert [dispute.donation for dispute in found.open_disputes] == [disputed]
    for nothing in (found.failed_refunds, found.failed_payouts, found.differences):
        assert not nothing.exists()


def test_only_named_donations_that_are_still_there_are_named(provider, bank):
    campaign = make_campaign()
    for name in ("Kim", "", "Lee"):
        donation = begin(provider, campaign, public_name=name)
        bank.pay(donation.provider_session)
        settle(provider, donation)
    domain.carry_out_refund(
        refund=domain.request_refund(donation=donation, cents=5000, reason="", by=None),
        provider=provider,
    )
    assert [one.public_name for one in Donation.objects.named()] == ["Kim"]


def test_what_is_open_today_and_what_is_public():
    today = timezone.localdate()
    stages = ("draft", "review", "published", "funded", "ended", "paid_out", "reported", "declined")
    for stage in stages:
        make_campaign(stage=stage)
    make_campaign(ends_on=today - timedelta(days=1))
    assert Campaign.objects.open().count() == 2
    assert Campaign.objects.public().count() == 6


def test_a_goal_is_reached_by_all_the_money_and_all_the_pledges(provider, bank):
    nothing = make_campaign(goal_cents=None)
    things = make_campaign(goal_cents=None)
    make_need(campaign=things, promised=5)
    missing = make_campaign(goal_cents=5000)
    make_need(campaign=missing, promised=4)
    short, enough = make_campaign(goal_cents=5001), make_campaign(goal_cents=5000)
    for campaign in (missing, short, enough):
        donation = begin(provider, campaign, 5000, fee_cover_cents=100)
        bank.pay(donation.provider_session)
        settle(provider, donation)
    reached = list(Campaign.objects.goal_reached().order_by("pk"))
    assert reached == [things, enough]
    assert nothing not in reached
    domain.carry_out_refund(
        refund=domain.request_refund(donation=donation, cents=101, reason="", by=None),
        provider=provider,
    )
    assert list(Campaign.objects.goal_reached()) == [things]
