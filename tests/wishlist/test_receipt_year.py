"""Receipts of a whole year, what the donor gives for them, and what stands against one."""

from datetime import UTC, date, datetime

import pytest
from crowdfunding_lite.domain import NotAllowedError
from crowdfunding_lite.models import Donation, DonationState

from cms.core.models import OutgoingMail
from participation.wishlist.domain import receipts, retention
from participation.wishlist.models import Issuer, Receipt, ReceiptKind
from participation.wishlist.queries import receipts as queries
from tests.factories.people import UserFactory
from tests.wishlist.office import donation, donor, institution, somebody, treasury, wish
from tests.wishlist.test_receipts import TODAY, issue

pytestmark = pytest.mark.django_db
JANUARY = date(2026, 1, 15)
LAST_YEAR = {"paid_at": datetime(2025, 6, 1, tzinfo=UTC), "wants_receipt": True}
ADDRESS = {"name": "Erika Neu", "street": "Neuer Weg 1", "postcode": "22846", "city": "Kiel"}


@pytest.fixture(autouse=True)
def _pages(site):
    """Settings belong to a site."""


def test_in_january_everybody_gets_what_they_asked_for():
    ours, giver, person = wish(), donor(), UserFactory()
    year = {"paid_at": datetime(2025, 6, 1, tzinfo=UTC), "wants_receipt": True}
    for _ in range(2):
        donation(ours, donor=giver, **year)
        donation(ours, user=person, donor=donor(), **year)
    alone = donation(ours, **year)
    donation(ours, paid_at=year["paid_at"])
    assert receipts.issue_for_year(year=2025, today=date(2026, 1, 15)) == 3
    kinds = Receipt.objects.order_by("number").values_list("kind", flat=True)
    assert sorted(kinds) == ["collective", "collective", "single"]
    assert queries.valid_receipt_of(alone).kind == ReceiptKind.SINGLE
    assert OutgoingMail.objects.count() == 3
    assert receipts.issue_for_year(year=2025, today=date(2026, 1, 15)) == 0


def test_a_year_takes_the_address_that_one_donation_has():
    ours, person = wish(), UserFactory()
    donation(ours, user=person, donor=donor(), **LAST_YEAR)
    later = LAST_YEAR | {"paid_at": datetime(2025, 7, 1, tzinfo=UTC)}
    donation(ours, user=person, donor=donor(street=""), **later)
    assert receipts.issue_for_year(year=2025, today=JANUARY) == 1
    assert "Musterweg 3" in Receipt.objects.get().data["donor"]


def test_what_a_hand_must_sign_waits_for_the_office():
    given = donation(
        wish(institution(signed=False)),
        wants_receipt=True,
        paid_at=datetime(2025, 6, 1, tzinfo=UTC),
    )
    assert not queries.offer_for(given, TODAY).can_fetch
    assert receipts.issue_for_year(year=2025, today=date(2026, 1, 15)) == 0
    assert list(queries.wished_for()) == [given]
    assert not issue(given).is_signed


def test_what_may_not_be_confirmed_stays_on_the_list_and_hinders_no_other():
    old = donation(wish(institution(tax_valid_until=date(2026, 1, 1))), **LAST_YEAR)
    donation(**LAST_YEAR)
    assert receipts.issue_for_year(year=2025, today=JANUARY) == 1
    assert list(queries.wished_for()) == [old]
    assert OutgoingMail.objects.count() == 1


def test_where_the_city_confirms_its_own_signature_counts():
    given = donation(wish(institution(signed=False)), **LAST_YEAR)
    treasury(receipt_issuer=Issuer.CITY, issuer_name="Stadt Norderstedt")
    assert receipts.issue_for_year(year=2025, today=JANUARY) == 0
    treasury(machine_told_on=date(2025, 2, 1))
    assert receipts.issue_for_year(year=2025, today=JANUARY) == 1
    assert queries.valid_receipt_of(given).institution is None


def test_a_city_without_a_name_confirms_nothing():
    given = donation()
    treasury(receipt_issuer=Issuer.CITY, issuer_name="")
    with pytest.raises(NotAllowedError, match="nicht, wer Spenden bestätigt"):
        issue(given)


def test_of_nothing_there_is_no_receipt():
    with pytest.raises(NotAllowedError, match="nichts zu bestätigen"):
        issue()


