"""Giving money: the form, the way to the payment page and back."""

from datetime import timedelta
from uuid import uuid4

import pytest
from crowdfunding_lite import domain
from crowdfunding_lite.models import Donation, DonationState, Donor, Subscription
from django.utils import timezone

from participation.wishlist.domain import giving, institutions
from participation.wishlist.domain.fees import cover_cents
from participation.wishlist.domain.rules import settings as rules
from participation.wishlist.models import Institution
from participation.wishlist.models.giving import Giving
from tests.factories.people import UserFactory
from tests.factories.wishlist import THING, WishFactory
from tests.wishlist.helpers import NOW, opened, send

pytestmark = pytest.mark.django_db

MAIL = {"email": "erika@example.org"}
ADDRESS = {"name": "Erika Muster", "street": "Weg 1", "postcode": "22846", "city": "Norderstedt"}


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
    answers = []
    for _ in range(13):
        client.cookies.clear()
        answers.append(give(client, time_machine, wish, amount="2500"))

    assert answers[11].status_code == 303
    assert answers[12].status_code == 429


def test_many_donations_in_one_session_have_to_wait(client, time_machine, wish, bank):
    answers = [give(client, time_machine, wish, amount="2500") for _ in range(9)]

    assert answers[7].status_code == 303
    assert answers[8].status_code == 429


def test_when_the_provider_is_away_nothing_is_lost(client, time_machine, wish, settings):
    settings.WISHLIST_PROVIDER = "participation.wishlist.gateway.provider"
    settings.STRIPE_API_KEY = ""

    answer = give(client, time_machine, wish, amount="2500", public_name="Erika M.")

    assert answer.status_code == 503
    assert "Erika M." in answer.content.decode()
    assert Donation.objects.get().provider_session is None


def test_without_an_amount_it_is_asked_for_where_it_is_missing(client, time_machine, wish, bank):
    for amount, field in (("", "amount"), ("other", "other")):
        answer = give(client, time_machine, wish, amount=amount)
        assert answer.status_code == 422
        assert answer.context["form"].errors[field] == [
            "Bitte wählen Sie einen Betrag oder geben Sie einen ein."
        ]
    assert not Donation.objects.exists()


def test_the_form_has_what_the_city_offers_and_no_more(client, wish, bank):
    chosen = rules()
    chosen.cover_fees, chosen.monthly, chosen.presets = False, False, "10000"
    chosen.maximum_cents = 20_000
    chosen.save()
    Institution.objects.update(tax_status="none")

    form = client.get(form_of(wish)).context["form"]

    assert not {"cover_fees", "rhythm", "wants_receipt", "street"} & set(form.fields)
    assert [key for key, _label in form.fields["amount"].choices] == ["other"]
    assert form["amount"].value() is None


def test_where_nobody_confirms_donations_no_address_is_kept(client, time_machine, wish, bank):
    Institution.objects.update(tax_status="none")
    give(client, time_machine, wish, amount="2500", **ADDRESS | {"wants_receipt": "on"})

    donation = Donation.objects.get()
    assert (donation.wants_receipt, donation.donor.street) == (False, "")


def test_a_company_gets_a_receipt_without_a_name(client, time_machine, wish, bank):
    company = ADDRESS | {"name": "", "company": "Rad GmbH", "wants_receipt": "on"}
    give(client, time_machine, wish, amount="2500", **company)

    donor = Donation.objects.get().donor
    assert (donor.name, donor.company, donor.country) == ("", "Rad GmbH", "DE")


def test_the_country_of_a_receipt_is_not_called_optional(client, wish):
    assert client.get(form_of(wish)).context["form"]["country"].field.required
