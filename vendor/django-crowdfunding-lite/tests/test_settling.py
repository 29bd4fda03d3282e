import pytest
import told
from crowdfunding_lite import domain
from crowdfunding_lite.models import Campaign, Donation, DonationEvent
from crowdfunding_lite.providers import UnavailableError
from django.db import transaction
from django.db.models.signals import post_save
from makers import begin, go_to_page, make_campaign, settle

pytestmark = pytest.mark.django_db


def test_a_card_payment_makes_the_donation_paid(provider, bank):
    donation = begin(provider, cents=5000, fee_cover_cents=100)
    bank.pay(donation.provider_session)
    donation = settle(provider, donation)
    assert (donation.state, donation.settled_cents, donation.net_cents) == ("paid", 5100, 5100)
    assert donation.campaign_cents == 5000
    assert donation.provider_fee_cents == round(5100 * 0.015) + 25
    assert donation.method == "card"
    assert donation.paid_at is not None


def test_a_declined_card_leaves_the_donation_open_and_is_told_once(provider, bank):
    donation = begin(provider)
    bank.decline(donation.provider_session)
    settle(provider, donation)
    donation = settle(provider, donation)
    assert donation.state == "started"
    assert told.of("declined") == ["card_declined"]
    bank.decline(donation.provider_session)
    settle(provider, donation)
    assert len(told.of("declined")) == 2
    bank.pay(donation.provider_session)
    assert settle(provider, donation).state == "paid"


def test_a_direct_debit_is_pending_until_it_arrives(provider, bank):
    campaign = make_campaign()
    donation = begin(provider, campaign)
    payment = bank.debit(donation.provider_session)
    donation = settle(provider, donation)
    found = Campaign.objects.with_totals().get(pk=campaign.pk)
    assert (donation.state, found.pending_cents, found.confirmed_cents) == ("processing", 5000, 0)
    bank.debit_arrives(payment)
    assert settle(provider, donation).state == "paid"
    found = Campaign.objects.with_totals().get(pk=campaign.pk)
    assert (found.pending_cents, found.confirmed_cents, found.donation_count) == (0, 5000, 1)


def test_a_direct_debit_that_bounces_has_failed(provider, bank):
    donation = begin(provider)
    bank.debit_fails(bank.debit(donation.provider_session))
    donation = settle(provider, donation)
    assert (donation.state, donation.net_cents) == ("failed", 0)
    assert donation.events.last().note == "insufficient_funds"


def test_a_page_nobody_pays_at_expires(provider, bank):
    donation = begin(provider)
    bank.leave(donation.provider_session)
    assert settle(provider, donation).state == "expired"


def test_settling_again_changes_and_tells_nothing(provider, bank):
    donation = begin(provider)
    bank.pay(donation.provider_session)
    settle(provider, donation)
    events = DonationEvent.objects.count()
    for source in ("webhook", "return", "reconcile"):
        settle(provider, donation, source)
    assert DonationEvent.objects.count() == events
    assert told.of("donation") == [("started", "paid")]


def test_facts_that_are_older_than_another_settling_are_fetched_again(provider, bank):
    donation = begin(provider)

    def somebody_is_quicker(name: str, when: str) -> None:
        """Between this fetch and its writing, the donor pays and the webhook is handled."""
        if (name, when) == ("payment", "after"):
            provider.step = lambda name, when: None
            bank.pay(donation.provider_session)
            settle(provider, donation, "webhook")

    provider.step = somebody_is_quicker
    assert settle(provider, donation).state == "paid"
    assert told.of("donation") == [("started", "paid")]
    assert provider.requests.count("payment") == 3


def test_somebody_who_is_always_quicker_ends_in_an_error_and_no_write(provider, bank):
    donation = begin(provider)

    def always_quicker(name: str, when: str) -> None:
        Donation.objects.filter(pk=donation.pk).update(
            version=donation.version + len(provider.requests)
        )

    provider.step = always_quicker
    with pytest.raises(domain.BusyError):
        settle(provider, donation)


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("cents", 1, "amount"),
        ("currency", "USD", "currency"),
        ("metadata", {"donation": "another"}, "metadata donation"),
    ],
)
def test_a_payment_that_is_not_what_was_asked_for_moves_nothing(provider, bank, field, value, word):
    donation = begin(provider)
    payment = bank.pay(donation.provider_session)
    page = provider.sessions[donation.provider_session]
    object.__setattr__(
        page.request,
        "donation" if field == "metadata" else field,
        "x" if field == "metadata" else value,
    )
    setattr(provider.payments[payment], field, value)
    donation = settle(provider, donation)
    assert (donation.state, donation.settled_cents) == ("started", 0)
    assert word in donation.mismatch
    assert told.of("mismatch") == [donation.pk]
    settle(provider, donation)
    assert donation.events.filter(kind="mismatch").count() == 1


