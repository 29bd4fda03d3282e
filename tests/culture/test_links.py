"""Links that arrive by mail: worthless ones, those of somebody else, closed accounts; and logos."""

import uuid

import pytest
from django.urls import reverse

from cms.core.models import CustomImage
from cms.users.models import User
from participation.culture.domain import institutions, members
from participation.culture.domain.rules import NotAllowedError, taking_part
from participation.culture.models import Confirmation, Institution
from participation.culture.models.choices import InstitutionState, Role
from participation.culture.tasks import members as tasks
from tests.culture.test_applying import APPLY, FORM
from tests.factories.culture import CultureInstitutionFactory, owner_of
from tests.factories.files import png, upload
from tests.factories.people import UserFactory
from tests.users.helpers import delivered
from tests.wishlist.helpers import mailed_link, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(client, culture_page, time_machine) -> str:
    """The mailed link of an application with a logo."""
    logo = upload("logo.png", png(), "image/png")
    send(client, time_machine, APPLY, **FORM, email="neu@example.org", logo=logo)
    return mailed_link()


def state() -> str:
    """Of the one institution."""
    return Institution.objects.get().state


def test_this_browser_is_told_where_the_mail_went_and_no_other(client, link):
    path = reverse("culture:applied")
    assert "neu@example.org" in client.get(path).content.decode()
    client.cookies.clear()
    assert "neu@example.org" not in client.get(path).content.decode()


def test_the_logo_of_an_application_is_not_public_until_it_is_verified(client, link):
    client.post(link)
    institution = Institution.objects.get()
    assert institution.logo.collection.get_view_restrictions().exists()
    institutions.verify(institution=institution, by=UserFactory())
    image = CustomImage.objects.get()
    assert not image.collection.get_view_restrictions().exists()


def test_a_link_that_was_forged_is_worthless(client, link):
    for path in ("/kultur/bestaetigen/gefaelscht/", "/kultur/einladung/gefaelscht/"):
        answer = client.post(path)
        assert answer.status_code == 410
        assert "Dieser Link gilt nicht mehr" in answer.content.decode()
    with pytest.raises(NotAllowedError, match="gilt nicht mehr"):
        institutions.confirm(key="gefaelscht")
    assert state() == InstitutionState.UNCONFIRMED


def test_a_link_is_not_confirmed_by_somebody_else_who_is_signed_in(client, link, sign_in_as):
    sign_in_as(UserFactory(email="andere@example.org"))
    assert client.post(link).status_code == 403
    assert state() == InstitutionState.UNCONFIRMED
    sign_in_as(UserFactory(email="neu@example.org"))
    assert client.post(link).status_code == 200
    assert state() == InstitutionState.APPLIED


def test_a_closed_account_confirms_nothing_and_joins_nothing(client, link, stage):
    closed = UserFactory(email="neu@example.org")
    User.objects.filter(pk=closed.pk).update(is_active=False)
    words = {"email": closed.email, "role": Role.VIEWER, "language": "de"}
    asked = members.invite(institution=stage, by=owner_of(stage), **words)
    for path in (link, f"/kultur/einladung/{asked.key}/"):
        answer = client.post(path)
        assert answer.status_code == 409
        assert "Dieses Konto ist geschlossen." in answer.content.decode()
    assert not closed.culture_memberships.exists()


def test_an_application_is_confirmed_once(client, link):
    Institution.objects.update(state=InstitutionState.APPLIED)
    answer = client.post(link)
    assert answer.status_code == 409
    assert "Diese Anmeldung wurde schon bestätigt." in answer.content.decode()
    assert not Institution.objects.get().members.exists()


def test_applications_and_invitations_are_forgotten_with_their_files(client, link, time_machine):
    stage = CultureInstitutionFactory()
    words = {"email": "spaet@example.org", "role": Role.VIEWER, "language": "de"}
    members.invite(institution=stage, by=owner_of(stage), **words)
    tasks.forget(timestamp=0)
    assert (Institution.objects.count(), stage.invitations.count()) == (2, 1)
    time_machine.shift(60 * 60 * 24 * 15)
    tasks.forget(timestamp=0)
    assert Institution.objects.get() == stage
    left = [*stage.invitations.all(), *Confirmation.objects.all(), *CustomImage.objects.all()]
    assert left == []


def test_whoever_applies_more_than_people_do_has_to_wait(client, culture_page, time_machine):
    for number in range(10):
        sent = FORM | {"name": f"Haus {number}"}
        assert send(client, time_machine, APPLY, **sent, email="neu@example.org").status_code == 302
    answer = send(client, time_machine, APPLY, **FORM, email="neu@example.org")
    assert answer.status_code == 429
    assert "Das waren viele in kurzer Zeit." in answer.content.decode()
    assert Institution.objects.count() == 10


def test_a_link_that_ends_mails_of_nobody_is_worthless(client, culture_page):
    answer = client.post(f"/kultur/pinnwand/abbestellen/{uuid.uuid4()}/")
    assert answer.status_code == 410


def test_only_a_verified_institution_takes_part():
    waiting = CultureInstitutionFactory(verified=False)
    with pytest.raises(NotAllowedError, match="geprüfte Einrichtung"):
        taking_part(waiting)
    assert delivered()
