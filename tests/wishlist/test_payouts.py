"""Paying institutions: what must be told first, the bank's file, and what becomes of it."""

from datetime import date, timedelta
from xml.etree import ElementTree as Xml

import pytest
from crowdfunding_lite import domain as money
from crowdfunding_lite.domain import NotAllowedError
from crowdfunding_lite.models import (
    Campaign,
    Donation,
    Payout,
    PayoutMethod,
    PayoutState,
    Rule,
    Stage,
)
from crowdfunding_lite.queries import totals
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from participation.wishlist.bank.pain001 import NAMESPACE
from participation.wishlist.domain import payouts
from participation.wishlist.models import BankFile, WishUpdate
from participation.wishlist.queries import payouts as queries
from tests.factories.people import UserFactory
from tests.wishlist.office import donation, institution, treasury, wish

pytestmark = pytest.mark.django_db
TOMORROW = timezone.localdate() + timedelta(days=1)


@pytest.fixture(autouse=True)
def _account(site):
    treasury(payer_name="Stadtkasse", payer_iban="DE89370400440532013000")


@pytest.fixture
def treasurer():
    return UserFactory()


@pytest.fixture
def ours():
    """A wish with 100 euros."""
    made = wish()
    donation(made, cents=10_000)
    return made


def ready(of, cents=None):
    """A payout that may go."""
    payout = money.plan_payout(campaign=of.campaign, cents=cents)
    Payout.objects.filter(pk=payout.pk).update(hold_until=None)
    return money.release_payout(payout=Payout.objects.get(pk=payout.pk))


def tell(of, when=None):
    return WishUpdate.objects.create(
        wish=of, title="Danke", text="Bestellt.", created_at=when or timezone.now()
    )


def test_the_first_payout_needs_no_news(ours):
    assert payouts.why_not(ours.campaign) == ""
    assert money.plan_payout(campaign=ours.campaign).cents == 10_000


def test_the_next_one_needs_news_from_after_the_last(ours):
    tell(ours, timezone.now() - timedelta(hours=1))
    money.plan_payout(campaign=ours.campaign, cents=4000)
    with pytest.raises(NotAllowedError, match="letzten Auszahlung"):
        money.plan_payout(campaign=ours.campaign)
    news = tell(ours)
    assert money.plan_payout(campaign=ours.campaign).cents == 6000
    news.state = "hidden"
    news.save()
    assert payouts.why_not(ours.campaign)


def test_a_cancelled_payout_asks_for_no_news(ours):
    money.cancel_payout(payout=money.plan_payout(campaign=ours.campaign))
    assert money.plan_payout(campaign=ours.campaign)


def test_at_night_what_was_held_long_enough_is_released(ours):
    payout = money.plan_payout(campaign=ours.campaign)
    assert payout.hold_until == timezone.localdate() + timedelta(days=14)
    assert payouts.release_due() == 0
    Payout.objects.update(hold_until=timezone.localdate())
    assert payouts.release_due() == 1
    assert Payout.objects.get().state == PayoutState.READY


def test_what_has_gone_back_meanwhile_stays_held(ours):
    money.plan_payout(campaign=ours.campaign)
    Payout.objects.update(hold_until=timezone.localdate() - timedelta(days=1))
    Donation.objects.update(refunded_cents=5000)
    assert payouts.release_due() == 0
    assert list(queries.overdue()) == [Payout.objects.get()]


def test_a_bank_file_holds_the_chosen_payouts(ours, treasurer):
    payout = ready(ours)
    file = payouts.make_bank_file(payouts=[payout], execute_on=TOMORROW, by=treasurer)
    payout.refresh_from_db()
    assert (payout.state, payout.batch) == (PayoutState.SENT, file.message_id)
    assert (file.count, file.cents, file.by) == (1, 10_000, treasurer)
    root = Xml.fromstring(bytes(BankFile.objects.get().xml))  # noqa: S314 – our own
    assert [e.text for e in root.iter(f"{{{NAMESPACE}}}EndToEndId")] == [payout.reference]
    assert [e.text for e in root.iter(f"{{{NAMESPACE}}}CtrlSum")] == ["100.00", "100.00"]


def test_files_are_numbered_by_year(ours, treasurer):
    first = payouts.make_bank_file(payouts=[ready(ours, 1000)], execute_on=TOMORROW, by=treasurer)
    tell(ours)
    second = payouts.make_bank_file(payouts=[ready(ours, 1000)], execute_on=TOMORROW, by=treasurer)
    year = timezone.localdate().year
    assert [first.message_id, second.message_id] == [f"WL-{year}-0001", f"WL-{year}-0002"]


def test_a_file_is_written_as_a_whole_or_not_at_all(ours, treasurer):
    other = wish(institution())
    donation(other, cents=500)
    broken = ready(other)
    other.campaign.receiver.iban = "DE00"
    other.campaign.receiver.save()
    with pytest.raises(NotAllowedError, match="IBAN"):
        payouts.make_bank_file(payouts=[ready(ours), broken], execute_on=TOMORROW, by=treasurer)
    assert set(Payout.objects.values_list("state", flat=True)) == {PayoutState.READY}
    assert not BankFile.objects.exists()


