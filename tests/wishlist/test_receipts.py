"""Issuing receipts: once, in order, only where the law lets, and void when money goes back."""

from datetime import UTC, date, datetime
from hashlib import sha256

import pytest
from crowdfunding_lite.domain import NotAllowedError
from crowdfunding_lite.models import DisputeState, DonationState, RefundState
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cms.core.models import OutgoingMail
from participation.wishlist.domain import receipts
from participation.wishlist.domain.receipt_data import canonical_hash
from participation.wishlist.models import (
    Issuer,
    Receipt,
    ReceiptFile,
    ReceiptItem,
    ReceiptKind,
    ReceiptSeries,
)
from participation.wishlist.models.choices import InstitutionState, TaxStatus
from participation.wishlist.queries import receipts as queries
from tests.wishlist.office import dispute, donation, donor, institution, refund, treasury, wish

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 4)


@pytest.fixture(autouse=True)
def _pages(site):
    """Settings belong to a site."""


def issue(*donations, kind=ReceiptKind.SINGLE, **options):
    return receipts.issue(kind=kind, donations=donations, **{"today": TODAY} | options)


def test_a_receipt_keeps_all_that_stands_on_it():
    given = donation(cents=123_456)
    receipt = issue(given)
    assert receipt.data["amount"] == "1.234,56 EUR"
    assert receipt.data["day"] == "03.03.2026"
    assert receipt.data["donor"] == ["Erika Muster", "Musterweg 3", "22850 Norderstedt"]
    assert receipt.data["notice"]["kind"] == "exemption"
    assert receipt.data_hash == canonical_hash(Receipt.objects.get(pk=receipt.pk).data)


def test_its_pdf_is_kept_with_its_hash():
    file = issue(donation()).file
    pdf = bytes(ReceiptFile.objects.get(pk=file.pk).pdf)
    assert pdf.startswith(b"%PDF-")
    assert sha256(pdf).hexdigest() == file.pdf_hash


def test_numbers_of_an_issuer_and_year_have_no_gap():
    ours = wish()
    numbers = [issue(donation(ours)).number for _ in range(3)]
    assert numbers == [1, 2, 3]
    assert issue(donation()).shown_number == "2026-00001"
    later = issue(donation(ours), today=date(2027, 1, 1))
    assert later.shown_number == "2027-00001"


def test_a_number_whose_receipt_fails_is_given_again():
    ours = wish()
    point = transaction.savepoint()
    issue(donation(ours))
    transaction.savepoint_rollback(point)
    assert issue(donation(ours)).number == 1


def test_a_donation_is_confirmed_once():
    given = donation()
    assert issue(given) == issue(given)
    other = donation(given.campaign.wish, donor=given.donor)
    with pytest.raises(NotAllowedError, match="bereits bestätigt"):
        issue(given, other, kind=ReceiptKind.COLLECTIVE)
    assert ReceiptItem.objects.count() == 1


def test_the_database_refuses_a_second_one():
    given = donation()
    item = issue(given).items.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        ReceiptItem.objects.create(
            receipt=issue(donation()), donation=given, cents=item.cents, day=item.day
        )


def test_a_slip_gives_way_to_a_receipt():
    given = donation()
    slip = issue(given, kind=ReceiptKind.SIMPLE)
    assert (slip.number, slip.is_signed) == (None, True)
    receipt = issue(given)
    slip.refresh_from_db()
    assert slip.is_void
    assert queries.valid_receipt_of(given) == receipt
    with pytest.raises(NotAllowedError):
        issue(given, kind=ReceiptKind.SIMPLE)


@pytest.mark.parametrize(("cents", "can"), [(30_000, True), (30_001, False)])
def test_the_simplified_proof_ends_at_300_euros(cents, can):
    given = donation(cents=cents)
    assert queries.offer_for(given, TODAY).can_have_simple == can
    if can:
        assert issue(given, kind=ReceiptKind.SIMPLE)
    else:
        with pytest.raises(NotAllowedError, match="300 Euro"):
            issue(given, kind=ReceiptKind.SIMPLE)


def test_the_simplified_proof_needs_no_address():
    given = donation(donor=donor(street=""))
    assert issue(given, kind=ReceiptKind.SIMPLE)
    with pytest.raises(NotAllowedError, match="Anschrift"):
        issue(given)


@pytest.mark.parametrize(
    "papers",
    [
        {"tax_status": TaxStatus.NONE},
        {"tax_valid_until": date(2026, 3, 3)},
        {"tax_valid_until": None},
        {"tax_office": ""},
        {"tax_notice_on": None},
        {"state": InstitutionState.SUSPENDED},
        {"state": InstitutionState.APPLIED},
    ],
)
def test_only_a_verified_exempt_institution_confirms(papers):
    given = donation(wish(institution(**papers)))
    assert queries.offer_for(given, TODAY).why_not
    with pytest.raises(NotAllowedError):
        issue(given)
    assert not ReceiptSeries.objects.filter(last__gt=0).exists()


def test_the_notice_must_be_good_on_the_day_of_issue():
    given = donation(wish(institution(tax_valid_until=TODAY)))
    with pytest.raises(NotAllowedError):
        issue(given, today=date(2026, 3, 5))
    assert issue(given, today=TODAY)


def test_a_public_body_needs_no_notice():
    papers = {"tax_status": TaxStatus.PUBLIC, "tax_notice_on": None, "tax_valid_until": None}
    receipt = issue(donation(wish(institution(**papers))))
    assert receipt.data["notice"]["kind"] == "public"
    assert receipt.data["forwarded_to"] == ""


