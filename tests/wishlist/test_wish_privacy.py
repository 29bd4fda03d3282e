"""What becomes of a person's data: exported, erased, and gone after the legal time."""

from datetime import UTC, datetime, timedelta

import pytest
from crowdfunding_lite import domain
from crowdfunding_lite import queries as books
from crowdfunding_lite.models import Donation, Donor, Pledge, Source, Subscription
from django.apps import apps
from django.contrib.auth import get_user_model

from cms.core import privacy
from cms.users.domain import erase_account
from participation.wishlist.domain import giving, receipts, retention
from participation.wishlist.models import (
    ChangeRequest,
    Invitation,
    Membership,
    WishUpdate,
)
from tests.factories.wishlist import (
    THING,
    DonationFactory,
    InstitutionFactory,
    MembershipFactory,
    PledgeFactory,
    UpdateFactory,
    WishFactory,
    owner_of,
)
from tests.users.helpers import account
from tests.wishlist.office import donation

pytestmark = pytest.mark.django_db

ADDRESS = {"name": "Erika Muster", "street": "Weg 1", "postcode": "22846", "city": "Norderstedt"}


@pytest.fixture
def erika(db):
    return account()


def exported(user, key):
    return next(export for kind, export in privacy.exports(user) if kind.key == key)


def test_donations_are_exported_by_account_and_by_proven_address(wish, bank, erika):
    DonationFactory(wish=wish, user=erika, email=erika.email)
    DonationFactory(wish=wish, email=erika.email)
    DonationFactory(wish=wish, email="otto@example.org")

    rows = exported(erika, "donations").rows
    assert [row["amount_cents"] for row in rows] == ["25\N{NO-BREAK SPACE}€"] * 2


def test_an_address_that_is_not_proven_shows_no_donation(client, wish, bank, person):
    DonationFactory(wish=wish, email="otto@example.org")

    assert client.get("/konto/wunschliste/").context["donations"].count() == 0


def test_erasing_leaves_the_books_whole_and_nobody_in_them(wish, bank, erika):
    donation = DonationFactory(
        wish=wish, user=erika, email=erika.email, public_name="Erika", dedication="Gruß"
    )
    before = books.totals(wish.campaign)

    erase_account(user=erika)

    donation.refresh_from_db()
    assert books.totals(wish.campaign) == before
    assert (donation.user, donation.public_name, donation.dedication) == (None, "", "")
    assert donation.checkout["email"] == ""
    assert Donor.objects.get().email == ""
    assert donation.events.exists()


def test_who_wanted_a_receipt_stays_in_the_tax_offices_books_alone(wish, bank, erika):
    DonationFactory(wish=wish, user=erika, email=erika.email, wants_receipt=True, address=ADDRESS)

    erase_account(user=erika)

    donor = Donor.objects.get()
    assert (donor.name, donor.street) == ("Erika Muster", "Weg 1")
    assert (donor.email, donor.user) == ("", None)


def test_erasing_ends_what_is_collected_monthly(wish, bank, erika):
    donation = DonationFactory(wish=wish, user=erika, email=erika.email, monthly=True)
    domain.sync_subscription(
        subscription=donation.subscription, provider=bank.provider, source=Source.JOB
    )

    erase_account(user=erika)

    subscription = Subscription.objects.get()
    assert subscription.stop_asked_at is not None
    assert subscription.user is None


def test_erasing_opens_a_promise_again_for_others(wishes_page, erika):
    need = WishFactory(needs=[THING]).campaign.needs.get()
    PledgeFactory(need=need, email=erika.email)

    erase_account(user=erika)

    need.refresh_from_db()
    pledge = Pledge.objects.get()
    assert need.promised == 0
    assert (pledge.name, pledge.email, pledge.note) == ("", "", "")


def test_erasing_ends_memberships_and_leaves_what_was_written(wish, erika):
    institution = wish.institution
    MembershipFactory(institution=institution, user=erika)
    UpdateFactory(wish=wish, by=erika)
    Invitation.objects.create(
        institution=institution,
        email=erika.email,
        key="k",
        expires_at=datetime(2099, 1, 1, tzinfo=UTC),
    )

    erase_account(user=erika)

    assert not Membership.objects.filter(user=erika).exists()
    assert not Invitation.objects.exists()
    assert WishUpdate.objects.get().author is None


