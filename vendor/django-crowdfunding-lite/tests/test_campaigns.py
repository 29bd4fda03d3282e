from datetime import timedelta

import pytest
import told
from crowdfunding_lite import domain
from crowdfunding_lite.domain import NotAllowedError
from crowdfunding_lite.models import Campaign, DonationEvent, StageStep
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone
from makers import begin, make_campaign, make_need, settle

pytestmark = pytest.mark.django_db
YESTERDAY = timezone.localdate() - timedelta(days=1)


def test_every_step_is_written_down(staff):
    campaign = make_campaign(stage="draft")
    domain.move_stage(campaign=campaign, to="review", by=staff)
    domain.move_stage(campaign=campaign, to="draft", by=staff, reason="A picture is missing")
    steps = [(step.from_stage, step.to_stage, step.reason) for step in campaign.steps.all()]
    assert steps == [("draft", "review", ""), ("review", "draft", "A picture is missing")]
    assert told.of("stage") == [("draft", "review"), ("review", "draft")]


@pytest.mark.parametrize(
    ("before", "after"), [("draft", "published"), ("ended", "published"), ("reported", "draft")]
)
def test_a_step_that_leads_nowhere_is_refused(before, after):
    with pytest.raises(NotAllowedError):
        domain.move_stage(campaign=make_campaign(stage=before), to=after)


def test_publishing_and_ending_note_their_time():
    campaign = domain.move_stage(campaign=make_campaign(stage="review"), to="published")
    assert campaign.published_at is not None
    assert domain.move_stage(campaign=campaign, to="ended").ended_at is not None


def test_campaigns_end_after_their_last_day():
    over = make_campaign(ends_on=YESTERDAY)
    today, always = make_campaign(ends_on=timezone.localdate()), make_campaign()
    assert domain.end_due_campaigns() == 1
    stages = [Campaign.objects.get(pk=one.pk).stage for one in (over, today, always)]
    assert stages == ["ended", "published", "published"]


@pytest.mark.parametrize("history", ["step", "event"])
def test_histories_cannot_be_changed_or_deleted(history, provider, staff):
    donation = begin(provider)
    domain.move_stage(campaign=donation.campaign, to="ended", by=staff)
    rows = StageStep.objects.all() if history == "step" else DonationEvent.objects.all()
    for change in (lambda: rows.update(at=timezone.now()), lambda: rows._raw_delete("default")):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert rows.exists()


def test_who_did_it_may_be_forgotten(staff):
    campaign = domain.move_stage(campaign=make_campaign(stage="draft"), to="review", by=staff)
    staff.delete()
    assert campaign.steps.get().by is None


@pytest.mark.parametrize(
    "values",
    [
        {"goal_cents": 0},
        {"goal_cents": 1000, "stretch_goal_cents": 1000},
        {"goal_cents": 1000, "rule": "all_or_nothing"},
        {"goal_cents": None, "rule": "all_or_nothing", "ends_on": YESTERDAY},
    ],
)
def test_goals_that_make_no_sense_are_refused_by_the_database(values):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_campaign(**values)


def test_needs_count_towards_being_funded():
    campaign = make_campaign(goal_cents=None)
    need = make_need(campaign=campaign, quantity=2)
    pledge = domain.promise(need=need, quantity=2, name="Kim", email="kim@example.org")
    campaign.refresh_from_db()
    assert campaign.stage == "published"
    domain.confirm_pledge(pledge=pledge)
    campaign.refresh_from_db()
    assert campaign.stage == "funded"


def paid(provider, bank, campaign, cents):
    donation = begin(provider, campaign, cents)
    bank.pay(donation.provider_session)
    return settle(provider, donation)


@pytest.fixture
def all_or_nothing() -> Campaign:
    return make_campaign(rule="all_or_nothing", ends_on=timezone.localdate())


def end(campaign: Campaign) -> Campaign:
    return domain.end_campaign(campaign=campaign)


def test_a_missed_goal_gives_everything_back(provider, bank, all_or_nothing):
    donations = [paid(provider, bank, all_or_nothing, cents) for cents in (1000, 2000, 3000)]
    end(all_or_nothing)
    domain.reconcile(provider=provider)
    for donation in donations:
        donation.refresh_from_db()
    assert {donation.state for donation in donations} == {"refunded"}


def test_a_goal_that_is_made_gives_nothing_back(provider, bank, all_or_nothing):
    donation = paid(provider, bank, all_or_nothing, 10_000)
    end(all_or_nothing)
    assert domain.refund_failed_campaign(campaign=all_or_nothing, provider=provider) == 0
    donation.refresh_from_db()
    assert donation.state == "paid"


def test_money_on_its_way_may_still_make_the_goal(provider, bank, all_or_nothing):
    first = paid(provider, bank, all_or_nothing, 6000)
    late = begin(provider, all_or_nothing, 4000)
    payment = bank.debit(late.provider_session)
    settle(provider, late)
    end(all_or_nothing)
    domain.reconcile(provider=provider)
    first.refresh_from_db()
    assert first.state == "paid"
    bank.debit_arrives(payment)
    domain.reconcile(provider=provider)
    first.refresh_from_db()
    assert (first.state, settle(provider, late).state) == ("paid", "paid")
    assert not domain.decide_outcome(campaign=all_or_nothing)


def test_money_that_comes_after_the_goal_was_missed_goes_back_too(provider, bank, all_or_nothing):
    late = begin(provider, all_or_nothing, 4000)
    paid(provider, bank, all_or_nothing, 1000)
    end(all_or_nothing)
    bank.leave(late.provider_session)
    domain.reconcile(provider=provider)
    provider.sessions[late.provider_session].status = "open"  # the page was paid all the same
    bank.pay(late.provider_session)
    for _run in range(2):
        domain.reconcile(provider=provider)
    late.refresh_from_db()
    assert late.state == "refunded"


def test_giving_back_goes_on_after_every_crash(provider, bank, all_or_nothing):
    for _donation in range(4):
        paid(provider, bank, all_or_nothing, 1000)
    end(all_or_nothing)
    for number in range(20):
        provider.fail_next("create_refund", "after" if number % 2 else "before")
        try:
            domain.refund_failed_campaign(campaign=all_or_nothing, provider=provider)
        except Exception:  # noqa: S112 - whatever it died of
            continue
    provider.step = lambda name, when: None
    domain.refund_failed_campaign(campaign=all_or_nothing, provider=provider)
    states = set(all_or_nothing.donations.values_list("state", flat=True))
    back = [r.cents for p in provider.payments.values() for r in p.refunds.values()]
    assert (states, back) == ({"refunded"}, [1000] * 4)


def test_a_refund_that_fails_waits_for_a_person_and_is_not_tried_forever(
    provider, bank, all_or_nothing
):
    donation = paid(provider, bank, all_or_nothing, 1000)
    end(all_or_nothing)
    domain.reconcile(provider=provider)
    refund = donation.refunds.get()
    bank.refund_fails(donation.provider_payment, refund.provider_refund)
    for _run in range(3):
        domain.reconcile(provider=provider)
    assert [one.state for one in donation.refunds.all()] == ["failed"]


def test_a_dispute_lost_after_the_payout_does_not_give_everything_back(
    provider, bank, all_or_nothing
):
    donation = paid(provider, bank, all_or_nothing, 10_000)
    end(all_or_nothing)
    domain.plan_payout(campaign=all_or_nothing, cents=9000)
    bank.close_dispute(donation.provider_payment, bank.dispute(donation.provider_payment), "lost")
    settle(provider, donation)
    assert not domain.decide_outcome(campaign=all_or_nothing)
