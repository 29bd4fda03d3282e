"""Giving money: the form, the way to the payment page and back."""

from datetime import timedelta
from uuid import uuid4

import pytest
from crowdfunding_lite import domain
from crowdfunding_lite.models import Donation, DonationState, Donor, Subscription
from django.core.cache import caches
from django.utils import timezone

from cms.core.guards import stamp
from participation.wishlist.domain import giving, institutions
from participation.wishlist.domain.fees import cover_cents
from participation.wishlist.domain.rules import settings as rules
from participation.wishlist.models.giving import Giving
from tests.factories.people import UserFactory
from tests.factories.wishlist import THING, DonationFactory, WishFactory
from tests.users.helpers import delivered
from tests.wishlist.helpers import NOW, mailed_link, opened, send, subjects

pytestmark = pytest.mark.django_db

MAIL = {"email": "erika@example.org"}


def form_of(wish):
    return f"/wunschliste/{wish.pk}/spenden/"


def give(client, time_machine, wish, **fields):
    return send(client, time_machine, form_of(wish), **MAIL | fields)


def test_an_amount_and_an_address_lead_to_the_payment_page(client, time_machine, wish, bank):
    answer = give(client, time_machine, wish, amount="2500")

    donation = Donation.objects.get()
    assert answer.status_code == 303
    assert donation.state == DonationState.STARTED
    assert donation.provider_session in answer["Location"]
    assert (donation.amount_cents, donation.fee_cover_cents) == (2500, 0)
    assert donation.donor.email == "erika@example.org"


@pytest.mark.parametrize(
    ("typed", "cents"),
    [("12,50", 1250), ("12.50", 1250), ("12", 1200), ("1.000", 100_000), (" 7,5 € ", 750)],
)
def test_a_free_amount_may_have_a_comma_or_a_dot(client, time_machine, wish, bank, typed, cents):
    give(client, time_machine, wish, amount="other", other=typed)

    assert Donation.objects.get().amount_cents == cents


def test_a_free_amount_that_is_filled_in_holds(client, time_machine, wish, bank):
    give(client, time_machine, wish, amount="2500", other="33")

    assert Donation.objects.get().amount_cents == 3300


@pytest.mark.parametrize(
    "typed", ["-5", "0", "0,00", "NaN", "1e9", "Infinity", "١٢", "5,555", "9" * 19, "4,99", "10001"]
)
def test_an_amount_that_is_none_gets_its_message_beside_the_field(
    client, time_machine, wish, bank, typed
):
    answer = give(client, time_machine, wish, amount="other", other=typed)

    assert answer.status_code == 422
    assert answer.context["form"].errors["other"]
    assert typed in answer.content.decode()
    assert not Donation.objects.exists()


def test_an_amount_that_is_not_offered_is_refused(client, time_machine, wish, bank):
    answer = give(client, time_machine, wish, amount="1")

    assert answer.context["form"].errors["amount"]
    assert not Donation.objects.exists()


def test_a_field_for_cents_in_the_request_changes_nothing(client, time_machine, wish, bank):
    give(client, time_machine, wish, amount="2500", cents="1", amount_cents="1", total_cents="1")

    assert Donation.objects.get().total_cents == 2500


def test_the_fees_on_top_are_reckoned_by_the_server(client, time_machine, wish, bank):
    give(client, time_machine, wish, amount="2500", cover_fees="on", fee_cover_cents="0")

    donation = Donation.objects.get()
    assert donation.fee_cover_cents == cover_cents(2500, rules()) == 64


def test_the_form_says_what_the_fees_are(client, wish, bank):
    page = " ".join(client.get(form_of(wish)).content.decode().split())

    assert "0,64 € von 25 €" in page


@pytest.mark.parametrize("amount", [500, 999, 2500, 10_001, 1_000_000])
def test_what_is_left_after_the_fees_is_the_amount(db, site, amount):
    chosen = rules()
    total = amount + cover_cents(amount, chosen)

    kept = total - total * chosen.fee_percent / 100 - chosen.fee_fixed_cents

    assert amount <= kept < amount + 1


