"""Institutions, wishes and donations, made by the verbs that people's clicks run."""

from datetime import timedelta
from uuid import uuid4

import factory
import pytest
from crowdfunding_lite import domain
from crowdfunding_lite.models import Donation, Pledge, Source
from crowdfunding_lite.testing import Bank, MemoryProvider
from django.utils import timezone
from factory.django import DjangoModelFactory

from participation.wishlist.domain import (
    giving,
    institutions,
    pledging,
    review,
    updates,
    wishes,
)
from participation.wishlist.models import (
    Institution,
    Membership,
    Wish,
    WishIndexPage,
    WishUpdate,
)
from participation.wishlist.models.choices import Role
from participation.wishlist.models.giving import Giving
from tests.factories.people import UserFactory

BANK = {"account_holder": "Verein Nachbarn e. V.", "iban": "DE89370400440532013000"}
_provider = MemoryProvider()


def provider() -> MemoryProvider:
    """What ``WISHLIST_PROVIDER`` names in tests: the provider of the fixture."""
    return _provider


class InstitutionFactory(DjangoModelFactory):
    """A verified institution with one owner; ``verified=False`` for one that waits."""

    name = factory.Sequence(lambda number: f"Verein Nachbarn {number}")
    legal_form = "association"
    register_number = "VR 1234"
    register_court = "Amtsgericht Kiel"
    description = "Wir helfen Menschen im Stadtteil."
    cause = "hardship"
    street = "Musterweg 1"
    postcode = "22846"
    city = "Norderstedt"
    contact_name = "Büro"
    contact_email = "buero@example.org"
    tax_status = "notice"
    tax_office = "Kiel-Nord"
    tax_number = "20/290/12345"
    tax_notice_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=200))

    class Meta:
        model = Institution

    @classmethod
    def _create(cls, model_class, *args, verified=True, owner=None, **words):
        language = words.pop("language", "de")
        paper, logo = words.pop("paper", None), words.pop("logo", None)
        made = institutions.apply(
            key=words.pop("key", None) or uuid4(),
            language=language,
            words=words,
            bank=BANK,
            applicant=owner or UserFactory(),
            paper=paper,
            logo=logo,
        )
        return institutions.verify(institution=made, by=UserFactory()) if verified else made


def owner_of(institution):
    """The person who has registered an institution."""
    return institution.members.get(role=Role.OWNER).user


class MembershipFactory(DjangoModelFactory):
    """Somebody's role in an institution."""

    institution = factory.SubFactory(InstitutionFactory)
    user = factory.SubFactory(UserFactory)
    role = Role.EDITOR

    class Meta:
        model = Membership


class WishFactory(DjangoModelFactory):
    """A wish that everybody sees; ``stage`` "draft" or "review" for one that waits.

    ``needs`` are words of things and tasks.
    """

    title = factory.Sequence(lambda number: f"Zehn Fahrräder {number}")
    summary = "Damit Kinder Rad fahren lernen."
    story = "Viele Kinder im Stadtteil haben kein eigenes Rad."
    money_use = "Zehn Räder zu je 100 Euro."
    cause = "children"
    goal_cents = 100_000

    class Meta:
        model = Wish

    @classmethod
    def _create(cls, model_class, *args, institution=None, stage="published", needs=(), **words):
        institution = institution or InstitutionFactory()
        by, language = owner_of(institution), words.pop("language", "de")
        made = wishes.create_wish(institution=institution, by=by, words=words, language=language)
        for need in needs:
            wishes.add_need(wish=made, words=need)
        if stage in ("review", "published"):
            made = wishes.hand_in(wish=made, by=by)
        if stage == "published":
            made = review.publish(wish=made, by=UserFactory())
        return made


class UpdateFactory(DjangoModelFactory):
    """Something new about a wish."""

    title = "Es geht los"
    text = "Die ersten Räder sind bestellt."

    class Meta:
        model = WishUpdate

    @classmethod
    def _create(cls, model_class, *args, wish=None, by=None, **words):
        wish = wish or WishFactory()
        return updates.post_update(wish=wish, by=by or owner_of(wish.institution), **words)


THING = {"kind": "thing", "title": "Kinderhelme", "quantity": 5, "drop_off": "Musterweg 1"}
TIME = {"kind": "time", "title": "Radtraining", "quantity": 2, "takes_place": "Samstags, Park"}


class PledgeFactory(DjangoModelFactory):
    """A promise of somebody; ``confirmed=False`` for one whose link was not pressed."""

    quantity = 1
    name = "Erika Muster"
    email = "erika@example.org"
    note = ""

    class Meta:
        model = Pledge

    @classmethod
    def _create(cls, model_class, *args, need=None, confirmed=True, user=None, **words):
        need = need or WishFactory(needs=[THING]).campaign.needs.get()
        made = pledging.promise(need=need, user=user, language="de", **words)
        return domain.confirm_pledge(pledge=made) if confirmed else made


class DonationFactory(DjangoModelFactory):
    """A donation that has been paid by card; ``pay`` "debit" for one on its way, "" for an open
    one, "debit_fails" for one that failed."""

    amount_cents = 2500
    email = factory.Sequence(lambda number: f"spende{number}@example.org")

    class Meta:
        model = Donation

    @classmethod
    def _create(cls, model_class, *args, wish=None, user=None, pay="pay", **words):
        wish, language = wish or WishFactory(), words.pop("language", "de")
        donation = giving.give(
            wish=wish, key=uuid4(), giving=Giving(**words), language=language, user=user
        )
        bank, at = Bank(_provider), {"success_url": "https://x/a", "cancel_url": "https://x/b"}
        domain.start_checkout(donation=donation, provider=_provider, **at)
        donation.refresh_from_db()
        session = donation.provider_session
        if pay == "debit_fails":
            payment = bank.debit(session)
            domain.settle(donation=donation, provider=_provider, source=Source.WEBHOOK)
            bank.debit_fails(payment)
        elif pay:
            getattr(bank, pay)(session)
        return domain.settle(donation=donation, provider=_provider, source=Source.RETURN)


@pytest.fixture
def wishes_page(site):
    """The start page of the wish list in the small site, in German and English."""
    page = WishIndexPage(title="Wunschliste", slug="wunschliste", introduction="Helfen Sie mit.")
    return site.home.add_child(instance=page)


@pytest.fixture
def bank(settings, monkeypatch):
    """Donors and their banks, at a provider in memory that the site speaks to."""
    settings.WISHLIST_PROVIDER = "tests.factories.wishlist.provider"
    made = MemoryProvider()
    monkeypatch.setattr("tests.factories.wishlist._provider", made)
    return Bank(made)