def test_the_city_confirms_in_its_own_series_where_it_receives_the_money():
    treasury(
        receipt_issuer=Issuer.CITY,
        issuer_name="Stadt Norderstedt",
        issuer_address="Rathausallee 50\n22846 Norderstedt",
    )
    first, second = issue(donation()), issue(donation())
    assert (first.institution, first.number, second.number) == (None, 1, 2)
    assert first.data["issuer"] == ["Stadt Norderstedt", "Rathausallee 50", "22846 Norderstedt"]
    assert first.data["forwarded_to"].startswith("Kinderhilfe")


@pytest.mark.parametrize(
    "state", [DonationState.STARTED, DonationState.PROCESSING, DonationState.FAILED]
)
def test_what_has_not_arrived_is_not_confirmed(state):
    with pytest.raises(NotAllowedError, match="nicht eingegangen"):
        issue(donation(state=state, settled_cents=0))


@pytest.mark.parametrize(
    "back",
    [
        lambda given: refund(given, state=RefundState.REQUESTED),
        lambda given: refund(given, state=RefundState.SUCCEEDED, cents=1),
        lambda given: dispute(given),
        lambda given: dispute(given, state=DisputeState.LOST),
    ],
)
def test_what_goes_back_even_in_part_is_not_confirmed(back):
    given = donation()
    back(given)
    with pytest.raises(NotAllowedError, match="zurückgegangen"):
        issue(given)


def test_a_failed_refund_and_a_won_dispute_leave_the_donation_as_it_was():
    given = donation()
    refund(given, state=RefundState.FAILED)
    dispute(given, state=DisputeState.WON)
    assert issue(given)


def test_money_that_goes_back_makes_the_receipt_void_and_tells_the_donor():
    given = donation()
    receipt = issue(given)
    receipts.money_went_back(donation=given, reason="Die Spende wurde erstattet.")
    receipt.refresh_from_db()
    assert receipt.is_void
    assert receipt.void_reason == "Die Spende wurde erstattet."
    mail = OutgoingMail.objects.get()
    assert mail.to == given.donor.email
    receipts.money_went_back(donation=given, reason="Noch einmal.")
    assert OutgoingMail.objects.count() == 1


def test_the_rest_of_a_void_collective_receipt_can_be_confirmed_anew():
    giver, ours = donor(), wish()
    given = [donation(ours, donor=giver) for _ in range(3)]
    receipt = issue(*given, kind=ReceiptKind.COLLECTIVE)
    refund(given[0])
    receipts.money_went_back(donation=given[0], reason="Erstattet.")
    again = issue(*given[1:], kind=ReceiptKind.COLLECTIVE)
    assert (receipt.number, again.number, again.cents) == (1, 2, 10_000)


def test_a_collective_receipt_lists_each_gift_of_the_year():
    giver, ours = donor(), wish()
    given = [
        donation(ours, donor=giver, cents=1000, paid_at=datetime(2025, month, 1, 12, tzinfo=UTC))
        for month in (11, 2)
    ]
    receipt = issue(*given, kind=ReceiptKind.COLLECTIVE)
    assert receipt.data["period"] == "01.01.2025 bis 31.12.2025"
    assert [gift["day"] for gift in receipt.data["gifts"]] == ["01.02.2025", "01.11.2025"]
    assert (receipt.cents, receipt.data["amount"]) == (2000, "20,00 EUR")


def test_a_receipt_is_for_one_institution():
    with pytest.raises(NotAllowedError, match="eine Einrichtung"):
        issue(donation(), donation(), kind=ReceiptKind.COLLECTIVE)


def test_a_receipt_is_of_one_donor():
    ours = wish()
    other = donation(ours, donor=donor(name="Max Beispiel"))
    with pytest.raises(NotAllowedError, match="einer Person"):
        issue(donation(ours), other, kind=ReceiptKind.COLLECTIVE)


def test_the_same_name_and_address_typed_twice_are_one_donor():
    ours, typed = wish(), {"email": "erika@example.org", "name": "Erika Muster"}
    first = donation(ours, donor=donor(**typed))
    second = donation(ours, donor=donor(**typed | {"name": "erika muster "}))
    assert issue(first, second, kind=ReceiptKind.COLLECTIVE).cents == 10_000


def test_the_day_of_a_donation_is_the_citys_day():
    given = donation(paid_at=datetime(2025, 12, 31, 23, 30, tzinfo=UTC))
    assert issue(given).data["day"] == "01.01.2026"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE wishlist_receipt SET cents = 1",
        "UPDATE wishlist_receipt SET number = 9",
        "UPDATE wishlist_receipt SET data = '{}'",
        "DELETE FROM wishlist_receiptitem",
        "DELETE FROM wishlist_receiptfile",
        "UPDATE wishlist_receiptfile SET pdf = ''",
        "UPDATE wishlist_receiptitem SET cents = 1",
    ],
)
def test_the_database_keeps_receipts_as_they_were(sql):
    issue(donation())
    with (
        pytest.raises(IntegrityError, match="stays as it"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_a_void_receipt_stays_void():
    receipt = receipts.void(receipt=issue(donation()), reason="Irrtum")
    with pytest.raises(IntegrityError), transaction.atomic():
        Receipt.objects.filter(pk=receipt.pk).update(void_at=None)


def test_receipts_go_after_ten_years_and_not_before():
    # The database counts by its own clock, which time-machine does not move.
    this_year = timezone.localdate().year
    papers = {"tax_valid_until": date(this_year, 1, 1), "tax_notice_on": date(this_year - 12, 1, 1)}
    ours = wish(institution(**papers))
    old = issue(donation(ours), today=date(this_year - 11, 12, 31))
    kept = issue(donation(ours), today=date(this_year - 10, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        kept.delete()
    assert receipts.forget_old() == 1
    assert not Receipt.objects.filter(pk=old.pk).exists()
    assert Receipt.objects.filter(pk=kept.pk).exists()
