"""From an application to a verified institution, and the people who act for it."""

import pytest
from django.db import InternalError, transaction
from django.db.utils import IntegrityError

from participation.culture.domain import institutions, members
from participation.culture.domain.rules import NotAllowedError
from participation.culture.models import Institution, InstitutionStep, Interest, Membership
from participation.culture.models.choices import InstitutionState, Role
from tests.factories.culture import CultureInstitutionFactory, MemberFactory, owner_of
from tests.factories.people import UserFactory
from tests.users.helpers import delivered
from tests.wishlist.helpers import mailed_link, send

pytestmark = pytest.mark.django_db

APPLY = "/kultur/einrichtungen/anmelden/"
FORM = {
    "name": "Kulturkeller Garstedt",
    "kind": "club",
    "summary": "Jazz und offene Bühne.",
    "genres": ["music"],
    "contact_email": "keller@example.org",
    "is_allowed": "on",
}


def test_an_application_without_an_account_waits_for_its_mail(client, culture_page, time_machine):
    answer = send(client, time_machine, APPLY, **FORM, email="Neu@example.org")

    assert answer.status_code == 302
    made = Institution.objects.get()
    assert made.state == InstitutionState.UNCONFIRMED
    link = mailed_link()
    assert client.get(link).status_code == 200
    assert Institution.objects.get().state == InstitutionState.UNCONFIRMED

    client.post(link)

    made.refresh_from_db()
    assert made.state == InstitutionState.APPLIED
    assert owner_of(made).email == "neu@example.org"
    assert client.post(link).status_code == 410


def test_the_button_pressed_twice_makes_one_institution(
    client, culture_page, time_machine, sign_in_as
):
    sign_in_as(UserFactory())
    key = "6f1c4a0e-5d8b-4f3a-9c1e-0d6a7b2e4c55"
    for _time in range(2):
        send(client, time_machine, APPLY, **FORM, key=key)

    assert Institution.objects.count() == 1
    assert Membership.objects.count() == 1


def test_wrong_fields_get_a_message_and_nothing_is_stored(client, culture_page, time_machine):
    wrong = FORM | {"name": "!!!", "postcode": "abc", "contact_email": "nobody", "kind": "circus"}
    answer = send(client, time_machine, APPLY, **wrong, email="neu@example.org")

    assert answer.status_code == 422
    assert {"name", "postcode", "contact_email", "kind"} <= set(answer.context["form"].errors)
    assert not Institution.objects.exists()


def test_scripts_in_texts_are_shown_as_letters(client, culture_page):
    script = "<script>alert(1)</script>"
    made = CultureInstitutionFactory(name=f"Haus {script}", summary=script, public_text=script)

    for path in (made.get_absolute_url(), "/kultur/einrichtungen/"):
        assert script not in client.get(path).content.decode()


def test_only_what_was_verified_has_a_page(client, culture_page):
    waiting = CultureInstitutionFactory(verified=False)
    path = waiting.get_absolute_url()
    assert client.get(path).status_code == 404

    institutions.verify(institution=waiting, by=UserFactory())
    assert client.get(path).status_code == 200

    institutions.suspend(institution=waiting, by=UserFactory(), reason="Ruht.")
    assert client.get(path).status_code == 404


def test_partners_texts_are_on_no_public_page_and_not_found(client, culture_page, stage):
    page = client.get(stage.get_absolute_url()).content.decode()
    assert "Scheinwerfer" not in page
    assert "buero@example.org" not in page
    found = client.get("/kultur/einrichtungen/", {"q": "Scheinwerfer"})
    assert found.context["count"] == 0


def test_decisions_follow_from_the_state_and_are_mailed(stage):
    delivered()
    with pytest.raises(NotAllowedError):
        institutions.decline(institution=stage, by=UserFactory(), reason="Nein.")

    institutions.suspend(institution=stage, by=UserFactory(), reason="Ruht bis Mai.")

    assert "Ruht bis Mai." in delivered()[-1].body


def test_the_database_keeps_what_was_decided(stage):
    step = stage.steps.first()
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        InstitutionStep.objects.filter(pk=step.pk).update(reason="Anders.")
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        step.delete()


def test_unconfirmed_applications_expire(client, culture_page, time_machine):
    send(client, time_machine, APPLY, **FORM, email="neu@example.org")
    time_machine.shift(60 * 60 * 71)
    assert institutions.expire_unconfirmed() == 0
    time_machine.shift(60 * 60 * 2)
    assert institutions.expire_unconfirmed() == 1


def test_an_invitation_is_for_its_address_alone(client, culture_page, stage, sign_in_as):
    members.invite(
        institution=stage,
        email="neu@example.org",
        role=Role.PLANNER,
        by=owner_of(stage),
        language="de",
    )
    link = mailed_link()
    sign_in_as(UserFactory(email="andere@example.org"))
    assert client.post(link).status_code == 403
    client.logout()

    assert client.post(link).status_code == 200

    joined = stage.members.get(user__email="neu@example.org")
    assert joined.role == Role.PLANNER
    assert Interest.objects.filter(user=joined.user).exists()
    assert client.post(link).status_code == 410


def test_the_last_owner_can_neither_go_nor_step_down(stage):
    owner = stage.members.get()
    for act in (
        lambda: members.remove(membership=owner),
        lambda: members.change_role(membership=owner, role=Role.VIEWER),
    ):
        with pytest.raises(NotAllowedError):
            act()

    MemberFactory(institution=stage, role=Role.OWNER)
    members.remove(membership=owner)
    assert stage.members.count() == 1


def test_an_owner_invites_and_a_planner_does_not(client, stage, people, sign_in_as):
    path = f"/konto/kultur/einrichtungen/{stage.pk}/mitglieder/"
    invitation = {"invite": "1", "email": "neu@example.org", "role": "planner"}
    for role, status in (("planner", 403), ("viewer", 403), ("partner", 404), ("owner", 302)):
        sign_in_as(people[role])
        assert client.post(path, invitation).status_code == status, role
    assert stage.invitations.count() == 1


def test_an_owner_hands_over_and_leaves(client, stage, people, sign_in_as):
    path = f"/konto/kultur/einrichtungen/{stage.pk}/mitglieder/"
    heir = stage.members.get(user=people["planner"])
    sign_in_as(people["owner"])
    client.post(path, {"member": heir.pk, "hand_over": "1"})

    heir.refresh_from_db()
    assert heir.role == Role.OWNER
    assert not stage.members.filter(user=people["owner"]).exists()
    assert delivered()[-1].to == [people["planner"].email]
