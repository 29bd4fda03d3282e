"""Where donors get their receipts: by their donation's secret, and in the account."""

from datetime import timedelta

import pytest
from crowdfunding_lite.models import RefundState
from django.utils import timezone

from participation.wishlist.domain import receipts
from participation.wishlist.models import Receipt, ReceiptKind
from tests.factories.people import PASSWORD, UserFactory
from tests.wishlist.office import donation, donor, institution, refund, wish

pytestmark = pytest.mark.django_db
ADDRESS = {
    "name": "Erika Neu",
    "company": "",
    "street": "Neuer Weg 1",
    "postcode": "22846",
    "city": "Norderstedt",
    "country": "DE",
}


@pytest.fixture(autouse=True)
def _pages(wishes_page):
    """The pages stand below the start of the wish list."""


@pytest.fixture
def given():
    return donation(wish(valid()), cents=5000)


def valid(**fields):
    """An institution whose notice is good today."""
    return institution(tax_valid_until=timezone.localdate() + timedelta(days=100), **fields)


def address_of(given):
    return f"/wunschliste/bestaetigung/{given.key}/"


def words_of(client, given):
    return client.get(address_of(given)).content.decode()


def test_a_small_donation_offers_slip_and_receipt(client, given):
    page = words_of(client, given)
    assert "Bis 300 Euro" in page
    assert "Zuwendungsbestätigung nach amtlichem Muster" in page


def test_the_page_shows_the_address_as_it_stands_on_the_paper(client, given):
    assert "22846 Norderstedt" not in words_of(client, given)
    client.post(address_of(given), ADDRESS | {"city": "Danzig", "country": "PL"})
    quoted = words_of(client, given).split('class="quoted">')[1].split("</p>")[0]
    assert (
        " ".join(quoted.replace("<br>", "").split()) == "Erika Neu Neuer Weg 1 22846 Danzig Polen"
    )


def test_a_large_one_offers_the_receipt_alone(client):
    assert "Bis 300 Euro" not in words_of(client, donation(wish(valid()), cents=30_001))


@pytest.mark.parametrize("kind", ["simple", "single"])
def test_the_paper_comes_as_a_pdf_and_is_the_same_again(client, given, kind):
    first = client.post(address_of(given), {"kind": kind}, follow=True)
    assert first["Content-Type"] == "application/pdf"
    again = client.post(address_of(given), {"kind": kind}, follow=True)
    assert again.content == first.content
    assert Receipt.objects.count() == 1


def test_nothing_is_issued_by_looking(client, given):
    words_of(client, given)
    client.head(address_of(given))
    assert not Receipt.objects.exists()


def test_an_address_is_completed_first(client):
    given = donation(wish(valid()), donor=donor(street="", postcode="", city=""))
    assert "Bitte ergänzen Sie diese zuerst." in words_of(client, given)
    client.post(address_of(given), {"kind": "single"})
    assert not Receipt.objects.exists()
    assert client.post(address_of(given), {"street": ""}).status_code == 422
    client.post(address_of(given), ADDRESS)
    client.post(address_of(given), {"kind": "single"})
    assert Receipt.objects.get().data["donor"] == ["Erika Neu", "Neuer Weg 1", "22846 Norderstedt"]


def test_an_issued_receipt_keeps_its_address(client, given):
    receipts.issue(kind=ReceiptKind.SINGLE, donations=[given])
    client.post(address_of(given), ADDRESS)
    given.donor.refresh_from_db()
    assert given.donor.name == "Erika Muster"


def test_what_is_signed_by_hand_cannot_be_fetched(client):
    given = donation(wish(valid(signed=False)), cents=40_000)
    assert "unterschreibt Bestätigungen von Hand" in words_of(client, given)
    client.post(address_of(given), {"kind": "single"})
    assert not Receipt.objects.exists()


def test_why_there_is_none_is_said(client):
    given = donation(wish(institution(tax_valid_until=timezone.localdate() - timedelta(days=1))))
    assert "zu alt für Bestätigungen" in words_of(client, given)
    client.post(address_of(given), {"kind": "simple"})
    assert not Receipt.objects.exists()


def test_the_months_of_a_year_stand_on_one_paper(client):
    giver, ours = donor(), wish(valid())
    given = [donation(ours, donor=giver) for _ in range(3)]
    donation(ours)
    assert "alle 3 Spenden dieses Jahres" in words_of(client, given[0])
    client.post(address_of(given[0]), {"kind": "collective"})
    assert Receipt.objects.get().items.count() == 3


