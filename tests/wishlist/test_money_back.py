"""What the treasury does when money goes back, and what is written down about it."""

from datetime import timedelta

import pytest
from crowdfunding_lite import domain as money
from crowdfunding_lite.domain import NotAllowedError
from crowdfunding_lite.models import (
    Difference,
    DonationState,
    EventKind,
    Refund,
    RefundState,
    Source,
)
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from participation.wishlist.domain import receipts, refunds
from participation.wishlist.models import ReceiptSigner
from participation.wishlist.queries import books
from participation.wishlist.queries.receipts import valid_receipt_of
from participation.wishlist.tasks import money as jobs
from tests.factories.people import UserFactory
from tests.factories.wishlist import DonationFactory
from tests.wishlist.office import dispute, donation, refund

pytestmark = pytest.mark.django_db


@pytest.fixture
def treasurer():
    return UserFactory()


@pytest.fixture
def given(site):
    return donation(cents=5000)


def ask(given, treasurer, **words):
    return refunds.ask(
        donation=given, by=treasurer, **{"cents": 5000, "reason": "Doppelt gespendet."} | words
    )


def test_a_refund_is_written_down_before_the_provider_is_asked(given, treasurer):
    asked = ask(given, treasurer, cents=2000)
    assert (asked.state, asked.cents, asked.by) == (RefundState.REQUESTED, 2000, treasurer)
    event = given.events.get()
    assert (event.kind, event.actor, event.source) == (
        EventKind.REFUND_ASKED,
        treasurer,
        Source.OFFICE,
    )
    job = ProcrastinateJob.objects.get(task_name="wishlist.carry_out_refund")
    assert job.args == {"refund_id": asked.pk}


def test_its_receipt_is_void_at_once(given, treasurer):
    receipt = receipts.issue(kind="single", donations=[given])
    ask(given, treasurer, cents=1)
    receipt.refresh_from_db()
    assert receipt.void_reason == "Die Spende wird erstattet."


@pytest.mark.parametrize("words", [{"cents": 5001}, {"cents": 0}, {"reason": "  "}])
def test_not_more_than_there_is_and_not_without_a_reason(given, treasurer, words):
    with pytest.raises(NotAllowedError):
        ask(given, treasurer, **words)
    assert not Refund.objects.exists()
    assert not ProcrastinateJob.objects.filter(task_name="wishlist.carry_out_refund").exists()


def test_the_same_money_goes_back_once(given, treasurer):
    ask(given, treasurer)
    with pytest.raises(NotAllowedError):
        ask(given, treasurer)


def test_the_job_gives_it_back(site, bank, treasurer):
    given = DonationFactory(amount_cents=3000)
    asked = ask(given, treasurer, cents=3000)
    jobs.carry_out_refund(refund_id=asked.pk)
    given.refresh_from_db()
    assert (given.state, given.net_cents) == (DonationState.REFUNDED, 0)


def test_what_was_refunded_in_the_dashboard_makes_the_receipt_void_too(site, bank):
    given = DonationFactory(amount_cents=3000)
    ReceiptSigner.objects.create(
        institution=given.campaign.wish.institution, machine_told_on=timezone.localdate()
    )
    given.donor.name, given.donor.street = "Erika Muster", "Musterweg 3"
    given.donor.postcode, given.donor.city = "22850", "Norderstedt"
    given.donor.save()
    institution = given.campaign.wish.institution
    institution.tax_valid_until = timezone.localdate() + timedelta(days=100)
    institution.save()
    receipt = receipts.issue(kind="single", donations=[given])
    bank.refund(given.provider_payment, 3000)
    money.settle(donation=given, provider=bank.provider, source=Source.WEBHOOK)
    receipt.refresh_from_db()
    assert receipt.is_void
    assert valid_receipt_of(given) is None


def test_a_dispute_makes_the_receipt_void(site, bank):
    given = DonationFactory(amount_cents=3000)
    bank.dispute(given.provider_payment)
    made = receipts.Receipt.objects.count()
    money.settle(donation=given, provider=bank.provider, source=Source.WEBHOOK)
    given.refresh_from_db()
    assert given.state == DonationState.DISPUTED
    assert made == 0
    with pytest.raises(NotAllowedError):
        receipts.issue(kind="simple", donations=[given])


def test_a_failed_refund_stays_until_somebody_says_how_it_was_solved(given, treasurer):
    failed = refund(given, state=RefundState.FAILED, failure="expired_or_canceled_card")
    with pytest.raises(NotAllowedError, match="gelöst"):
        refunds.solve(refund=failed, solution=" ", by=treasurer)
    refunds.solve(refund=failed, solution="Am 3. März überwiesen.", by=treasurer)
    assert not Refund.objects.unsolved().exists()
    assert given.events.get().note == "Am 3. März überwiesen."
    with pytest.raises(NotAllowedError):
        refunds.solve(refund=failed, solution="Noch einmal.", by=treasurer)


def test_what_was_returned_by_bank_transfer_is_no_longer_confirmed_or_paid_out(given, treasurer):
    failed = refund(given, state=RefundState.FAILED, cents=given.settled_cents)
    receipt = receipts.issue(kind="simple", donations=[given])
    before = books.sums(given.campaign).left
    refunds.solve(refund=failed, solution="Überwiesen.", by=treasurer, is_returned=True)
    given.refresh_from_db()
    receipt.refresh_from_db()
    assert (given.state, given.net_cents) == (DonationState.REFUNDED, 0)
    assert receipt.is_void
    assert books.sums(given.campaign).left == before - failed.cents
    (line,) = books.entries(given.campaign)
    assert (line.label, line.cents) == ("Per Überweisung zurückgegeben", -failed.cents)


def test_a_difference_is_closed_by_an_explanation_once(site):
    found = Difference.objects.create(
        provider_reference="txn_1", day=timezone.localdate(), theirs_cents=-1500
    )
    with pytest.raises(NotAllowedError):
        refunds.explain_difference(difference=found, text="")
    refunds.explain_difference(difference=found, text="Gebühr für die Rückbuchung.")
    assert not Difference.objects.unsolved().exists()
    with pytest.raises(NotAllowedError):
        refunds.explain_difference(difference=found, text="Noch einmal.")


def test_evidence_stands_in_the_dispute_and_in_the_history(given, treasurer):
    lost = dispute(given)
    refunds.note_evidence(dispute=lost, text="Dankesmail eingereicht.", by=treasurer)
    lost.refresh_from_db()
    assert lost.evidence_note == "Dankesmail eingereicht."
    assert (given.events.get().actor, given.events.get().kind) == (treasurer, EventKind.NOTE)


def test_an_empty_note_is_none(given, treasurer):
    with pytest.raises(NotAllowedError):
        refunds.comment(donation=given, text=" ", by=treasurer)
    assert not given.events.exists()
