"""An institution's account at Stripe: set up there, agreed to by the office, and paid to."""

import pytest
from crowdfunding_lite.models import Receiver

from participation.wishlist.domain import changes
from participation.wishlist.models import ChangeRequest, Institution
from tests.factories.people import PASSWORD
from tests.factories.wishlist import InstitutionFactory, owner_of
from tests.wishlist.test_applying import apply
from tests.wishlist.test_area import area

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("payments_on", "wishes_page")]


@pytest.fixture
def institution(client):
    """Verified and paid by bank; its owner is signed in."""
    made = InstitutionFactory()
    client.login(email=owner_of(made).email, password=PASSWORD)
    return made


def page_of(institution):
    return area(institution, "konto/")


def words(client, institution):
    return client.get(page_of(institution)).content.decode()


def test_the_way_to_stripe_opens_one_account_however_often_it_is_taken(
    client, institution, payments_on
):
    ways = [client.post(page_of(institution), {"set_up": "1"}) for _time in range(2)]

    assert {way.status_code for way in ways} == {303}
    assert ways[0]["Location"].startswith(payments_on.address)
    (account,) = payments_on.objects("account")
    receiver = Receiver.objects.get()
    assert (receiver.provider_account, receiver.payout_method) == (account["id"], "bank")
    assert "Stripe braucht noch Angaben von Ihnen." in words(client, institution)


def test_an_account_that_is_not_ready_is_not_used(client, institution):
    client.post(page_of(institution), {"set_up": "1"})
    client.post(page_of(institution), {"use": "1"})
    assert not ChangeRequest.objects.exists()


def test_a_ready_account_is_paid_to_once_the_office_agrees(client, institution, payments_on):
    client.post(page_of(institution), {"set_up": "1"})
    payments_on.get_on_board(Receiver.objects.get().provider_account)
    assert "Ihr Konto bei Stripe ist fertig." in words(client, institution)

    client.post(page_of(institution), {"use": "1"})
    assert Receiver.objects.get().payout_method == "bank"
    changes.accept(request=ChangeRequest.objects.get(), by=owner_of(institution))

    assert Receiver.objects.get().payout_method == "provider"
    assert "Ihr Geld geht auf Ihr Konto bei Stripe." in words(client, institution)


def test_a_bank_account_takes_the_place_of_stripes(client, institution):
    Receiver.objects.update(payout_method="provider", provider_account="acct_1")
    bank = {"account_holder": "Verein", "iban": "DE02120300000000202051"}
    client.post(page_of(institution), bank)
    changes.accept(request=ChangeRequest.objects.get(), by=owner_of(institution))
    assert Receiver.objects.get().payout_method == "bank"


def test_without_payments_no_account_is_offered(client, institution, settings):
    settings.STRIPE_API_KEY = ""
    assert 'name="set_up"' not in words(client, institution)


def test_who_wants_to_be_paid_through_stripe_applies_without_a_bank_account(client):
    apply(client, payout_method="provider", account_holder="", iban="")
    assert Institution.objects.get().receiver.payout_method == "provider"
