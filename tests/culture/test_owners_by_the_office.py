"""An institution for which nobody acts: the office sees it and invites somebody."""

import pytest
from django.test import RequestFactory

from cms.users.domain import erase_account
from participation.culture import dashboard
from participation.culture.domain import institutions
from participation.culture.models import Institution
from participation.culture.models.choices import InstitutionState, Role
from tests.factories.culture import CultureInstitutionFactory, MemberFactory, owner_of
from tests.factories.people import UserFactory
from tests.users.helpers import delivered, link_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(culture_page, sign_in_as):
    """Somebody of the culture office, signed in."""
    return sign_in_as(UserFactory(role="Culture office"))


def page(of) -> str:
    """The office's page of an institution."""
    return f"/admin/culture/institutions/{of.pk}/"


def invite(client, of, email="neu@example.org", **more):
    """The answer to the office's press."""
    return client.post(page(of), {"invite": "yes", "email": email}, **more)


def lines(user) -> list[tuple[str, str]]:
    """What the admin's start page tells somebody of culture, and where it leads."""
    request = RequestFactory().get("/admin/")
    request.user = user
    return [(line.text, line.url) for line in dashboard.culture(request)]


def test_the_office_puts_somebody_in_where_nobody_acts_any_more(client, office, stage):
    erase_account(user=owner_of(stage))
    delivered()

    told = invite(client, stage, follow=True).content.decode()

    assert "Die Einladung an neu@example.org ist unterwegs." in told
    (mail,) = delivered()
    assert mail.to == ["neu@example.org"]
    client.logout()
    client.post(link_of(mail))
    assert owner_of(stage).email == "neu@example.org"


def test_open_invitations_stand_there_with_their_day(client, office, stage, time_machine):
    time_machine.move_to("2026-03-05T10:00:00+00:00", tick=False)
    client.force_login(office)
    invite(client, stage)
    assert stage.invitations.get().invited_by == office
    shown = client.get(page(stage)).content.decode()
    assert "eingeladen am 05.03.2026, gilt bis 19.03.2026" in shown
    time_machine.move_to("2026-03-20T10:00:00+00:00", tick=False)
    client.force_login(office)
    assert "neu@example.org" not in client.get(page(stage)).content.decode()


@pytest.mark.parametrize("verb", [institutions.decline, institutions.suspend])
def test_also_for_who_was_declined_or_suspended(client, office, verb):
    is_verified = verb is institutions.suspend
    of = CultureInstitutionFactory(verified=is_verified)
    verb(institution=of, by=office, reason="Weil.")
    assert invite(client, of).status_code == 302
    assert of.invitations.get().role == Role.OWNER


def test_what_is_wrong_with_an_address_stands_next_to_it(client, office, stage):
    for email in ("", "neu", owner_of(stage).email):
        answer = invite(client, stage, email)
        assert answer.status_code == 422
        assert answer.context["inviting"].errors["email"]
    assert not stage.invitations.exists()


def test_nobody_is_invited_before_the_application_is_confirmed(client, office, stage):
    Institution.objects.filter(pk=stage.pk).update(state=InstitutionState.UNCONFIRMED)
    assert "Als verantwortlich einladen" not in client.get(page(stage)).content.decode()
    invite(client, stage)
    assert not stage.invitations.exists()


def test_others_invite_nobody(client, culture_page, stage, sign_in_as):
    sign_in_as(UserFactory(role="Editors"))
    invite(client, stage)
    assert not stage.invitations.exists()


def test_the_start_page_names_institutions_for_which_nobody_acts(client, office, stage):
    MemberFactory(institution=stage, role=Role.PLANNER)
    assert lines(office) == []
    stage.members.owners().delete()
    suspended = CultureInstitutionFactory()
    suspended.members.all().delete()
    institutions.suspend(institution=suspended, by=office, reason="Weil.")
    assert lines(office) == [(f"Niemand handelt mehr für {stage.name}", page(stage))]
    assert "Niemand handelt mehr" in client.get("/admin/").content.decode()
    assert lines(UserFactory(role="Editors")) == []


def test_a_closed_account_acts_for_nobody(office, stage):
    owner = owner_of(stage)
    owner.is_active = False
    owner.save()
    assert len(lines(office)) == 1


def test_more_than_five_are_counted(office):
    for _number in range(7):
        CultureInstitutionFactory().members.all().delete()
    assert lines(office)[5:] == [
        ("Für 2 weitere Einrichtungen handelt niemand mehr", "/admin/culture/institutions/")
    ]
