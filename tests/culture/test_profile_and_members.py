"""An institution's own pages: what it says of itself, and who acts for it."""

import pytest

from cms.core.models import CustomImage
from participation.culture.domain import institutions, members
from participation.culture.domain.rules import NotAllowedError
from participation.culture.models import Invitation, Membership
from participation.culture.models.choices import Role
from tests.factories.culture import CultureInstitutionFactory, MemberFactory, owner_of
from tests.factories.files import EXE, png, upload
from tests.factories.people import UserFactory
from tests.users.helpers import delivered

pytestmark = pytest.mark.django_db

PROFILE = {
    "name": "Bühne am Moorweg",
    "kind": "theatre",
    "summary": "Schauspiel und Tanz.",
    "contact_email": "buero@example.org",
}


def own(stage, part: str) -> str:
    """A page of the institution."""
    return f"/konto/kultur/einrichtungen/{stage.pk}/{part}/"


def said(client, path, **sent) -> str:
    """What the page after a press says."""
    return client.post(path, sent, follow=True).content.decode()


def logo():
    """A small picture."""
    return upload("logo.png", png(), "image/png")


@pytest.fixture
def owner(stage, sign_in_as):
    """The owner, signed in."""
    return sign_in_as(owner_of(stage))


def test_what_an_owner_writes_is_public_at_once(client, culture_page, stage, owner):
    sent = PROFILE | {"homepage": "https://buehne.example.org/", "genres": ["dance"]}
    assert "Ihre Änderungen sind gespeichert." in said(client, own(stage, "profil"), **sent)
    page = client.get(stage.get_absolute_url()).content.decode()
    assert "Schauspiel und Tanz." in page
    assert ">buehne.example.org<" in page.replace("\n", "").replace(" ", "")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": "???"}, "name"),
        ({"homepage": "javascript:alert(1)"}, "homepage"),
        ({"postcode": "2284"}, "postcode"),
        ({"logo": upload("logo.png", EXE)}, "logo"),
    ],
)
def test_a_wrong_profile_has_its_message_and_changes_nothing(client, stage, owner, values, field):
    answer = client.post(own(stage, "profil"), PROFILE | {"summary": "Neu."} | values)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    stage.refresh_from_db()
    assert stage.summary == "Schauspiel für alle."


def test_a_logo_is_shown_replaced_and_taken_away_with_its_file(client, stage, owner):
    path = own(stage, "profil")
    for _time in range(2):
        client.post(path, PROFILE | {"logo": logo()})
    stage.refresh_from_db()
    assert stage.logo.collection.name == "Kultur"
    assert CustomImage.objects.count() == 1
    client.post(path, PROFILE | {"without_logo": "on"})
    stage.refresh_from_db()
    assert stage.logo is None
    assert not CustomImage.objects.exists()


def test_the_logo_of_a_suspended_institution_is_not_public(client, stage, owner):
    client.post(own(stage, "profil"), PROFILE | {"logo": logo()})
    stage.refresh_from_db()
    institutions.suspend(institution=stage, by=UserFactory(), reason="Ruht.")
    stage.logo.refresh_from_db()
    assert stage.logo.collection.get_view_restrictions().exists()


def test_inviting_a_member_again_is_refused_next_to_the_field(client, stage, owner):
    member = MemberFactory(institution=stage).user
    sent = {"invite": "1", "email": member.email.upper(), "role": "viewer"}
    answer = client.post(own(stage, "mitglieder"), sent)
    assert answer.status_code == 409
    assert answer.context["form"].errors["email"] == ["Diese Person ist schon Mitglied."]
    assert not stage.invitations.exists()


def test_an_invitation_without_an_address_is_refused(client, stage, owner):
    answer = client.post(own(stage, "mitglieder"), {"invite": "1", "email": "x", "role": "chef"})
    assert answer.status_code == 422
    assert {"email", "role"} <= set(answer.context["form"].errors)


def test_nobody_is_flooded_with_invitations(client, stage, owner):
    sent = {"invite": "1", "email": "neu@example.org", "role": "viewer"}
    statuses = [client.post(own(stage, "mitglieder"), sent).status_code for _time in range(11)]
    assert statuses == [302] * 10 + [409]
    assert stage.invitations.count() == 1


def test_an_institution_has_sixty_members_at_most(stage):
    people = [UserFactory() for _number in range(59)]
    Membership.objects.bulk_create(Membership(institution=stage, user=user) for user in people)
    words = {"email": "neu@example.org", "role": Role.VIEWER, "language": "de"}
    with pytest.raises(NotAllowedError, match="höchstens 60 Mitglieder"):
        members.invite(institution=stage, by=owner_of(stage), **words)


def invite(stage, email="neu@example.org") -> Invitation:
    """Invited as a viewer."""
    words = {"email": email, "role": Role.VIEWER, "language": "de"}
    return members.invite(institution=stage, by=owner_of(stage), **words)


def test_an_invitation_that_was_taken_back_leads_nowhere(client, culture_page, stage, owner):
    asked = invite(stage)
    page = said(client, own(stage, "mitglieder"), withdraw=asked.pk)
    assert "Die Einladung ist zurückgenommen." in page
    assert client.get(f"/kultur/einladung/{asked.key}/").status_code == 410


