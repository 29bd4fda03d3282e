"""What other pages show of the wish list: the search, projects, the admin's start page."""

from datetime import timedelta

import pytest
from crowdfunding_lite import domain as money
from crowdfunding_lite.models import Campaign, Payout, PayoutState
from django.utils import timezone, translation

from cms.core.models import SearchEntry
from cms.core.search.index import rebuild
from cms.core.search.queries import search
from participation.wishlist import models
from participation.wishlist.domain import changes, institutions
from participation.wishlist.models.institutions import ChangeKind
from participation.wishlist.templatetags import office_tags, wish_tags
from tests.factories.people import UserFactory
from tests.factories.programme import ProjectFactory
from tests.factories.wishlist import InstitutionFactory, WishFactory, owner_of
from tests.wishlist.office import donation, institution, somebody

pytestmark = pytest.mark.django_db


def found(query: str) -> list[str]:
    """Addresses that the search gives."""
    return [find.url for find in search(query=query, language="de").finds]


def test_wishes_and_institutions_are_found_by_the_search(wish):
    assert wish.get_absolute_url() in found(wish.title)
    assert wish.institution.get_absolute_url() in found(wish.institution.name)


def test_a_search_that_is_built_anew_knows_what_everybody_may_see(wish):
    draft = WishFactory(stage="draft", title="Mondscheinlaternen")
    waiting = InstitutionFactory(verified=False, name="Kleistermuseum")
    SearchEntry.objects.all().delete()
    rebuild()
    assert wish.get_absolute_url() in found(wish.title)
    assert wish.institution.get_absolute_url() in found(wish.institution.name)
    assert found(draft.title) == found(waiting.name) == []


def test_what_is_suspended_leaves_the_search_at_once(wish):
    institutions.suspend(institution=wish.institution, by=UserFactory(), reason="Prüfung")
    assert wish.institution.get_absolute_url() not in found(wish.institution.name)


def test_the_project_of_the_wish_list_shows_wishes_and_no_other_does(
    client, site, wishes_page, wish
):
    ours, other = (ProjectFactory(parent=site.projects) for _time in range(2))
    wishes_page.project = ours
    wishes_page.save_revision().publish()
    assert wish.get_absolute_url() in client.get(ours.url).content.decode()
    assert wish.get_absolute_url() not in client.get(other.url).content.decode()


@pytest.mark.parametrize(
    ("days", "words"), [(0, "heute ist der letzte Tag"), (1, "noch 1 Tag"), (3, "noch 3 Tage")]
)
def test_a_card_says_how_long_a_wish_still_runs(client, wishes_page, days, words):
    WishFactory()
    Campaign.objects.update(ends_on=timezone.localdate() + timedelta(days=days))
    assert words in client.get("/wunschliste/").content.decode()
    assert wish_tags.days_left(days) == words


@pytest.mark.parametrize(
    ("language", "cents", "words"),
    [
        ("de", 123_450, "1.234,50\xa0€"),
        ("de", -5, "−0,05\xa0€"),
        ("de", None, "–"),
        ("en", 123_450, "€1,234.50"),
        ("en", -5, "−€0.05"),
    ],
)
def test_amounts_in_columns_have_two_decimals(language, cents, words):
    with translation.override(language):
        assert office_tags.cents(cents) == words


@pytest.mark.parametrize(("share", "whole", "percent"), [(1, 3, 33), (9, 3, 100), (1, 0, 0)])
def test_a_share_is_at_most_all_and_nothing_of_nothing(share, whole, percent):
    assert office_tags.percent(share, whole) == percent


def start_page(client) -> str:
    return client.get("/admin/").content.decode()


def test_reviewers_read_on_their_start_page_what_waits(client, site):
    somebody(client, "review_wish")
    assert "zu prüfen" not in start_page(client)
    of = InstitutionFactory()
    bank = {"iban": "DE02120300000000202051", "account_holder": "Neu"}
    changes.ask(institution=of, kind=ChangeKind.BANK, values=bank, by=owner_of(of))
    institution(tax_valid_until=timezone.localdate() + timedelta(days=10))
    page = start_page(client)
    assert "1 Änderung einer Einrichtung zu prüfen" in page
    assert "Bei 1 Einrichtung läuft der Freistellungsbescheid ab" in page


def test_the_treasury_reads_there_which_payouts_are_ready(client, site):
    somebody(client, "view_books", "manage_money")
    assert "Auszahlungen sind bereit" not in start_page(client)
    for _time in range(2):
        money.plan_payout(campaign=donation().campaign)
    Payout.objects.update(state=PayoutState.READY)
    page = start_page(client)
    assert "2 Auszahlungen sind bereit" in page
    assert "Wunsch mit Geld" not in page


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (models.ReceiptSigner(signatory="Vorstand"), "Vorstand"),
        (models.ReceiptSeries(year=2026, last=7), "2026: 7"),
        (models.ReceiptItem(receipt_id=3, donation_id=9), "3: 9"),
        (models.ReceiptFile(receipt_id=3), "3"),
        (models.BankFile(message_id="WL-2026-0001"), "WL-2026-0001"),
    ],
)
def test_a_row_says_what_it_is_where_somebody_looks_for_a_fault(row, words):
    assert str(row) == words
