"""The second factor: setting it up, signing in with it, needing it, losing it."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
)
from django.test import Client, override_settings

from cms.users import roles
from cms.users.adapters import SecondFactorAdapter
from tests.factories.people import PASSWORD, UserFactory
from tests.users.helpers import (
    account,
    authenticator_app,
    delivered,
    is_signed_in,
    sign_in,
)

pytestmark = pytest.mark.django_db


def code_now(secret):
    """What the app shows."""
    counter = int(time.time()) // 30
    return format_hotp_value(hotp_value(secret, counter))


def staff():
    """An editor with a confirmed address."""
    user = account("redaktion@example.org")
    user.groups.add(roles.group_of(roles.EDITORS))
    return user


def show_again(client, next_page):
    return client.post(f"/konto/bestaetigen/?next={next_page}", {"password": PASSWORD})


def test_an_app_is_set_up_with_its_first_code_and_brings_recovery_codes(
    client, person, site, django_capture_on_commit_callbacks
):
    sign_in(client, person)
    show_again(client, "/konto/zweiter-faktor/app/")
    page = client.get("/konto/zweiter-faktor/app/")
    secret = page.context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/konto/zweiter-faktor/app/", {"code": code_now(secret)})
    assert answer["Location"] == "/konto/zweiter-faktor/notfall-codes/"
    codes = client.get(answer["Location"]).context["unused_codes"]
    assert len(codes) == 10
    assert {mail.subject for mail in delivered()} == {"Zweiter Faktor eingerichtet"}


def test_after_the_password_the_code_of_the_app_is_asked_for(client, person, site):
    secret = authenticator_app(person)
    assert sign_in(client, person)["Location"] == "/konto/anmelden/zweiter-faktor/"
    assert not is_signed_in(client)
    client.post("/konto/anmelden/zweiter-faktor/", {"code": "000000"})
    assert not is_signed_in(client)
    client.post("/konto/anmelden/zweiter-faktor/", {"code": code_now(secret)})
    assert is_signed_in(client)


def test_a_code_of_the_app_works_once(client, person, site):
    secret = authenticator_app(person)
    code = code_now(secret)
    for browser in (client, other := Client()):
        sign_in(browser, person)
        browser.post("/konto/anmelden/zweiter-faktor/", {"code": code})
    assert is_signed_in(client)
    assert not is_signed_in(other)


def test_a_recovery_code_works_once(client, person, site):
    authenticator_app(person)
    codes = Authenticator.objects.get(user=person, type="recovery_codes").wrap()
    code = codes.get_unused_codes()[0]
    for browser in (client, other := Client()):
        sign_in(browser, person)
        browser.post("/konto/anmelden/zweiter-faktor/", {"code": code})
    assert is_signed_in(client)
    assert not is_signed_in(other)


def test_who_has_no_passkey_is_not_offered_one_at_the_second_step(client, person, site):
    authenticator_app(person)
    sign_in(client, person)
    words = client.get("/konto/anmelden/zweiter-faktor/").content.decode()
    assert "Telefon verloren?" in words
    assert "mfa_webauthn_authenticate" not in words


def test_guessing_codes_is_stopped(client, person, site):
    authenticator_app(person)
    sign_in(client, person)
    words = ""
    for number in range(7):
        answer = client.post("/konto/anmelden/zweiter-faktor/", {"code": f"{number:06}"})
        words = answer.content.decode()
    assert "Das waren zu viele falsche Codes" in words


def test_secrets_are_encrypted_and_survive_a_new_key(person, settings):
    secret = authenticator_app(person)
    stored = Authenticator.objects.get(user=person, type="totp").data["secret"]
    assert secret not in stored
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-" * 5
    assert SecondFactorAdapter().decrypt(stored) == secret


@override_settings(DEMO=False)
def test_who_works_in_the_admin_is_led_to_the_set_up_of_a_second_factor(client, site):
    sign_in(client, staff())
    for path in ("/admin/", "/admin/pages/", "/admin/api/main/pages/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (302, "/konto/zweiter-faktor/")
    assert (
        "Richten Sie einen zweiten Faktor ein"
        in client.get("/konto/zweiter-faktor/").content.decode()
    )
    assert client.post("/admin/logout/")["Location"] == "/"


@override_settings(DEMO=False)
def test_with_a_second_factor_the_admin_opens(client, site):
    user = staff()
    secret = authenticator_app(user)
    sign_in(client, user)
    client.post("/konto/anmelden/zweiter-faktor/", {"code": code_now(secret)})
    assert client.get("/admin/").status_code == 200


@override_settings(DEMO=False)
def test_recovery_codes_alone_are_no_second_factor(client, site):
    user = staff()
    authenticator_app(user)
    Authenticator.objects.filter(user=user, type="totp").delete()
    sign_in(client, user)
    assert client.get("/admin/")["Location"] == "/konto/zweiter-faktor/"


@override_settings(DEMO=False)
def test_who_does_not_work_in_the_admin_needs_no_second_factor(client, person, site):
    sign_in(client, person)
    assert client.get("/konto/").status_code == 200
    assert client.get("/admin/").status_code == 403


def test_the_demos_accounts_do_without(client, site):
    sign_in(client, staff())
    assert client.get("/admin/").status_code == 200


def test_an_administrator_takes_a_lost_second_factor_away(client, person, site):
    authenticator_app(person)
    admin, theirs = UserFactory(admin=True), client
    theirs.force_login(admin)
    listing = theirs.get("/admin/users/").content.decode()
    assert f"/admin/second-factor/{person.pk}/reset/" in listing
    assert person.email in theirs.get(f"/admin/second-factor/{person.pk}/reset/").content.decode()
    assert Authenticator.objects.filter(user=person).exists()
    theirs.post(f"/admin/second-factor/{person.pk}/reset/")
    assert not Authenticator.objects.filter(user=person).exists()
    assert delivered()[-1].subject == "Ihr zweiter Faktor wurde entfernt"
    browser = Client()
    sign_in(browser, person)
    assert is_signed_in(browser)


def test_taking_a_second_factor_away_signs_out_everywhere(client, person, site):
    browser = Client()
    sign_in(browser, person)
    client.force_login(UserFactory(admin=True))
    client.post(f"/admin/second-factor/{person.pk}/reset/")
    assert not is_signed_in(browser)


def test_only_who_manages_accounts_takes_a_second_factor_away(client, person, site):
    client.force_login(staff())
    client.post(f"/admin/second-factor/{person.pk}/reset/")
    assert not delivered()


def test_a_manager_of_accounts_cannot_touch_an_administrator(client, site):
    from django.contrib.auth.models import Permission

    manager = staff()
    manager.user_permissions.add(Permission.objects.get(codename="change_user"))
    client.force_login(manager)
    admin = UserFactory(admin=True)
    answer = client.post(f"/admin/second-factor/{admin.pk}/reset/")
    assert answer.status_code in (302, 403)
    assert not delivered()


def test_an_app_is_removed_after_showing_once_more_who_one_is(client, person, site):
    secret = authenticator_app(person)
    sign_in(client, person)
    client.post("/konto/anmelden/zweiter-faktor/", {"code": code_now(secret)})
    answer = client.get("/konto/zweiter-faktor/app/entfernen/")
    assert answer["Location"].startswith("/konto/bestaetigen/")
    show_again(client, "/konto/zweiter-faktor/app/entfernen/")
    client.post("/konto/zweiter-faktor/app/entfernen/")
    assert not Authenticator.objects.filter(user=person).exists()


@pytest.mark.parametrize("credential", ["", "{}", "[]", "null", '{"id": 1}', "x" * 5000])
def test_a_passkey_that_is_none_is_refused(client, site, credential):
    answer = client.post("/konto/anmelden/passkey/", {"credential": credential})
    assert answer["Location"] == "/konto/anmelden/"
    assert not is_signed_in(client)
