"""A wish-list institution for which nobody acts: the office sees it and invites somebody."""

import pytest
from django.test import RequestFactory

from cms.users.domain import erase_account
from participation.wishlist import dashboard
from participation.wishlist.domain import institutions
from participation.wishlist.models import Institution
from participation.wishlist.models.choices import InstitutionState, Role
from tests.factories.people import UserFactory
from tests.factories.wishlist import InstitutionFactory, MembershipFactory, owner_of
from tests.users.helpers import delivered, link_of
from tests.wishlist.office import somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer(client, wishes_page):
    """Somebody who reviews, signed in."""
    return somebody(client, "review_wish")


def page(of) -> str:
    """The office's page of an institution."""
    return f"/admin/wishlist/institutions/{of.pk}/"


def invite(client, of, email="neu@example.org", **more):
    """The answer to the office's press."""
    return client.post(page(of), {"invite": "yes", "email": email}, **more)


def lines(user) -> list[tuple[str, str]]:
    """What the admin's start page tells a reviewer, and where it leads."""
    request = RequestFactory().get("/admin/")
    request.user = user
    return [(line.text, line.url) for line in dashboard.reviews(request)]


def test_the_office_puts_somebody_in_where_nobody_acts_any_more(client, reviewer):
    institution = InstitutionFactory()
    erase_account(user=owner_of(institution))
    delivered()

    told = invite(client, institution, follow=True).content.decode()

    assert "Die Einladung an neu@example.org ist unterwegs." in told
    assert "eingeladen am" in told
    (mail,) = delivered()
    client.logout()
    client.post(link_of(mail))
    assert owner_of(institution).email == "neu@example.org"


@pytest.mark.parametrize("verb", [institutions.decline, institutions.suspend])
def test_also_for_who_was_declined_or_suspended(client, reviewer, verb):
    of = InstitutionFactory(verified=verb is institutions.suspend)
    verb(institution=of, by=reviewer, reason="Weil.")
    assert invite(client, of).status_code == 302
    assert of.invitations.get().role == Role.OWNER


def test_what_is_wrong_with_an_address_stands_next_to_it(client, reviewer):
    institution = InstitutionFactory()
    for email in ("", "neu", owner_of(institution).email):
        answer = invite(client, institution, email)
        assert answer.status_code == 422
        assert answer.context["inviting"].errors["email"]
    assert not institution.invitations.exists()


def test_nobody_is_invited_before_the_application_is_confirmed(client, reviewer):
    institution = InstitutionFactory()
    Institution.objects.filter(pk=institution.pk).update(state=InstitutionState.UNCONFIRMED)
    invite(client, institution)
    assert not institution.invitations.exists()


@pytest.mark.parametrize("right", ["view_books", "manage_money"])
def test_who_does_not_review_invites_nobody(client, site, right):
    institution = InstitutionFactory()
    somebody(client, right)
    invite(client, institution)
    assert not institution.invitations.exists()


def test_the_start_page_names_institutions_for_which_nobody_acts(client, reviewer):
    institution = InstitutionFactory()
    MembershipFactory(institution=institution, role=Role.EDITOR)
    assert lines(reviewer) == []
    institution.members.owners().delete()
    suspended = InstitutionFactory()
    suspended.members.all().delete()
    institutions.suspend(institution=suspended, by=reviewer, reason="Weil.")
    told = (f"Niemand handelt mehr für {institution.name}", page(institution))
    assert lines(reviewer) == [told]
    assert "Niemand handelt mehr" in client.get("/admin/").content.decode()
    assert lines(UserFactory()) == []
