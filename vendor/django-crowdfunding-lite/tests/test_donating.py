from datetime import timedelta

import pytest
import time_machine
from crowdfunding_lite import domain
from crowdfunding_lite.domain import NotAllowedError
from crowdfunding_lite.models import Donation, Donor, Receiver, Subscription
from crowdfunding_lite.providers import UnavailableError
from django.utils import timezone
from makers import begin, go_to_page, make_campaign, settle

pytestmark = pytest.mark.django_db


def test_a_donation_is_written_down_before_anybody_is_asked(provider):
    donation = domain.open_donation(
        campaign=make_campaign(), amount_cents=5000, fee_cover_cents=100, locale="de"
    )
    assert (donation.state, donation.total_cents, donation.language) == ("started", 5100, "de")
    assert [event.kind for event in donation.events.all()] == ["started"]
    assert provider.requests == []


@pytest.mark.parametrize(("cents", "cover"), [(199, 0), (500_001, 0), (5000, 1101), (5000, -1)])
def test_sums_outside_the_limits_are_refused(cents, cover):
    with pytest.raises(NotAllowedError):
        domain.open_donation(campaign=make_campaign(), amount_cents=cents, fee_cover_cents=cover)
    assert not Donation.objects.exists()


def test_limits_may_come_from_a_function_of_the_host(settings):
    settings.CROWDFUNDING = {"MINIMUM_CENTS": "makers.ten_euros"}
    with pytest.raises(NotAllowedError, match="at least 10\u00a0€"):
        domain.open_donation(campaign=make_campaign(), amount_cents=999)


@pytest.mark.parametrize(
    "values",
    [
        {"stage": "draft"},
        {"stage": "ended"},
        {"goal_cents": None},
        {"ends_on": timezone.localdate() - timedelta(days=1)},
    ],
)
def test_a_campaign_that_is_not_open_for_money_takes_none(values):
    with pytest.raises(NotAllowedError):
        domain.open_donation(campaign=make_campaign(**values), amount_cents=500)


def test_an_inactive_receiver_gets_nothing():
    campaign = make_campaign()
    Receiver.objects.update(is_active=False)
    campaign.receiver.refresh_from_db()
    with pytest.raises(NotAllowedError):
        domain.open_donation(campaign=campaign, amount_cents=500)


def test_the_last_day_still_counts():
    campaign = make_campaign(ends_on=timezone.localdate())
    assert domain.open_donation(campaign=campaign, amount_cents=500)


def test_monthly_does_not_go_with_all_or_nothing():
    campaign = make_campaign(rule="all_or_nothing", ends_on=timezone.localdate())
    with pytest.raises(NotAllowedError):
        domain.open_donation(campaign=campaign, amount_cents=500, monthly=True)


def test_the_same_donation_always_gets_the_same_page(provider):
    donation = begin(provider)
    assert go_to_page(provider, donation) == f"https://pay.example/{donation.provider_session}"
    assert len(provider.sessions) == 1


def test_a_page_that_was_opened_without_our_knowing_is_found_again(provider):
    donation = domain.open_donation(campaign=make_campaign(), amount_cents=500)
    provider.fail_next("create_checkout", "after")
    with pytest.raises(UnavailableError):
        go_to_page(provider, donation)
    donation.refresh_from_db()
    assert (donation.provider_session, len(provider.sessions)) == (None, 1)
    assert go_to_page(provider, donation)
    assert len(provider.sessions) == 1


def test_the_page_is_asked_for_with_what_the_row_says(provider):
    donor = Donor.objects.create(email="kim@example.org")
    donation = begin(provider, fee_cover_cents=100, donor=donor, locale="en")
    asked = provider.sessions[donation.provider_session].request
    assert (asked.cents, asked.currency, asked.email) == (5100, "EUR", "kim@example.org")
    assert asked.metadata == {"donation": str(donation.public_id)}
    assert asked.expires_at == donation.expires_at


def test_a_settled_donation_gets_no_page(provider, bank):
    donation = begin(provider)
    bank.pay(donation.provider_session)
    with pytest.raises(NotAllowedError):
        go_to_page(provider, donation)
    settle(provider, donation)
    with pytest.raises(NotAllowedError):
        go_to_page(provider, donation)


def test_a_page_is_not_opened_when_its_time_is_over(provider):
    donation = begin(provider)
    with (
        time_machine.travel(timezone.now() + timedelta(hours=2)),
        pytest.raises(NotAllowedError, match="too long"),
    ):
        go_to_page(provider, donation)


def test_a_campaign_that_ended_meanwhile_opens_no_page(provider):
    donation = domain.open_donation(campaign=make_campaign(), amount_cents=500)
    domain.end_campaign(campaign=donation.campaign)
    with pytest.raises(NotAllowedError):
        go_to_page(provider, donation)


def test_a_monthly_donation_begins_with_its_subscription(provider):
    donation = begin(provider, monthly=True)
    subscription = Subscription.objects.get()
    assert donation.subscription == subscription
    assert (subscription.state, subscription.total_cents) == ("started", 5000)
    assert provider.sessions[donation.provider_session].request.monthly