def test_a_payout_goes_into_one_file_only(ours, treasurer):
    payout = ready(ours)
    payouts.make_bank_file(payouts=[payout], execute_on=TOMORROW, by=treasurer)
    with pytest.raises(NotAllowedError):
        payouts.make_bank_file(payouts=[payout], execute_on=TOMORROW, by=treasurer)
    assert BankFile.objects.count() == 1


def test_money_that_went_back_is_not_paid_out(ours, treasurer):
    payout = ready(ours)
    Donation.objects.update(refunded_cents=10_000)
    with pytest.raises(NotAllowedError, match="zurückgegangen"):
        payouts.make_bank_file(payouts=[payout], execute_on=TOMORROW, by=treasurer)


def test_no_file_for_yesterday_without_payouts_or_from_nowhere(ours, treasurer):
    payout = ready(ours)
    yesterday = TOMORROW - timedelta(days=2)
    with pytest.raises(NotAllowedError, match="Vergangenheit"):
        payouts.make_bank_file(payouts=[payout], execute_on=yesterday, by=treasurer)
    with pytest.raises(NotAllowedError, match="zwischen einer"):
        payouts.make_bank_file(payouts=[], execute_on=TOMORROW, by=treasurer)
    treasury(payer_iban="")
    with pytest.raises(NotAllowedError, match="Konto"):
        payouts.make_bank_file(payouts=[payout], execute_on=TOMORROW, by=treasurer)


def test_a_withdrawn_file_opens_its_sums_again(ours, treasurer):
    file = payouts.make_bank_file(payouts=[ready(ours)], execute_on=TOMORROW, by=treasurer)
    assert totals(ours.campaign).available_cents == 0
    payouts.withdraw_bank_file(file=file, by=treasurer)
    assert totals(ours.campaign).available_cents == 10_000
    assert Payout.objects.get().state == PayoutState.FAILED
    with pytest.raises(NotAllowedError, match="erledigt"):
        payouts.give_to_bank(file=file)


def test_what_the_bank_has_paid_makes_an_ended_wish_paid_out(ours, treasurer):
    Campaign.objects.update(stage=Stage.ENDED, ended_at=timezone.now())
    file = payouts.make_bank_file(payouts=[ready(ours)], execute_on=TOMORROW, by=treasurer)
    with pytest.raises(NotAllowedError, match="nicht bei der Bank"):
        payouts.confirm_bank_file(file=file, by=treasurer)
    file = payouts.give_to_bank(file=file)
    assert payouts.confirm_bank_file(file=file, by=treasurer) == 1
    assert Payout.objects.get().state == PayoutState.PAID
    assert Campaign.objects.get().stage == Stage.PAID_OUT
    assert payouts.confirm_bank_file(file=file, by=treasurer) == 0


def test_a_transfer_through_the_provider_is_a_job(ours, treasurer):
    receiver = ours.campaign.receiver
    receiver.payout_method, receiver.provider_account = PayoutMethod.PROVIDER, "acct_1"
    receiver.save()
    payout = ready(ours)
    payouts.send_by_provider(payout=payout, by=treasurer)
    job = ProcrastinateJob.objects.get(task_name="wishlist.send_payout")
    assert job.args == {"payout_id": payout.pk}
    with pytest.raises(NotAllowedError, match="nicht über die Bank"):
        payouts.make_bank_file(payouts=[payout], execute_on=TOMORROW, by=treasurer)


def test_one_by_bank_is_not_transferred_by_the_provider(ours, treasurer):
    with pytest.raises(NotAllowedError):
        payouts.send_by_provider(payout=ready(ours), by=treasurer)


def test_the_desk_says_beforehand_what_the_verb_would(ours):
    assert [(c.available_cents, c.blocked) for c in queries.to_plan()] == [(10_000, "")]
    money.plan_payout(campaign=ours.campaign, cents=4000)
    assert [(c.available_cents, c.blocked) for c in queries.to_plan()] == [(6000, "untold")]
    tell(ours)
    assert queries.to_plan().get().blocked == ""
    receiver = ours.campaign.receiver
    receiver.iban = ""
    receiver.save()
    assert queries.to_plan().get().blocked == "account"
    receiver.is_active = False
    receiver.save()
    assert queries.to_plan().get().blocked == "inactive"


def test_all_or_nothing_waits_for_its_goal(ours):
    campaign = ours.campaign
    campaign.rule, campaign.ends_on = Rule.ALL_OR_NOTHING, date(2030, 1, 1)
    campaign.save()
    assert queries.to_plan().get().blocked == "not-yet"
    with pytest.raises(NotAllowedError):
        money.plan_payout(campaign=campaign)


def test_fees_and_disputes_are_not_there_to_be_paid_out(ours):
    Donation.objects.update(provider_fee_cents=175, disputed_cents=1000)
    assert queries.to_plan().get().available_cents == 8825
    assert totals(ours.campaign).available_cents == 8825


@pytest.mark.parametrize("number", [1, 30])
def test_what_can_be_paid_out_costs_one_query(assert_query_count, number):
    place = institution()
    for _ in range(number):
        donation(wish(place))
    with assert_query_count(1):
        assert len([c.receiver.name + c.wish.institution.name for c in queries.to_plan()]) == number
