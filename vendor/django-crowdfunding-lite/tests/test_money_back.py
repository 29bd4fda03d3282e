import pytest
import told
from crowdfunding_lite import domain
from crowdfunding_lite.domain import NotAllowedError
from crowdfunding_lite.models import Donation, Refund
from crowdfunding_lite.providers import UnavailableError
from makers import begin, settle

pytestmark = pytest.mark.django_db


@pytest.fixture
def paid(provider, bank):
    donation = begin(provider, cents=5000, fee_cover_cents=100)
    bank.pay(donation.provider_session)
    return settle(provider, donation)


def refund(provider, donation, cents, by=None):
    asked = domain.request_refund(donation=donation, cents=cents, reason="Twice", by=by)
    return domain.carry_out_refund(refund=asked, provider=provider)


def test_a_part_that_goes_back_comes_out_of_what_was_given_for_fees_first(provider, paid):
    refund(provider, paid, 100)
    paid.refresh_from_db()
    assert (paid.state, paid.net_cents, paid.campaign_cents) == ("refunded_in_part", 5000, 5000)
    refund(provider, paid, 1000)
    paid.refresh_from_db()
    assert (paid.net_cents, paid.campaign_cents) == (4000, 4000)


def test_all_of_it_goes_back(provider, paid, staff):
    done = refund(provider, paid, 5100, by=staff)
    paid.refresh_from_db()
    assert (paid.state, paid.net_cents, done.state) == ("refunded", 0, "succeeded")
    assert [(e.kind, e.actor) for e in paid.events.filter(kind="refund_asked")] == [
        ("refund_asked", staff)
    ]
    assert told.of("refund") == [("", "requested"), ("requested", "succeeded")]


@pytest.mark.parametrize("cents", [0, -5, 5101])
def test_no_more_than_what_is_there_goes_back(paid, cents):
    with pytest.raises(NotAllowedError):
        domain.request_refund(donation=paid, cents=cents, reason="", by=None)


def test_what_is_asked_for_already_cannot_be_asked_for_again(paid):
    domain.request_refund(donation=paid, cents=5000, reason="", by=None)
    with pytest.raises(NotAllowedError):
        domain.request_refund(donation=paid, cents=101, reason="", by=None)
    assert domain.left_to_refund(paid) == 100


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_crash_around_the_refund_leaves_one_refund(provider, paid, when):
    asked = domain.request_refund(donation=paid, cents=1000, reason="", by=None)
    provider.fail_next("create_refund", when)
    with pytest.raises(UnavailableError):
        domain.carry_out_refund(refund=asked, provider=provider)
    assert domain.carry_out_refund(refund=asked, provider=provider).state == "succeeded"
    paid.refresh_from_db()
    assert (paid.refunded_cents, Refund.objects.count()) == (1000, 1)


def test_a_refund_whose_key_was_forgotten_long_ago_is_found_and_not_made_again(provider, paid):
    asked = domain.request_refund(donation=paid, cents=1000, reason="", by=None)
    provider.fail_next("create_refund", "after")
    with pytest.raises(UnavailableError):
        domain.carry_out_refund(refund=asked, provider=provider)
    provider.answers.clear()  # as after a day
    assert domain.carry_out_refund(refund=asked, provider=provider).state == "succeeded"
    paid.refresh_from_db()
    assert paid.refunded_cents == 1000


def test_a_refund_made_at_the_provider_gets_a_row(provider, bank, paid):
    bank.refund(paid.provider_payment, 700)
    donation = settle(provider, paid)
    assert (donation.state, donation.refunded_cents) == ("refunded_in_part", 700)
    assert (donation.refunds.get().by, donation.refunds.get().state) == (None, "succeeded")