def test_erasing_an_owner_leaves_institution_and_steps(site):
    institution = InstitutionFactory()
    owner = owner_of(institution)
    ChangeRequest.objects.create(institution=institution, kind="bank", data={}, by=owner)

    erase_account(user=owner)

    institution.refresh_from_db()
    assert institution.is_public
    assert institution.steps.filter(by=owner).count() == 0
    assert institution.steps.count() == 2


def test_nothing_of_the_wish_list_links_to_an_erased_person(wish, bank, erika):
    """Every foreign key to the user, whatever it is called."""
    DonationFactory(wish=wish, user=erika, email=erika.email)
    PledgeFactory(need=WishFactory(needs=[THING]).campaign.needs.get(), user=erika)
    MembershipFactory(user=erika)
    UpdateFactory(wish=wish, by=erika)

    erase_account(user=erika)

    user = get_user_model()
    for label in ("wishlist", "crowdfunding_lite"):
        for model in apps.get_app_config(label).get_models():
            links = [field.name for field in model._meta.fields if field.related_model is user]
            for name in links:
                assert not model._default_manager.filter(**{name: erika}).exists(), (model, name)


def test_donors_are_shredded_after_the_legal_time_and_not_before(wish, bank, time_machine):
    time_machine.move_to("2026-03-05T10:00:00+00:00", tick=False)
    DonationFactory(wish=wish)

    assert retention.shred_old_donors(datetime(2036, 12, 31, 12, tzinfo=UTC)) == 0
    assert retention.shred_old_donors(datetime(2037, 1, 1, 12, tzinfo=UTC)) == 1
    assert Donor.objects.get().shredded_at is not None
    assert Donation.objects.get().settled_cents == 2500


def test_a_try_that_came_to_nothing_is_forgotten_after_a_month(wish, bank):
    DonationFactory(wish=wish, pay="leave")
    later = datetime.now(UTC) + timedelta(days=31)

    assert retention.shred_old_donors(later) == 1
    assert retention.shred_old_donors(later) == 0


def test_givers_of_things_are_forgotten_a_year_after(site):
    pledge = PledgeFactory()
    domain.hand_over(pledge=pledge)
    later = datetime.now(UTC) + timedelta(days=366)

    assert retention.forget_old_pledges(later) == 1
    assert Pledge.objects.get().email == ""


def test_the_account_lists_donations_at_a_constant_cost(
    client, wish, bank, person, assert_query_count
):
    for _row in range(24):
        DonationFactory(wish=wish, user=person, email=person.email)
    client.get("/konto/wunschliste/")

    with assert_query_count(15):
        client.get("/konto/wunschliste/")


def test_a_monthly_donation_is_changed_and_ended_from_its_link(client, wish, bank):
    donation = DonationFactory(wish=wish, monthly=True)
    domain.sync_subscription(
        subscription=donation.subscription, provider=bank.provider, source=Source.JOB
    )
    address = f"/wunschliste/monatlich/{donation.subscription.key}/"

    client.post(address, {"amount": "other", "other": "33,50"})
    assert Subscription.objects.get().amount_cents == 3350
    wrong = client.post(address, {"amount": "other", "other": "0,10"})
    assert wrong.status_code == 422
    client.post(address, {"end": "1"})

    assert not Subscription.objects.get().is_running
    assert "Beendet" in client.get(address).content.decode()


def test_the_office_takes_words_off_the_page(client, wish, bank):
    donation = DonationFactory(wish=wish, public_name="Unflätiges")

    giving.hide_words(donation=donation)

    assert "Unflätiges" not in client.get(wish.get_absolute_url()).content.decode()


def test_a_receipt_is_exported_as_people_read_it(site, erika):
    given = donation(cents=5000, user=erika)
    receipt = receipts.issue(kind="single", donations=[given])

    (row,) = exported(erika, "receipts").rows

    assert row["cents"] == "50\N{NO-BREAK SPACE}€"
    assert row["data"] == ", ".join(receipt.data["donor"])
