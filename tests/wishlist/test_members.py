"""Who acts for an institution of the wish list."""

from datetime import timedelta

import pytest

from cms.users.domain import erase_account
from cms.users.models import User
from participation.wishlist.domain import members
from participation.wishlist.domain.rules import NotAllowedError
from participation.wishlist.models import Invitation, Membership
from participation.wishlist.models.choices import Role
from tests.factories.people import PASSWORD, UserFactory
from tests.factories.wishlist import InstitutionFactory, MembershipFactory, owner_of
from tests.users.helpers import delivered, link_of
from tests.wishlist.helpers import NOW

pytestmark = pytest.mark.django_db


def invite(institution, email="otto@example.org", role="editor"):
    return members.invite(
        institution=institution, email=email, role=role, by=UserFactory(), language="de"
    )


def test_an_invited_person_becomes_a_member_by_one_press(client, site):
    institution = InstitutionFactory()
    delivered()
    invite(institution)

    link = link_of(delivered()[-1])
    assert "Annehmen" in client.get(link).content.decode()
    client.post(link)

    user = User.objects.get(email="otto@example.org")
    assert institution.members.get(user=user).role == "editor"
    assert client.post(link).status_code == 410


def test_a_forwarded_invitation_is_none_for_somebody_else(client, site, person):
    invitation = invite(InstitutionFactory())

    answer = client.post(f"/wunschliste/einladung/{invitation.key}/")

    assert answer.status_code == 403
    assert not Membership.objects.filter(user=person).exists()


def test_an_invitation_is_used_once_though_its_button_is_pressed_twice(site):
    invitation = invite(InstitutionFactory())
    members.accept(invitation=invitation, user=None)

    with pytest.raises(NotAllowedError, match="gilt nicht mehr"):
        members.accept(invitation=invitation, user=None)


def test_an_invitation_runs_out(client, site, time_machine):
    time_machine.move_to(NOW, tick=False)
    invitation = invite(InstitutionFactory())
    time_machine.shift(timedelta(days=15))

    assert client.get(f"/wunschliste/einladung/{invitation.key}/").status_code == 410
    assert members.forget_old_invitations() == 1


def test_inviting_again_makes_the_first_link_worthless(site):
    institution = InstitutionFactory()
    first = invite(institution)
    second = invite(institution)

    assert list(Invitation.objects.all()) == [second]
    assert members.invitation_of(first.key) is None


def test_the_last_owner_stays(site):
    institution = InstitutionFactory()
    last = institution.members.get()

    with pytest.raises(NotAllowedError):
        members.remove(membership=last)
    with pytest.raises(NotAllowedError):
        members.change_role(membership=last, role=Role.EDITOR)


def test_members_are_invited_and_changed_by_owners_only(client, site):
    institution = InstitutionFactory()
    member = MembershipFactory(institution=institution, role=Role.EDITOR)
    client.login(email=member.user.email, password=PASSWORD)
    path = f"/konto/wunschliste/einrichtungen/{institution.pk}/mitglieder/"
    owner = institution.members.owners().get()

    assert (
        client.post(path, {"invite": "1", "email": "a@example.org", "role": "owner"}).status_code
        == 403
    )
    assert client.post(path, {"member": owner.pk, "remove": "1"}).status_code == 403
    assert client.post(path, {"member": member.pk, "role": "owner"}).status_code == 403


def test_an_institution_has_thirty_members_at_most(site):
    institution = InstitutionFactory()
    others = [Membership(institution=institution, user=UserFactory()) for _number in range(29)]
    Membership.objects.bulk_create(others)

    with pytest.raises(NotAllowedError, match="höchstens 30 Mitglieder"):
        invite(institution)


def test_a_role_that_is_none_is_refused_and_not_called_saved(client, site):
    member = MembershipFactory()
    client.login(email=owner_of(member.institution).email, password=PASSWORD)
    path = f"/konto/wunschliste/einrichtungen/{member.institution_id}/mitglieder/"

    assert client.post(path, {"member": member.pk, "role": "chefin"}).status_code == 400
    assert Membership.objects.get(pk=member.pk).role == member.role


def test_everybody_may_leave(client, site):
    member = MembershipFactory(role=Role.VIEWER)
    client.login(email=member.user.email, password=PASSWORD)

    client.post(
        f"/konto/wunschliste/einrichtungen/{member.institution_id}/mitglieder/",
        {"member": member.pk, "remove": "1"},
    )

    assert not Membership.objects.filter(pk=member.pk).exists()


def test_a_member_of_another_institution_cannot_be_named(client, site):
    institution, other = InstitutionFactory(), MembershipFactory()
    client.login(email=owner_of(institution).email, password=PASSWORD)
    path = f"/konto/wunschliste/einrichtungen/{institution.pk}/mitglieder/"

    for number in (other.pk, "x", "9" * 30, "-1"):
        assert client.post(path, {"member": number, "remove": "1"}).status_code == 404


def test_the_last_owner_who_goes_hands_over_to_the_highest_role_there_is(site):
    institution = InstitutionFactory(name="Tafel")
    owner = owner_of(institution)
    MembershipFactory(institution=institution, role=Role.VIEWER)
    closed = UserFactory(is_active=False)
    MembershipFactory(institution=institution, role=Role.EDITOR, user=closed)
    heir = MembershipFactory(institution=institution, role=Role.EDITOR)
    MembershipFactory(institution=institution, role=Role.EDITOR)
    delivered()

    erase_account(user=owner)

    assert owner_of(institution) == heir.user
    assert institution.members.owners().count() == 1
    (mail,) = [mail for mail in delivered() if mail.to == [heir.user.email]]
    assert mail.subject == "Sie sind jetzt für Tafel verantwortlich"
    assert f"/konto/wunschliste/einrichtungen/{institution.pk}/" in mail.body


def test_the_heir_reads_it_in_their_own_language(site):
    institution = InstitutionFactory(name="Tafel")
    MembershipFactory(institution=institution, user=UserFactory(language="en"))
    delivered()

    members.leave_everything(user=owner_of(institution))

    assert delivered()[-1].subject == "You are an owner of Tafel now"


def test_nobody_takes_over_from_somebody_who_was_no_owner(site):
    institution = InstitutionFactory()
    editor = MembershipFactory(institution=institution, role=Role.EDITOR)
    viewer = MembershipFactory(institution=institution, role=Role.VIEWER)
    delivered()

    members.leave_everything(user=editor.user)

    viewer.refresh_from_db()
    assert viewer.role == Role.VIEWER
    assert not delivered()