def test_the_button_pressed_twice_makes_one_donation(client, time_machine, wish, bank):
    time_machine.move_to(NOW, tick=False)
    fields = opened(client, form_of(wish)) | MAIL | {"amount": "2500"}
    time_machine.shift(5)

    first, second = (client.post(form_of(wish), fields) for _press in range(2))

    assert Donation.objects.count() == Donor.objects.count() == 1
    assert first["Location"] == second["Location"]


def test_going_back_and_choosing_another_sum_asks_for_that_sum(client, time_machine, wish, bank):
    time_machine.move_to(NOW, tick=False)
    fields = opened(client, form_of(wish)) | MAIL
    time_machine.shift(5)

    first = client.post(form_of(wish), fields | {"amount": "1000"})
    second = client.post(form_of(wish), fields | {"amount": "5000"})

    later = Donation.objects.get(amount_cents=5000)
    assert first["Location"] != second["Location"]
    assert later.provider_session in second["Location"]


def test_the_same_key_twice_at_once_gives_the_donation_that_is_there(wish, bank):
    key, what = uuid4(), Giving(amount_cents=2500, email="erika@example.org")

    donations = [
        giving.give(wish=wish, key=key, giving=what, language="de", user=None) for _ in range(2)
    ]

    assert donations[0] == donations[1]
    assert Donation.objects.count() == 1


def test_names_keep_no_markup_and_no_turning_marks(client, time_machine, wish, bank):
    name = "<b>Erika\u202e</b>"
    give(client, time_machine, wish, amount="2500", public_name=name, dedication="Für\u2066alle")
    bank.pay(Donation.objects.get().provider_session)
    client.get(f"/wunschliste/danke/{Donation.objects.get().key}/")

    page = client.get(wish.get_absolute_url()).content.decode()

    assert Donation.objects.get().public_name == "<b>Erika</b>"
    assert "&lt;b&gt;Erika&lt;/b&gt;" in page
    assert "\u202e" not in page
    assert "Füralle" in page


def test_a_receipt_needs_a_name_and_the_whole_address(client, time_machine, wish, bank):
    answer = give(client, time_machine, wish, amount="2500", wants_receipt="on", city="Kiel")

    assert set(answer.context["form"].errors) == {"name", "street", "postcode"}


def test_an_address_without_the_wish_for_a_receipt_is_not_kept(client, time_machine, wish, bank):
    give(client, time_machine, wish, amount="2500", name="Erika", street="Weg 1", city="Kiel")

    donor = Donor.objects.get()
    assert (donor.name, donor.street, donor.city) == ("", "", "")


def test_monthly_donations_begin_with_a_subscription(client, time_machine, wish, bank):
    give(client, time_machine, wish, amount="2500", rhythm="monthly")

    assert Subscription.objects.get().amount_cents == 2500


def test_all_or_nothing_offers_nothing_monthly(client, time_machine, wishes_page, bank):
    ends_on = timezone.localdate() + timedelta(days=9)
    wish = WishFactory(rule="all_or_nothing", ends_on=ends_on)

    assert "rhythm" not in client.get(form_of(wish)).context["form"].fields


def test_a_wish_that_is_over_takes_no_donation(client, wish, bank):
    domain.end_campaign(campaign=wish.campaign)

    assert client.get(form_of(wish)).status_code == 410
    assert client.post(form_of(wish), {"amount": "2500"} | MAIL).status_code == 410
    assert not Donation.objects.exists()


def test_a_suspended_institution_takes_no_donation(client, wish, bank):
    institutions.suspend(institution=wish.institution, by=UserFactory(), reason="Prüfung")

    assert client.get(form_of(wish)).status_code == 410


def test_a_wish_without_money_has_no_form(client, wishes_page):
    wish = WishFactory(goal_cents=None, money_use="", needs=[THING])

    assert client.get(form_of(wish)).status_code == 404


@pytest.mark.parametrize("stage", ["draft", "review"])
def test_a_wish_that_is_not_public_has_no_form(client, wishes_page, stage):
    assert client.get(form_of(WishFactory(stage=stage))).status_code == 404


