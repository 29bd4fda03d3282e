"""Accounts in Wagtail's admin: nobody is deleted, an old address opens nothing."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Permission

from cms.users import domain
from cms.users.models import User
from cms.users.people_forms import PersonForm
from tests.factories.people import UserFactory
from tests.users.helpers import account, last_mail

pytestmark = pytest.mark.django_db


def fields(user, **changes):
    base = {"email": user.email, "first_name": "Erika", "last_name": "Muster", "is_active": "on"}
    return base | changes


def test_a_new_account_needs_no_password(admin):
    answer = admin.get("/admin/users/new/").content.decode()
    assert "password1" not in answer
    admin.post(
        "/admin/users/new/",
        {"email": "neu@example.org", "first_name": "Neue", "last_name": "Kollegin"},
    )
    assert not User.objects.get(email="neu@example.org").has_usable_password()


def test_with_a_new_address_the_old_one_opens_nothing(admin, person):
    admin.post(f"/admin/users/edit/{person.pk}/", fields(person, email="neu@example.org"))
    person.refresh_from_db()
    assert person.email == "neu@example.org"
    assert not EmailAddress.objects.filter(email="erika@example.org").exists()


def test_deleting_an_account_anonymises_it(admin, person):
    page = admin.get(f"/admin/users/delete/{person.pk}/")
    assert page.status_code == 200
    admin.post(f"/admin/users/delete/{person.pk}/")
    person.refresh_from_db()
    assert person.erased_at
    assert not person.is_active
    assert str(person) == f"Gelöschtes Konto {person.pk}"


def test_deleting_several_accounts_anonymises_them(admin, person):
    other = account("other@example.org")
    admin.post(f"/admin/bulk/users/user/delete/?id={person.pk}&id={other.pk}")
    assert User.objects.filter(erased_at__isnull=False).count() == 2


def test_other_actions_on_several_accounts_work_as_before(admin, person):
    admin.post(
        f"/admin/bulk/users/user/set_active_state/?id={person.pk}", {"mark_as_active": "false"}
    )
    person.refresh_from_db()
    assert not person.erased_at


def test_the_last_who_can_manage_accounts_is_not_deleted_by_somebody_who_may_delete(client, site):
    last = UserFactory(admin=True)
    colleague = UserFactory(role="Moderators")
    colleague.user_permissions.add(Permission.objects.get(codename="delete_user"))
    User.objects.filter(pk=last.pk).update(is_superuser=False)
    last.user_permissions.add(Permission.objects.get(codename="change_user"))
    client.force_login(colleague)
    client.post(f"/admin/users/delete/{last.pk}/")
    last.refresh_from_db()
    assert last.erased_at is None


def test_the_admins_own_account_page_leads_to_address_and_password(admin):
    answer = admin.get("/admin/account/").content.decode()
    assert "new_password1" not in answer
    assert 'href="/konto/"' in answer


@pytest.fixture
def manager(client, site):
    """An administrator without full access, signed in; the only one with the role."""
    person = UserFactory(role="Administrators")
    client.force_login(person)
    return person


def test_somebody_without_rights_is_told_so_instead_of_being_led_in_circles(client, site, person):
    client.force_login(person)
    for address in ("/admin/", "/admin/pages/", "/konto/anmelden/?next=/admin/"):
        answer = client.get(address, follow=True)
        assert answer.status_code == 403
        assert person.email in answer.content.decode()
        assert 'href="/konto/"' in answer.content.decode()


def test_the_last_administrator_cannot_give_up_the_role(client, manager):
    answer = client.post(f"/admin/users/edit/{manager.pk}/", fields(manager))
    assert answer.context["form"].errors["groups"] == [str(domain.LAST_ADMINISTRATOR)]
    assert manager.groups.count() == 1


def test_one_of_two_administrators_can_give_up_the_role(client, manager):
    UserFactory(role="Administrators")
    client.post(f"/admin/users/edit/{manager.pk}/", fields(manager))
    assert not manager.groups.exists()


@pytest.mark.parametrize("change", [{}, {"is_superuser": "on"}])
def test_the_last_administrator_can_neither_be_closed_nor_lowered_by_others(client, site, change):
    last = UserFactory(admin=True)
    helper = UserFactory()
    helper.user_permissions.add(Permission.objects.get(codename="access_admin"))
    form = PersonForm(fields(last) | change | {"is_active": ""}, instance=last, acting=last)
    assert "is_active" in form.errors
    assert User.objects.get(pk=last.pk).is_active


def test_who_has_less_access_cannot_change_the_account_of_who_has_full(client, manager):
    boss = UserFactory(admin=True)
    answer = client.post(
        f"/admin/users/edit/{boss.pk}/", fields(boss, email="neu@example.org"), follow=True
    )
    assert "Vollzugriff" in answer.content.decode()
    assert User.objects.get(pk=boss.pk).email == boss.email


def test_who_has_less_access_cannot_close_the_account_of_who_has_full(client, manager):
    boss = UserFactory(admin=True)
    client.post(
        f"/admin/bulk/users/user/set_active_state/?id={boss.pk}", {"mark_as_active": "False"}
    )
    assert User.objects.get(pk=boss.pk).is_active


def test_who_has_less_access_cannot_give_full_access(client, manager, person):
    assert "is_superuser" not in client.get("/admin/users/new/").content.decode()
    client.post(f"/admin/users/edit/{person.pk}/", fields(person, is_superuser="on"))
    assert not User.objects.get(pk=person.pk).is_superuser


def test_the_old_address_is_told_when_an_administrator_changes_it(client, manager, person):
    client.post(f"/admin/users/edit/{person.pk}/", fields(person, email="neu@example.org"))
    letter = last_mail()
    assert letter.to == ["erika@example.org"]
    assert "neu@example.org" in letter.body
    assert "stadt@example.org" in letter.body
    assert "/konto/" not in letter.body


def test_the_list_of_people_says_in_words_whether_an_account_is_open(client, manager):
    page = client.get("/admin/users/").content.decode()
    assert "True" not in re.sub(r"<script.*?</script>|<[^>]*>", "", page, flags=re.DOTALL)
    assert "Benutzername" not in page