def test_a_paper_for_a_year_names_whom_its_page_shows(client):
    person, ours = UserFactory(), wish(valid())
    given = donation(ours, user=person, donor=donor())
    donation(ours, user=person, donor=donor(street="", postcode="", city=""))
    client.post(address_of(given), {"kind": "collective"})
    receipt = Receipt.objects.get()
    assert receipt.items.count() == 2
    assert receipt.data["donor"] == ["Erika Muster", "Musterweg 3", "22850 Norderstedt"]


def test_a_company_needs_no_other_name(client):
    given = donation(wish(valid()), donor=donor(name="", street="", company="Muster GmbH"))
    client.post(address_of(given), ADDRESS | {"name": "", "company": "Muster GmbH"})
    client.post(address_of(given), {"kind": "single"})
    assert Receipt.objects.get().data["donor"][0] == "Muster GmbH"
    nobody = ADDRESS | {"name": "", "company": ""}
    assert client.post(address_of(donation(wish(valid()))), nobody).status_code == 422


def test_an_address_that_somebody_typed_opens_nobody_elses_donations(client):
    ours = wish(valid())
    donation(ours, donor=donor(email="opfer@example.org"))
    mine = donation(ours, donor=donor(email="opfer@example.org"))
    assert "dieses Jahres" not in words_of(client, mine)


@pytest.mark.parametrize("key", ["x" * 32, "a"])
def test_a_guessed_secret_finds_nothing(client, key):
    assert client.get(f"/wunschliste/bestaetigung/{key}/").status_code == 404
    assert client.get(f"/wunschliste/bestaetigung/{key}.pdf").status_code == 404


def test_an_unknown_paper_is_not_found(client, given):
    assert client.post(address_of(given), {"kind": "gold"}).status_code == 404


def test_a_void_receipt_is_not_handed_out(client, given):
    receipt = receipts.issue(kind=ReceiptKind.SINGLE, donations=[given])
    file = f"/wunschliste/bestaetigung/{receipt.key}.pdf"
    assert client.get(file).status_code == 200
    receipts.void(receipt=receipt, reason="Die Spende wird erstattet.")
    answer = client.get(file)
    assert answer.status_code == 410
    assert "Die Spende wird erstattet." in answer.content.decode()


def test_not_even_in_the_moment_before_it_is_noted(client, given):
    receipt = receipts.issue(kind=ReceiptKind.SINGLE, donations=[given])
    refund(given, state=RefundState.PENDING)
    assert client.get(f"/wunschliste/bestaetigung/{receipt.key}.pdf").status_code == 410


def test_pages_with_secrets_are_kept_nowhere(client, given):
    answer = client.get(address_of(given))
    assert "no-store" in answer["Cache-Control"]
    assert "noindex" in answer.content.decode()


def test_the_account_lists_receipts_of_its_own(client):
    person = UserFactory()
    mine = receipts.issue(kind=ReceiptKind.SINGLE, donations=[donation(wish(valid()), user=person)])
    other = receipts.issue(kind=ReceiptKind.SINGLE, donations=[donation(wish(valid()))])
    address = "/konto/wunschliste/bescheinigungen/"
    assert client.get(address).status_code == 302
    client.login(email=person.email, password=PASSWORD)
    page = client.get(address).content.decode()
    assert mine.key in page
    assert other.key not in page


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_costs_the_same_for_one_and_for_many(client, assert_query_count, number):
    person, ours = UserFactory(), wish(valid())
    for _ in range(number):
        receipts.issue(kind=ReceiptKind.SINGLE, donations=[donation(ours, user=person)])
    client.login(email=person.email, password=PASSWORD)
    client.get("/konto/wunschliste/bescheinigungen/")
    with assert_query_count(8):
        client.get("/konto/wunschliste/bescheinigungen/")


def test_an_address_abroad_stands_on_the_receipt_with_its_country_in_german(client, given):
    abroad = ADDRESS | {"city": "Danzig", "country": "PL"}
    assert "Polen" in words_of(client, given)

    client.post(address_of(given), abroad)
    client.post(address_of(given), {"kind": "single"})

    assert Receipt.objects.get().data["donor"][-1] == "Polen"