def test_a_refused_refund_has_failed_and_waits_for_a_person(provider, bank, paid, staff):
    asked = domain.request_refund(donation=paid, cents=5100, reason="", by=None)
    bank.refund(paid.provider_payment, 100)  # somebody was quicker at the provider
    done = domain.carry_out_refund(refund=asked, provider=provider)
    assert (done.state, done.failure) == ("failed", "amount_too_large")
    assert list(Refund.objects.unsolved()) == [done]
    domain.solve_refund(refund=done, note="By bank transfer", by=staff)
    assert not Refund.objects.unsolved().exists()
    with pytest.raises(NotAllowedError):
        domain.solve_refund(refund=done, note="Again", by=staff)


@pytest.fixture
def failed(paid):
    """A refund of 30 of 51 euros that the provider has refused."""
    return Refund.objects.create(donation=paid, cents=3000, state="failed")


def test_what_went_back_another_way_is_gone_and_stays_gone(provider, failed, paid, staff):
    domain.solve_refund(refund=failed, note="By bank transfer", by=staff, is_returned=True)
    for donation in (Donation.objects.get(pk=paid.pk), settle(provider, paid)):
        assert (donation.state, donation.refunded_cents) == ("refunded_in_part", 3000)
        assert (donation.net_cents, donation.refundable_cents) == (2100, 2100)
    steps = paid.events.filter(kind="state").values_list("to_state", flat=True)
    assert list(steps).count("refunded_in_part") == 1


def test_no_more_goes_back_another_way_than_is_left(provider, bank, failed, paid, staff):
    bank.refund(paid.provider_payment, 2500)
    settle(provider, paid)
    with pytest.raises(NotAllowedError, match="26"):
        domain.solve_refund(refund=failed, note="Twice", by=staff, is_returned=True)
    assert Refund.objects.unsolved().exists()


def test_a_refund_that_comes_back_is_money_again(provider, bank, paid):
    done = refund(provider, paid, 5100)
    bank.refund_fails(paid.provider_payment, done.provider_refund)
    donation = settle(provider, paid)
    done.refresh_from_db()
    assert (donation.state, donation.net_cents, done.state) == ("paid", 5100, "failed")
    assert donation.events.filter(kind="refund_failed").count() == 1


def test_a_dispute_takes_the_money_when_it_is_lost(provider, bank, paid):
    dispute = bank.dispute(paid.provider_payment)
    donation = settle(provider, paid)
    assert (donation.state, donation.disputed_cents, donation.net_cents) == ("disputed", 5100, 5100)
    assert donation.refundable_cents == 0
    bank.close_dispute(paid.provider_payment, dispute, "lost")
    donation = settle(provider, paid)
    assert (donation.state, donation.lost_cents, donation.net_cents) == ("charge_lost", 5100, 0)
    assert donation.disputes.get().closed_at is not None
    assert told.of("dispute") == [("", "open"), ("open", "lost")]


def test_a_won_dispute_leaves_everything_as_it_was(provider, bank, paid):
    dispute = bank.dispute(paid.provider_payment)
    bank.close_dispute(paid.provider_payment, dispute, "won")
    donation = settle(provider, paid)
    assert (donation.state, donation.net_cents, donation.disputed_cents) == ("paid", 5100, 0)


def test_a_disputed_donation_is_not_refunded(provider, bank, paid):
    bank.dispute(paid.provider_payment)
    donation = settle(provider, paid)
    with pytest.raises(NotAllowedError):
        domain.request_refund(donation=donation, cents=1, reason="", by=None)


def test_a_mismatched_donation_is_not_refunded(provider, paid):
    provider.sessions[paid.provider_session].livemode = True
    donation = settle(provider, paid)
    with pytest.raises(NotAllowedError):
        domain.request_refund(donation=donation, cents=1, reason="", by=None)


def test_nothing_goes_back_while_the_books_do_not_agree(provider, paid):
    asked = domain.request_refund(donation=paid, cents=1000, reason="", by=None)
    payment = provider.payments[paid.provider_payment]
    payment.cents += 1
    refund = domain.carry_out_refund(refund=asked, provider=provider)
    assert (refund.state, len(payment.refunds)) == ("requested", 0)
    payment.cents -= 1
    assert domain.carry_out_refund(refund=asked, provider=provider).state == "succeeded"
