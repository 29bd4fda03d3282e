"""Accounts in Wagtail's admin: nobody is deleted, an old address opens nothing."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Permission

from cms.users.models import User
from tests.factories.people import UserFactory
from tests.users.helpers import account

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
