"""People sign in with their e-mail address."""

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction

from cms.users.models import User
from tests.factories.people import PASSWORD, UserFactory


def sign_in(client, email: str, password: str = PASSWORD):
    return client.post("/konto/anmelden/?next=/admin/", {"login": email, "password": password})


@pytest.fixture
def person(site):
    return UserFactory(email="erika@example.org", role="Editors")


@pytest.mark.parametrize("typed", ["erika@example.org", "Erika@Example.ORG", " erika@example.org "])
def test_an_editor_signs_in_with_an_address_in_any_capitals(person, client, typed):
    assert sign_in(client, typed)["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    ("email", "password"),
    [("erika@example.org", "wrong"), ("nobody@example.org", PASSWORD), ("", ""), ("x\x00", "y")],
)
def test_what_does_not_fit_is_refused_with_one_message(person, client, email, password):
    answer = sign_in(client, email, password)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert "_auth_user_id" not in client.session


def test_a_person_without_a_group_does_not_enter_the_admin(site, client):
    sign_in(client, UserFactory().email)
    assert client.get("/admin/").status_code == 403


def test_an_account_without_a_password_cannot_sign_in(db):
    user = User.objects.create_user("erika@example.org")
    assert not user.has_usable_password()
    assert authenticate(username="erika@example.org", password="") is None


def test_an_address_is_needed_and_kept_in_small_letters(db):
    with pytest.raises(ValueError, match="e-mail"):
        User.objects.create_user("")
    assert User.objects.create_user("Erika@Example.ORG").email == "erika@example.org"


def test_an_address_belongs_to_one_account_whatever_its_capitals(db):
    UserFactory(email="erika@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="ERIKA@example.org")


def test_an_administrator_may_do_everything(db):
    user = User.objects.create_superuser("amt@example.org", PASSWORD)
    assert (user.is_staff, user.is_superuser) == (True, True)


@pytest.mark.parametrize(
    ("first", "last", "shown"), [("Erika", "Muster", "Erika Muster"), ("", "", "e@example.org")]
)
def test_people_are_called_by_name_or_address(first, last, shown):
    assert str(User(first_name=first, last_name=last, email="e@example.org")) == shown


def test_administrators_see_people_in_the_admin(admin):
    assert admin.get("/admin/users/").status_code == 200
    assert admin.get("/admin/users/new/").status_code == 200
    assert admin.get(f"/admin/users/edit/{User.objects.get().pk}/").status_code == 200
