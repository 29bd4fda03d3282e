"""What everybody sees of the wish list."""

import pytest

from tests.factories.wishlist import (
    THING,
    TIME,
    DonationFactory,
    InstitutionFactory,
    UpdateFactory,
    WishFactory,
)

pytestmark = pytest.mark.django_db


def test_the_list_shows_a_wish_with_its_money(client, wishes_page, bank):
    wish = WishFactory(title="Zehn Fahrräder", needs=[THING])
    DonationFactory(wish=wish)

    page = client.get("/wunschliste/")

    assert "Zehn Fahrräder" in page.content.decode()
    assert "25\N{NO-BREAK SPACE}€" in page.content.decode()


def test_a_wish_shows_all_that_belongs_to_it(client, wishes_page, bank):
    wish = WishFactory(needs=[THING, TIME])
    DonationFactory(wish=wish, public_name="Erika M.", dedication="Für alle Kinder")
    UpdateFactory(wish=wish, title="Die Räder sind da")

    page = client.get(wish.get_absolute_url())

    for words in ("Kinderhelme", "Radtraining", "Erika M.", "Für alle Kinder", "Die Räder sind da"):
        assert words in page.content.decode()


@pytest.mark.parametrize(
    "part",
    [
        "kassenbuch/",
        "spendende/",
        "karte/",
        "qr.svg",
        "plakat.pdf",
        "neuigkeiten.atom",
        "spenden/",
        "folgen/",
    ],
)
def test_every_page_of_a_wish_answers(client, wishes_page, bank, part):
    wish = WishFactory(needs=[THING])
    DonationFactory(wish=wish)
    UpdateFactory(wish=wish)

    assert client.get(f"/wunschliste/{wish.pk}/{part}").status_code == 200


def test_institutions_have_a_list_and_pages(client, wishes_page):
    institution = InstitutionFactory(name="Verein Nachbarn")
    WishFactory(institution=institution, title="Zehn Fahrräder")

    assert "Verein Nachbarn" in client.get("/wunschliste/einrichtungen/").content.decode()
    assert "Zehn Fahrräder" in client.get(institution.get_absolute_url()).content.decode()
    assert client.get("/wunschliste/einrichtungen/anmelden/").status_code == 200
