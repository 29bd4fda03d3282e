"""When somebody tries out cards: donors take one step more, by a mailed link."""

from uuid import uuid4

import pytest
from crowdfunding_lite.models import Donation
from django.core.cache import caches

from cms.core.guards import stamp
from cms.users.models import User
from participation.wishlist.queries import alerts
from tests.factories.wishlist import DonationFactory
from tests.wishlist.helpers import NOW, mailed_link, opened
from tests.wishlist.test_donating import MAIL, form_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def raised_bar(wish, bank):
    """Many declined payments in the last minutes."""
    for _card in range(20):
        DonationFactory(wish=wish, pay="decline")
    caches["shared"].clear()


def test_a_raised_bar_asks_for_a_mailed_link(client, time_machine, wish, bank, raised_bar):
    before = Donation.objects.count()
    time_machine.move_to(NOW, tick=False)
    fields = {"amount": "other", "other": "12,50", "opened": stamp(60), "key": uuid4()}

    answer = client.post(form_of(wish), fields | MAIL)

    assert "Heute ein Schritt mehr" in answer.content.decode()
    assert Donation.objects.count() == before


def test_the_mailed_link_carries_what_was_entered(client, wish, bank, raised_bar):
    fields = {"amount": "other", "other": "12,50", "opened": stamp(60), "key": uuid4()}
    client.post(form_of(wish), fields | MAIL)
    link = mailed_link()

    page = client.get(link)
    answer = client.post(link, opened(client, link) | {"opened": stamp(60)} | MAIL)

    assert page.context["form"]["other"].value() == "12,50"
    assert answer.status_code == 303
    assert Donation.objects.latest("pk").amount_cents == 1250


def test_a_link_mailed_to_somebody_else_opens_nothing(client, wish, bank, raised_bar):
    fields = {"amount": "2500", "opened": stamp(60), "key": uuid4()}
    client.post(form_of(wish), fields | MAIL)
    link = mailed_link()

    answer = client.post(
        link, opened(client, link) | {"opened": stamp(60), "email": "otto@example.org"}
    )

    assert answer.status_code == 200
    assert "Heute ein Schritt mehr" in answer.content.decode()


def test_browsers_work_out_a_proof_only_while_the_bar_is_raised(client, wish, bank):
    assert 'data-proof-url=""' in client.get(form_of(wish)).content.decode()
    for _card in range(20):
        DonationFactory(wish=wish, pay="decline")
    caches["shared"].clear()
    assert 'data-proof-url="/wunschliste/' in client.get(form_of(wish)).content.decode()


def test_the_office_is_told_while_the_bar_is_raised(client, wish, bank, raised_bar):
    client.force_login(User.objects.create_superuser(email="kasse@example.org"))

    page = client.get("/admin/wishlist/").content.decode()

    assert "Viele Zahlungen werden abgelehnt" in page
    assert alerts.money_troubles() == {"declines": 1}


def test_a_declined_card_or_two_are_no_alert(client, wish, bank):
    DonationFactory(wish=wish, pay="decline")
    caches["shared"].clear()
    assert alerts.alerts() == []