def test_books_that_do_not_agree_are_looked_at_first():
    given = donation(mismatch="cents")
    assert queries.offer_for(given, TODAY).why_not == (
        "Die Bücher zu dieser Spende werden gerade geprüft."
    )
    with pytest.raises(NotAllowedError, match="gerade geprüft"):
        issue(given)


def test_only_what_has_arrived_stands_together_on_a_paper():
    open_one = donation(state=DonationState.STARTED)
    assert queries.together_with(open_one) == []
    nameless = donation()
    Donation.objects.filter(pk=nameless.pk).update(donor=None)
    nameless.refresh_from_db()
    assert queries.together_with(nameless) == []


def test_an_address_is_taken_over_until_a_receipt_names_it():
    given = donation()
    issue(given, kind=ReceiptKind.SIMPLE)
    receipts.complete_address(donation=given, words=ADDRESS)
    assert issue(given).data["donor"] == ["Erika Neu", "Neuer Weg 1", "22846 Kiel"]
    with pytest.raises(NotAllowedError, match="mit diesem Namen"):
        receipts.complete_address(donation=given, words=ADDRESS | {"name": "Otto"})
    given.donor.refresh_from_db()
    assert given.donor.name == "Erika Neu"


def test_nobody_gets_a_name_again_whose_data_has_been_deleted():
    given = donation()
    retention.shred(donor=given.donor)
    with pytest.raises(NotAllowedError, match="nicht mehr, von wem"):
        receipts.complete_address(donation=given, words=ADDRESS)
    given.donor.refresh_from_db()
    assert given.donor.name == ""


def test_a_receipt_becomes_void_once_and_is_told_once():
    receipt = issue(donation())
    receipts.void(receipt=receipt, reason="Falscher Name")
    again = receipts.void(receipt=receipt, reason="Anderer Grund")
    assert again.void_reason == "Falscher Name"
    assert OutgoingMail.objects.count() == 1


def test_of_one_whose_donor_is_gone_nobody_is_told():
    receipt = issue(donation())
    retention.shred(donor=receipt.donor)
    receipts.void(receipt=receipt, reason="Falscher Name")
    assert Receipt.objects.get().is_void
    assert not OutgoingMail.objects.exists()


def test_whoever_sees_no_names_finds_receipts_by_number_alone(client):
    receipt = issue(donation(donor=donor(name="Petra Klein")))
    somebody(client, "view_books")

    def listed(words):
        page = client.get("/admin/wishlist/receipts/", {"q": words})
        return list(page.context["page_obj"])

    assert listed("Klein") == []
    assert listed(receipt.shown_number) == [receipt]


def test_all_or_nothing_is_confirmed_only_once_its_goal_is_certain():
    ours = wish(rule="all_or_nothing", ends_on=date(2026, 3, 1))
    given = donation(ours, wants_receipt=True)
    assert "wenn der Wunsch beendet ist" in queries.offer_for(given, TODAY).why_not
    assert list(queries.wished_for()) == []
    for kind in (ReceiptKind.SIMPLE, ReceiptKind.SINGLE):
        with pytest.raises(NotAllowedError):
            issue(given, kind=kind)
    ours.campaign.ended_at = datetime(2026, 3, 2, tzinfo=UTC)
    ours.campaign.save()
    given.refresh_from_db()
    assert list(queries.wished_for()) == [given]
    assert issue(given).number == 1


def test_all_or_nothing_that_missed_its_goal_confirms_nothing():
    ended = datetime(2026, 3, 2, tzinfo=UTC)
    ours = wish(rule="all_or_nothing", ends_on=date(2026, 3, 1), ended_at=ended, missed_at=ended)
    with pytest.raises(NotAllowedError):
        issue(donation(ours))


def test_the_tax_office_is_called_so_once():
    receipt = issue(donation(wish(institution(tax_office="Finanzamt Bad Segeberg"))))
    assert receipt.data["notice"]["office"] == "Bad Segeberg"


def test_a_year_that_is_not_over_is_confirmed_until_today():
    giver, ours = donor(), wish()
    days = {"paid_at": datetime(2026, 2, 1, tzinfo=UTC), "donor": giver}
    receipt = issue(donation(ours, **days), donation(ours, **days), kind=ReceiptKind.COLLECTIVE)
    assert receipt.data["period"] == "01.01.2026 bis 04.03.2026"
