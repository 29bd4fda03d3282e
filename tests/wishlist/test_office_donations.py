"""Donations before the treasury: found, looked at from every side, and given back."""

import csv
from io import BytesIO, StringIO

import pytest
from crowdfunding_lite.models import (
    Donation,
    DonationEvent,
    DonationState,
    EventKind,
    Refund,
    RefundState,
    Source,
)
from django.utils import translation
from openpyxl import load_workbook

from participation.wishlist.domain import receipts
from participation.wishlist.models import Receipt, ReceiptKind
from participation.wishlist.templatetags.office_tags import codes_in_words
from tests.factories.people import UserFactory
from tests.wishlist.office import dispute, donation, donor, institution, refund, somebody, wish

pytestmark = pytest.mark.django_db
LIST = "/admin/wishlist/donations/"


@pytest.fixture
def treasurer(client, site):
    return somebody(client, "view_books", "manage_money")


@pytest.fixture
def reader(client, site):
    return somebody(client, "view_books")


def listed(client, **filters):
    return list(client.get(LIST, filters).context["page_obj"])


def test_donations_with_what_they_add_up_to(client, treasurer):
    donation(cents=5000, provider_fee_cents=100)
    donation(cents=2000, refunded_cents=500, state=DonationState.REFUNDED_IN_PART)
    donation(state=DonationState.FAILED)
    answer = client.get(LIST)
    sums = answer.context["sums"]
    assert (sums.count, sums.settled_cents, sums.back_cents) == (3, 7000, 500)
    assert (sums.net_cents, sums.fee_cents) == (6500, 100)
    assert "70,00\xa0€" in answer.content.decode()


@pytest.mark.parametrize(
    "words", ["erika muster", "spende@", "kletter", "kinderhilfe", "50", "pi_gesucht"]
)
def test_a_donation_is_found_by_whatever_is_known_of_it(client, treasurer, words):
    given = donation(
        wish(institution(name="Kinderhilfe e. V.")),
        cents=5000,
        donor=donor(email="spende@example.org"),
        provider_payment="pi_gesucht",
    )
    other = donor(name="Max Beispiel", email="max@example.org")
    donation(wish(institution(name="Tafel"), title="Kühlwagen"), cents=700, donor=other)
    assert listed(client, q=words) == [given]
    assert listed(client, q=str(given.public_id)) == [given]


@pytest.mark.parametrize(
    "filters",
    [
        {"state": "failed"},
        {"method": "sepa_debit"},
        {"special": "receipt"},
        {"special": "mismatch"},
        {"since": "2026-05-01"},
    ],
)
def test_filters_narrow_the_list(client, treasurer, filters):
    donation()
    found = donation(
        state=DonationState.FAILED,
        method="sepa_debit",
        wants_receipt=True,
        mismatch="cents",
        paid_at="2026-05-02T10:00:00Z",
        created_at="2026-05-02T10:00:00Z",
    )
    assert listed(client, **filters) == [found]
    assert len(listed(client, state="unsinn", since="gestern", institution="-1")) == 2
    assert '<option value="sepa_debit">SEPA-Lastschrift' in client.get(LIST).content.decode()


def test_one_institution(client, treasurer):
    found = donation()
    donation()
    place = found.campaign.wish.institution
    place.verified_at = found.paid_at
    place.save()
    assert listed(client, institution=place.pk) == [found]


def test_readers_see_no_names_and_find_nobody_by_name(client, reader):
    given = donation(public_name="Familie M.")
    page = client.get(LIST).content.decode()
    assert "Familie M." in page
    assert "Erika Muster" not in page
    assert listed(client, q="Erika Muster") == []
    detail = client.get(f"{LIST}{given.pk}/").content.decode()
    assert given.donor.email not in detail
    assert "Geld erstatten" not in detail


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_costs_the_same_for_one_and_for_many(
    client, treasurer, assert_query_count, number
):
    place = institution()
    for _ in range(number):
        donation(wish(place))
    client.get(LIST)
    with assert_query_count(16):
        client.get(LIST)


def test_a_donation_shows_every_event_with_who_and_why(client, treasurer):
    given = donation()
    office = UserFactory(first_name="Karla", last_name="Kasse")
    DonationEvent.objects.create(donation=given, kind=EventKind.STARTED, source=Source.START)
    DonationEvent.objects.create(
        donation=given, kind=EventKind.NOTE, source=Source.OFFICE, note="Rief an.", actor=office
    )
    DonationEvent.objects.create(
        donation=given,
        kind=EventKind.STATE,
        to_state="failed",
        source=Source.WEBHOOK,
        note="insufficient_funds",
    )
    refund(given, state=RefundState.FAILED, failure="expired_or_canceled_card")
    dispute(given, reason="fraudulent")
    page = client.get(f"{LIST}{given.pk}/").content.decode()
    for words in (
        "Karla Kasse",
        "Rief an.",
        "nicht genug Geld",
        "Die Karte ist abgelaufen",
        "sie war es nicht",
        "Erika Muster",
        given.provider_payment,
    ):
        assert words in page


@pytest.mark.parametrize("number", [1, 30])
def test_a_long_history_costs_no_more(client, treasurer, assert_query_count, number):
    given = donation()
    for _ in range(number):
        DonationEvent.objects.create(
            donation=given, kind=EventKind.NOTE, source=Source.OFFICE, actor=UserFactory()
        )
        refund(given, state=RefundState.FAILED, cents=1, by=UserFactory())
    client.get(f"{LIST}{given.pk}/")
    with assert_query_count(23):
        client.get(f"{LIST}{given.pk}/")