def test_a_planner_takes_no_invitation_back_and_an_owner_none_of_others(
    client, stage, choir, owner, sign_in_as
):
    asked, foreign = invite(stage), invite(choir, "andere@example.org")
    path = own(stage, "mitglieder")
    assert client.post(path, {"withdraw": foreign.pk}).status_code == 404
    sign_in_as(MemberFactory(institution=stage, role=Role.PLANNER).user)
    assert client.post(path, {"withdraw": asked.pk}).status_code == 403
    assert Invitation.objects.count() == 2


def test_somebody_who_is_invited_accepts_while_signed_in(
    client, culture_page, stage, choir, sign_in_as
):
    user = sign_in_as(UserFactory(email="neu@example.org"))
    link = f"/kultur/einladung/{invite(stage).key}/"
    assert stage.name in client.get(link).content.decode()
    assert not stage.members.filter(user=user).exists()
    answer = client.post(link, follow=True)
    assert "Sie sind jetzt Mitglied." in answer.content.decode()
    assert stage.members.get(user=user).role == Role.VIEWER


def test_who_belongs_to_it_keeps_the_role_when_a_lower_one_is_offered(stage):
    asked = invite(stage)
    user = MemberFactory(institution=stage, user=UserFactory(email=asked.email)).user
    assert members.accept(invitation=asked, user=user).role == Role.PLANNER


def test_an_invitation_is_used_once_and_by_its_own_address(stage):
    asked = invite(stage)
    with pytest.raises(NotAllowedError, match="ging an eine andere Adresse"):
        members.accept(invitation=asked, user=UserFactory())
    members.accept(invitation=asked, user=None)
    with pytest.raises(NotAllowedError, match="gilt nicht mehr"):
        members.accept(invitation=asked, user=None)


def test_an_owner_changes_a_role_and_ends_a_membership(client, stage, owner):
    member = MemberFactory(institution=stage)
    path = own(stage, "mitglieder")
    assert "gespeichert" in said(client, path, member=member.pk, role="owner")
    member.refresh_from_db()
    assert member.role == Role.OWNER
    said(client, path, member=member.pk, remove="1")
    assert not Membership.objects.filter(pk=member.pk).exists()


def test_the_last_owner_is_told_why_they_cannot_go(client, stage, owner):
    member = stage.members.get()
    for sent in ({"role": "viewer"}, {"remove": "1"}):
        page = said(client, own(stage, "mitglieder"), member=member.pk, **sent)
        assert "die letzte Person, die alles darf" in page
    assert stage.members.owners().count() == 1


def test_a_viewer_leaves_and_changes_nobody(client, stage, sign_in_as):
    member = MemberFactory(institution=stage, role=Role.VIEWER)
    path = own(stage, "mitglieder")
    sign_in_as(member.user)
    assert client.post(path, {"member": member.pk, "role": "owner"}).status_code == 403
    other = stage.members.owners().get()
    assert client.post(path, {"member": other.pk, "remove": "1"}).status_code == 403
    assert client.post(path, {"member": member.pk, "remove": "1"})["Location"] == "/konto/kultur/"
    assert stage.members.get() == other


def test_a_role_that_is_none_is_refused_and_not_called_saved(client, stage, owner):
    member = MemberFactory(institution=stage)
    sent = {"member": member.pk, "role": "chefin"}
    assert client.post(own(stage, "mitglieder"), sent).status_code == 400
    member.refresh_from_db()
    assert member.role == Role.PLANNER


@pytest.mark.parametrize("number", ["", "x", "9" * 30, "-1", "²"])
def test_a_member_that_is_none_is_not_there(client, stage, owner, number):
    sent = {"member": number, "remove": "1"}
    assert client.post(own(stage, "mitglieder"), sent).status_code == 404


def test_only_an_owner_hands_over_and_only_to_somebody_else_of_the_house(stage, choir):
    owner, foreign = stage.members.get(), choir.members.get()
    planner = MemberFactory(institution=stage)
    for to in (owner, foreign):
        with pytest.raises(NotAllowedError, match="ein anderes Mitglied derselben"):
            members.hand_over(membership=owner, to=to)
    with pytest.raises(NotAllowedError):
        members.hand_over(membership=planner, to=owner)
    assert stage.members.count() == 2


def test_nothing_is_handed_over_where_another_owner_stays(stage):
    owner = stage.members.get()
    MemberFactory(institution=stage, role=Role.OWNER)
    planner = MemberFactory(institution=stage)
    delivered()
    members.leave_everything(user=owner.user)
    planner.refresh_from_db()
    assert planner.role == Role.PLANNER
    assert not delivered()


def test_the_start_of_an_institution_that_waits_says_so(client, sign_in_as):
    waiting = CultureInstitutionFactory(verified=False)
    sign_in_as(owner_of(waiting))
    page = client.get(f"/konto/kultur/einrichtungen/{waiting.pk}/").content.decode()
    assert "Das Kulturbüro sieht Ihre Anmeldung an." in page
