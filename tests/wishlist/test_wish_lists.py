"""The list of wishes: filters, order, search, and what it costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.core.search import index
from participation.wishlist.domain import files, finishing
from tests.factories.files import png, upload
from tests.factories.wishlist import (
    THING,
    TIME,
    DonationFactory,
    InstitutionFactory,
    UpdateFactory,
    WishFactory,
    owner_of,
)

pytestmark = pytest.mark.django_db


def titles(client, query=""):
    return [wish.title for wish in client.get(f"/wunschliste/{query}").context["wishes"]]


@pytest.fixture
def three(wishes_page):
    """One for money, one for things, one for time."""
    money = {"goal_cents": None, "money_use": ""}
    WishFactory(title="Geld", cause="sport")
    WishFactory(title="Sachen", needs=[THING], **money)
    WishFactory(title="Zeit", needs=[TIME], cause="nature", **money)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?kind=money", ["Geld"]),
        ("?kind=thing", ["Sachen"]),
        ("?kind=time", ["Zeit"]),
        ("?cause=sport", ["Geld"]),
        ("?kind=weapons", ["Zeit", "Sachen", "Geld"]),
        ("?kind=time&cause=sport", []),
        ("?page=nonsense", ["Zeit", "Sachen", "Geld"]),
        ("?page=99", ["Zeit", "Sachen", "Geld"]),
    ],
)
def test_filters_narrow_the_list_and_nonsense_filters_nothing(client, three, query, found):
    assert titles(client, query) == found


def test_drafts_and_handed_in_wishes_are_in_no_list(client, wishes_page):
    for stage in ("draft", "review"):
        wish = WishFactory(stage=stage)
        assert client.get(wish.get_absolute_url()).status_code == 404

    assert titles(client) == []
    assert "Noch keine Wünsche" in client.get("/wunschliste/").content.decode()


def test_nearly_there_ending_soon_and_over(client, wishes_page, bank):
    soon = timezone.localdate() + timedelta(days=5)
    nearly = WishFactory(title="Fast", goal_cents=10_000)
    DonationFactory(wish=nearly, amount_cents=8500)
    WishFactory(title="Bald", ends_on=soon)
    over = WishFactory(title="Vorbei")
    finishing.end(wish=over, by=owner_of(over.institution))

    assert titles(client, "?when=nearly") == ["Fast"]
    assert titles(client, "?when=ending") == ["Bald"]
    assert titles(client, "?when=done") == ["Vorbei"]
    assert titles(client, "?when=open") == ["Bald", "Fast"]
    assert titles(client, "?sort=nearest")[0] == "Fast"
    assert titles(client, "?sort=ending")[0] == "Bald"


def test_a_search_finds_what_is_needed_and_by_whom(client, wishes_page):
    institution = InstitutionFactory(name="Radwerkstatt Kettenglück")
    WishFactory(title="Geld", institution=institution)
    WishFactory(title="Sachen", needs=[THING])
    index.rebuild()

    assert titles(client, "?q=kinderhelme") == ["Sachen"]
    assert titles(client, "?q=kettenglück") == ["Geld"]
    assert titles(client, "?q=%27%3B--") != []
    assert titles(client, "?q=unauffindbar") == []


@pytest.mark.parametrize("rows", [1, 24])
def test_the_list_costs_the_same_at_any_length(client, wishes_page, assert_query_count, bank, rows):
    institution = InstitutionFactory()
    for _row in range(rows):
        wish = WishFactory(institution=institution, needs=[THING])
    DonationFactory(wish=wish)
    client.get("/wunschliste/")

    with assert_query_count(20):
        client.get("/wunschliste/")


@pytest.mark.parametrize("rows", [1, 30])
def test_a_wish_costs_the_same_with_any_number_of_donations(
    client, wish, assert_query_count, bank, rows
):
    for _row in range(rows):
        DonationFactory(wish=wish, public_name="Erika M.")
    UpdateFactory(wish=wish)
    client.get(wish.get_absolute_url())

    with assert_query_count(14):
        client.get(wish.get_absolute_url())


@pytest.mark.parametrize("rows", [1, 30])
def test_institutions_cost_the_same_at_any_number(client, wishes_page, assert_query_count, rows):
    for _row in range(rows):
        InstitutionFactory()
    client.get("/wunschliste/einrichtungen/")

    with assert_query_count(7):
        client.get("/wunschliste/einrichtungen/")


def test_a_new_donation_is_seen_at_once_where_pages_are_kept(client, wish, bank, page_cache):
    address = wish.get_absolute_url()
    client.get(address)
    assert client.get(address)["X-Page-Cache"] == "hit"

    DonationFactory(wish=wish, amount_cents=20_000)

    assert "200\N{NO-BREAK SPACE}€" in client.get(address).content.decode()


def test_visitors_with_a_cookie_share_a_kept_page_and_see_a_donation_at_once(
    client, wish, bank, page_cache, assert_query_count
):
    client.cookies["csrftoken"] = "a" * 32
    books, names = (reverse(f"wishlist:{name}", args=[wish.pk]) for name in ("ledger", "donors"))
    addresses = [wish.get_absolute_url(), books, names]
    for address in addresses:
        client.get(address)
    page_cache.follower.is_deaf = True
    with assert_query_count(0):
        assert all(client.get(address).status_code == 200 for address in addresses)
    page_cache.follower.is_deaf = False

    DonationFactory(wish=wish, amount_cents=20_000, public_name="Erika M.")

    for address, words in zip(
        addresses, ("200\N{NO-BREAK SPACE}€", "200\N{NO-BREAK SPACE}€", "Erika"), strict=True
    ):
        assert words in client.get(address).content.decode()


def test_the_books_say_why_they_count_more_than_the_goal(client, wish, bank):
    books = reverse("wishlist:ledger", args=[wish.pk])
    words = "zählt hier mit. Zum Ziel zählt es nicht."
    assert words not in client.get(books).content.decode()

    DonationFactory(wish=wish, amount_cents=20_000, cover_fees=True)

    for address in (books, wish.get_absolute_url()):
        assert words in client.get(address).content.decode()


def test_a_wish_is_where_search_engines_look(client, wish):
    sitemap = client.get("/sitemap.xml").content.decode()

    assert wish.get_absolute_url() in sitemap
    assert wish.institution.get_absolute_url() in sitemap
    assert "DonateAction" in client.get(wish.get_absolute_url()).content.decode()


def test_the_card_may_stand_in_any_frame_and_no_other_page_may(client, wish):
    card = client.get(f"/wunschliste/{wish.pk}/karte/")
    page = client.get(wish.get_absolute_url())

    assert "frame-ancestors *" in card["Content-Security-Policy"]
    assert "X-Frame-Options" not in card
    assert "<script" not in card.content.decode()
    assert not card.cookies
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]


def test_the_poster_is_a_tagged_pdf(client, wish):
    pdf = client.get(f"/wunschliste/{wish.pk}/plakat.pdf").content

    assert pdf.startswith(b"%PDF")
    assert b"/StructTreeRoot" in pdf
    assert b"pdfuaid" in pdf


def test_the_poster_shows_the_picture_of_the_wish(client, wish):
    before = client.get(f"/wunschliste/{wish.pk}/plakat.pdf").content
    files.add_pictures(wish=wish, files=[(upload("rad.png", png()), "Ein Rad")], by=None)
    after = client.get(f"/wunschliste/{wish.pk}/plakat.pdf").content

    assert b"/DCTDecode" not in before
    assert b"/DCTDecode" in after


def test_a_draft_is_not_called_ended(client, wishes_page, person):
    institution = InstitutionFactory(owner=person)
    draft = WishFactory(institution=institution, stage="draft")

    page = client.get(draft.get_absolute_url()).content.decode()

    assert "Entwurf" in page
    assert "Beendet" not in page


@pytest.mark.parametrize("query", ["", "?kind=money", "?kind=weapons"])
def test_visitors_with_a_cookie_share_the_list_and_see_a_donation_at_once(
    client, wish, bank, page_cache, query
):
    client.cookies["csrftoken"] = "a" * 32
    address = f"/wunschliste/{query}"
    is_known = "weapons" not in query
    client.get(address)
    page_cache.follower.is_deaf = True
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    page_cache.follower.is_deaf = False
    assert bool(queries) is not is_known

    DonationFactory(wish=wish, amount_cents=20_000)
    assert "200\N{NO-BREAK SPACE}€" in client.get(address).content.decode()