def test_a_note_stays_in_the_history(client, treasurer):
    given = donation()
    client.post(f"{LIST}{given.pk}/", {"words": "Hat angerufen."})
    event = given.events.get()
    assert (event.note, event.actor) == ("Hat angerufen.", treasurer)
    assert client.post(f"{LIST}{given.pk}/", {"words": ""}).status_code == 422


def test_a_refund_is_asked_for_then_shown_and_only_then_done(client, treasurer):
    given = donation(cents=5000)
    address = f"{LIST}{given.pk}/refund/"
    assert '"50,00"' in client.get(address).content.decode()
    words = {"cents": "20", "reason": "Doppelt gespendet."}
    shown = client.post(address, words)
    assert "20\xa0€ gehen an" in shown.content.decode() or "20,00\xa0€" in shown.content.decode()
    assert not Refund.objects.exists()
    client.post(address, words | {"confirm": "yes"})
    asked = Refund.objects.get()
    assert (asked.cents, asked.reason, asked.by) == (2000, "Doppelt gespendet.", treasurer)


def test_what_follows_from_a_refund_is_said_before(client, treasurer):
    given = donation(cents=5000)
    receipt = receipts.issue(kind=ReceiptKind.SINGLE, donations=[given])
    words = {"cents": "50", "reason": "Irrtum"}
    page = client.post(f"{LIST}{given.pk}/refund/", words).content.decode()
    assert f"Bestätigung {receipt.shown_number} wird ungültig" in page


@pytest.mark.parametrize(
    "words",
    [
        {"cents": "50,01", "reason": "Irrtum"},
        {"cents": "0", "reason": "Irrtum"},
        {"cents": "viel", "reason": "Irrtum"},
        {"cents": "10", "reason": ""},
        {},
    ],
)
def test_a_refund_that_cannot_be_is_said_beside_its_field(client, treasurer, words):
    given = donation(cents=5000)
    answer = client.post(f"{LIST}{given.pk}/refund/", words | {"confirm": "yes"})
    assert answer.status_code == 422
    assert not Refund.objects.exists()


def test_readers_give_nothing_back(client, reader):
    given = donation()
    words = {"cents": "10", "reason": "Irrtum", "confirm": "yes"}
    assert client.post(f"{LIST}{given.pk}/refund/", words).status_code == 302
    assert not Refund.objects.exists()


def test_a_failed_refund_is_solved_from_where_it_is_seen(client, treasurer):
    given = donation()
    failed = refund(given, state=RefundState.FAILED)
    answer = client.post(
        f"/admin/wishlist/refunds/{failed.pk}/",
        {"words": "Überwiesen.", "next": f"{LIST}{given.pk}/"},
    )
    assert answer.url == f"{LIST}{given.pk}/"
    failed.refresh_from_db()
    assert failed.solved_note == "Überwiesen."
    assert Donation.objects.get(pk=given.pk).returned_cents == 0
    elsewhere = {"words": "x", "next": "https://example.com/"}
    assert client.post(f"/admin/wishlist/refunds/{failed.pk}/", elsewhere).url == "/admin/wishlist/"


def test_the_office_says_that_the_donor_has_the_money(client, treasurer):
    given = donation()
    failed = refund(given, state=RefundState.FAILED)
    assert 'name="returned"' in client.get(f"{LIST}{given.pk}/").content.decode()
    words = {"words": "Überwiesen.", "returned": "on"}
    client.post(f"/admin/wishlist/refunds/{failed.pk}/", words)
    assert Donation.objects.get(pk=given.pk).returned_cents == failed.cents


def test_the_office_issues_a_receipt(client, treasurer):
    given = donation()
    answer = client.post(f"{LIST}{given.pk}/receipt/", {"kind": "single"})
    receipt = Receipt.objects.get()
    assert answer.url == f"/admin/wishlist/receipts/{receipt.pk}/"
    assert receipt.by == treasurer


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_list_as_a_file_with_the_same_filters(client, treasurer, ending):
    given = donation(cents=123_456, dedication="=1+1", method="sepa_debit")
    donation(cents=700, state=DonationState.FAILED)
    answer = client.get(f"/admin/wishlist/donations.{ending}", {"state": "paid"})
    content = b"".join(answer.streaming_content)
    if ending == "csv":
        head, row = csv.reader(StringIO(content.decode("utf-8-sig")), delimiter=";")
        amount = "1234,56"
    else:
        head, row = load_workbook(BytesIO(content)).active.values
        amount = 1234.56
    found = dict(zip(head, row, strict=True))
    assert found["Betrag"] == amount
    assert found["Widmung"] == "'=1+1"
    assert found["Zahlungsart"] == "SEPA-Lastschrift"
    assert found["E-Mail"] == given.donor.email
    assert client.get("/admin/wishlist/donations.exe").status_code == 404


@pytest.mark.parametrize(
    ("note", "words"),
    [
        ("succeeded", "Erstattet"),
        ("lost fraudulent", "Verloren – Die Person sagt, sie war es nicht (Betrug)."),
    ],
)
def test_the_history_tells_states_of_the_provider_in_words(note, words):
    with translation.override("de"):
        assert codes_in_words(note) == words