def test_a_robot_that_fills_in_everything_is_asked_again(client, time_machine, wish, bank):
    answer = give(client, time_machine, wish, amount="2500", website="https://spam.example")

    assert answer.status_code == 422
    assert not Donation.objects.exists()


def test_many_donations_from_one_address_have_to_wait(client, time_machine, wish, bank):
    client.defaults["REMOTE_ADDR"] = "8.8.8.8"
    answers = [give(client, time_machine, wish, amount="2500") for _ in range(13)]

    assert answers[11].status_code == 303
    assert answers[12].status_code == 429


def test_when_the_provider_is_away_nothing_is_lost(client, time_machine, wish, settings):
    settings.WISHLIST_PROVIDER = "participation.wishlist.gateway.provider"
    settings.STRIPE_API_KEY = ""

    answer = give(client, time_machine, wish, amount="2500", public_name="Erika M.")

    assert answer.status_code == 503
    assert "Erika M." in answer.content.decode()
    assert Donation.objects.get().provider_session is None


# --- coming back ---------------------------------------------------------------------------------


def test_coming_back_after_paying_says_thanks(client, wish, bank):
    donation = DonationFactory(wish=wish, pay="")
    bank.pay(donation.provider_session)

    page = client.get(f"/wunschliste/danke/{donation.key}/")

    donation.refresh_from_db()
    assert donation.state == DonationState.PAID
    assert page.context["outcome"] == "paid"


def test_a_direct_debit_is_on_its_way_then_fails(client, wish, bank):
    donation = DonationFactory(wish=wish, pay="")
    payment = bank.debit(donation.provider_session)
    address = f"/wunschliste/danke/{donation.key}/"

    assert client.get(address).context["outcome"] == "pending"
    bank.debit_fails(payment)
    assert client.get(address).context["outcome"] == "failed"


def test_what_is_on_its_way_stands_apart_from_what_has_come(client, wish, bank):
    DonationFactory(wish=wish, amount_cents=30_000)
    DonationFactory(wish=wish, amount_cents=10_000, pay="debit")

    progress = client.get(wish.get_absolute_url()).context["progress"]

    assert (progress.confirmed, progress.pending, progress.percent) == (30_000, 10_000, 30)


def test_whoever_turns_back_has_not_paid_and_can_go_on(client, wish, bank):
    donation = DonationFactory(wish=wish, pay="")

    page = client.get(f"/wunschliste/abgebrochen/{donation.key}/")
    again = client.post(f"/wunschliste/danke/{donation.key}/")

    assert "Ihnen wurde nichts abgebucht" in page.content.decode()
    assert (again.status_code, donation.provider_session in again["Location"]) == (303, True)


def test_whoever_paid_and_turned_back_is_thanked_all_the_same(client, wish, bank):
    donation = DonationFactory(wish=wish, pay="")
    bank.pay(donation.provider_session)

    page = client.get(f"/wunschliste/abgebrochen/{donation.key}/")

    assert page.context["outcome"] == "paid"


@pytest.mark.parametrize("key", ["x", "1", "a" * 32])
def test_donations_cannot_be_guessed(client, wish, bank, key):
    donation = DonationFactory(wish=wish)

    for address in ("danke", "abgebrochen", "monatlich", "zusage"):
        for guess in (key, str(donation.pk), donation.public_id.hex):
            assert client.get(f"/wunschliste/{address}/{guess}/").status_code == 404


# --- mails ---------------------------------------------------------------------------------------


def test_a_donation_is_thanked_for_once_in_its_language(wish, bank):
    delivered()
    DonationFactory(wish=wish, language="en")

    assert subjects() == ["Thank you for your donation"]


def test_whoever_wants_a_receipt_is_led_to_it_by_mail(wish, bank):
    donation = DonationFactory(wish=wish, wants_receipt=True)

    assert f"/wunschliste/bestaetigung/{donation.key}/" in delivered()[-1].body


def test_a_direct_debit_is_mailed_about_twice(wish, bank):
    delivered()
    DonationFactory(wish=wish, pay="debit_fails")

    assert subjects() == ["Ihre Spende ist unterwegs", "Ihre Spende ist nicht angekommen"]


# --- when somebody tries out cards -------------------------------------------------------------


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
