from datetime import UTC, datetime, timedelta

import pytest
import told
from crowdfunding_lite import domain
from crowdfunding_lite.models import BalanceEntry, BalanceKind, Difference, Donation
from crowdfunding_lite.providers import UnavailableError
from makers import begin, go_to_page, make_campaign, settle

pytestmark = pytest.mark.django_db


def compare(provider, day=None):
    return domain.compare_with_balance(provider=provider, day=day or datetime.now(UTC).date())


@pytest.fixture
def paid(provider, bank) -> Donation:
    donation = begin(provider)
    bank.pay(donation.provider_session)
    return settle(provider, donation)


def test_books_that_agree_have_no_difference(provider, bank, paid):
    bank.refund(paid.provider_payment, 700)
    settle(provider, paid)
    assert compare(provider) == []


def test_what_was_missed_is_settled_first(provider, bank, paid):
    bank.dispute(paid.provider_payment)
    assert compare(provider) == []
    paid.refresh_from_db()
    assert paid.state == "disputed"


def test_a_payment_whose_page_we_never_noted_is_found_by_its_metadata(provider, bank):
    donation = domain.open_donation(campaign=make_campaign(), amount_cents=500)
    provider.fail_next("create_checkout", "after")
    with pytest.raises(UnavailableError):
        go_to_page(provider, donation)
    bank.pay(next(iter(provider.sessions)))
    assert compare(provider) == []
    donation.refresh_from_db()
    assert donation.state == "paid"


def test_a_cent_that_nobody_can_explain_is_reported_once(provider, paid):
    provider.loose_entries.append(provider.entry(BalanceKind.OTHER, -1))
    found = compare(provider)
    assert [(one.ours_cents, one.theirs_cents, one.donation) for one in found] == [(0, -1, None)]
    compare(provider)
    assert (Difference.objects.count(), len(told.of("difference"))) == (1, 1)


def test_what_somebody_has_explained_is_not_reported_again(provider, paid):
    provider.loose_entries.append(provider.entry(BalanceKind.OTHER, -1))
    (found,) = compare(provider)
    Difference.objects.filter(pk=found.pk).update(solved_at=found.found_at, note="A fee.")
    assert compare(provider) == []
    assert (Difference.objects.count(), len(told.of("difference"))) == (1, 1)


def test_other_cents_than_those_explained_are_reported(provider, paid):
    provider.loose_entries.append(provider.entry(BalanceKind.OTHER, -1))
    (found,) = compare(provider)
    Difference.objects.filter(pk=found.pk).update(
        solved_at=found.found_at, note="A fee.", theirs_cents=-2
    )
    assert [one.theirs_cents for one in compare(provider)] == [-1]


def test_money_of_ours_that_the_provider_does_not_have_is_reported(provider, paid):
    entry = BalanceEntry.objects.create(
        provider_reference="txn_x", donation=paid, kind="payment", cents=5, at=paid.paid_at
    )
    found = {one.provider_reference: one for one in compare(provider)}
    assert (found["txn_x"].ours_cents, found["txn_x"].theirs_cents) == (5, 0)
    assert f"donation {paid.public_id}" in found  # its sums no longer add up, either
    entry.delete()
    assert compare(provider) == []
    assert not Difference.objects.unsolved().exists()


def test_sums_that_are_not_what_the_movements_come_to_are_put_right_by_settling(provider, paid):
    Donation.objects.filter(pk=paid.pk).update(settled_cents=4999)
    assert compare(provider) == []
    paid.refresh_from_db()
    assert paid.settled_cents == 5000


def test_sums_that_settling_does_not_explain_are_reported(provider, paid):
    Donation.objects.filter(pk=paid.pk).update(settled_cents=4999)
    provider.sessions[paid.provider_session].livemode = True  # a mismatch moves nothing
    (found,) = compare(provider)
    assert (found.donation, found.theirs_cents - found.ours_cents) == (paid, 1)


def test_a_debit_on_its_way_is_no_difference(provider, bank):
    donation = begin(provider)
    payment = bank.debit(donation.provider_session)
    settle(provider, donation)
    fact = provider.entry(BalanceKind.PAYMENT, 5000, 35, payment=payment)
    provider.payments[payment].entries.append(fact)  # booked before the bank has paid
    settle(provider, donation)
    assert compare(provider) == []


def test_transfers_are_compared_with_payouts(provider, bank, paid):
    provider.loose_entries.append(
        provider.entry(BalanceKind.TRANSFER, -300, source="tr_of_somebody")
    )
    (found,) = compare(provider)
    assert (found.ours_cents, found.theirs_cents) == (0, -300)


def test_payouts_to_our_own_bank_are_no_concern(provider, paid):
    provider.loose_entries.append(provider.entry(BalanceKind.BANK, -4000))
    assert compare(provider) == []


def test_another_day_is_compared_by_itself(provider, paid):
    assert compare(provider, datetime.now(UTC).date() - timedelta(days=1)) == []


def test_a_debit_that_bounced_costs_its_fee_and_no_more(provider, bank):
    donation = begin(provider)
    payment = bank.debit(donation.provider_session)
    bank.debit_fails(payment)
    provider.payments[payment].entries += [
        provider.entry(BalanceKind.PAYMENT, 5000, 0, payment=payment),
        provider.entry(BalanceKind.PAYMENT, -5000, 350, payment=payment),
    ]
    donation = settle(provider, donation)
    assert (donation.state, donation.provider_fee_cents) == ("failed", 350)
    assert compare(provider) == []