def test_a_payment_of_the_other_mode_moves_nothing(provider, bank):
    donation = begin(provider)
    bank.pay(donation.provider_session)
    provider.sessions[donation.provider_session].livemode = True
    assert "livemode" in settle(provider, donation).mismatch


def test_a_mismatch_that_goes_away_is_noted_and_the_donation_settled(provider, bank):
    donation = begin(provider)
    bank.pay(donation.provider_session)
    page = provider.sessions[donation.provider_session]
    page.livemode = True
    settle(provider, donation)
    page.livemode = False
    donation = settle(provider, donation)
    assert (donation.state, donation.mismatch) == ("paid", "")
    assert donation.events.filter(kind="agreed").count() == 1


def test_a_payment_the_provider_does_not_know_is_a_mismatch(provider):
    donation = begin(provider)
    provider.sessions.clear()
    assert "no such payment" in settle(provider, donation).mismatch


def test_an_unreachable_provider_changes_nothing(provider, bank):
    donation = begin(provider)
    provider.fail_next("payment")
    with pytest.raises(UnavailableError):
        settle(provider, donation)
    donation.refresh_from_db()
    assert donation.state == "started"


def test_no_request_is_made_within_a_transaction(provider, bank):
    depth = []
    provider.step = lambda name, when: depth.append(len(transaction.get_connection().savepoint_ids))
    donation = begin(provider)
    bank.pay(donation.provider_session)
    settle(provider, donation)
    assert set(depth) == {0}  # the test's own transaction, and no savepoint in it


def test_a_goal_that_is_reached_makes_the_campaign_funded(provider, bank):
    campaign = make_campaign(goal_cents=8000)
    for cents in (5000, 3000):
        campaign.refresh_from_db()
        assert campaign.stage == "published"
        donation = begin(provider, campaign, cents)
        bank.pay(donation.provider_session)
        settle(provider, donation)
    campaign.refresh_from_db()
    assert campaign.stage == "funded"
    assert campaign.funded_at is not None
    assert go_to_page(provider, begin(provider, campaign))  # a funded one still takes donations


def test_a_donation_without_a_payment_page_is_left_alone(provider):
    donation = domain.open_donation(campaign=make_campaign(), amount_cents=500)
    assert settle(provider, donation).version == 0
    assert provider.requests == []


@pytest.mark.parametrize("count", [1, 30])
def test_settling_costs_the_same_however_many_have_given(
    provider, bank, count, django_assert_num_queries
):
    campaign = make_campaign(goal_cents=1_000_000)
    for _donation in range(count):
        donation = begin(provider, campaign)
        bank.pay(donation.provider_session)
        settle(provider, donation)
    donation = begin(provider, campaign)
    bank.pay(donation.provider_session)
    # The transaction's two ends, the locked row and its change, the movement, the event, the goal.
    with django_assert_num_queries(7):
        settle(provider, donation)
    donation.refresh_from_db()
    with django_assert_num_queries(5):
        settle(provider, donation)


def test_what_the_database_computes_is_known_without_asking(provider, bank):
    donation = begin(provider, cents=5000, fee_cover_cents=100)
    payment = bank.pay(donation.provider_session)
    found = [settle(provider, donation)]
    for cents in (50, 1000):
        asked = domain.request_refund(donation=donation, cents=cents, reason="", by=None)
        domain.carry_out_refund(refund=asked, provider=provider)
        found.append(settle(provider, donation))
        row = Donation.objects.get(pk=donation.pk)
        assert (found[-1].net_cents, found[-1].campaign_cents) == (
            row.net_cents,
            row.campaign_cents,
        )
    bank.dispute(payment)
    found.append(settle(provider, donation))
    assert [one.net_cents for one in found] == [5100, 5050, 4050, 4050]
    assert [one.campaign_cents for one in found] == [5000, 5000, 4050, 4050]


def test_a_donation_read_long_ago_is_settled_by_what_holds_now(provider, bank):
    old = begin(provider)
    bank.pay(old.provider_session)
    settle(provider, old)
    assert old.state == "started"
    assert settle(provider, old, "reconcile").state == "paid"
    assert told.of("donation") == [("started", "paid")]


def test_settling_again_saves_nothing_that_others_would_hear_of(provider, bank):
    donation = begin(provider)
    bank.pay(donation.provider_session)
    settle(provider, donation)
    heard = []

    def hear(**words) -> None:
        heard.append(words["instance"])

    post_save.connect(hear)
    try:
        again = settle(provider, donation)
    finally:
        post_save.disconnect(hear)
    row = Donation.objects.get(pk=donation.pk)
    assert heard == []
    assert (row.version, row.checked_at) == (again.version, again.checked_at)
