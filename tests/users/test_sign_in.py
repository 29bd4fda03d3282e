"""Signing in by password: who gets in, who does not, and what they are told."""

import time

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client

from cms.users.models import User
from tests.users.helpers import (
    account,
    ask_for_code,
    code_of,
    delivered,
    is_signed_in,
    last_mail,
    sign_in,
    type_code,
)

pytestmark = pytest.mark.django_db

ELSEWHERE = {"REMOTE_ADDR": "203.0.113.9"}


def test_a_password_opens_the_account(client, person):
    answer = sign_in(client, person)
    assert (answer.status_code, answer["Location"]) == (302, "/konto/")
    assert is_signed_in(client)


def test_a_wrong_password_is_told_in_words_and_opens_nothing(client, person):
    answer = sign_in(client, person, password="falsch-und-lang-genug")
    assert "Adresse und Passwort passen nicht zusammen" in answer.content.decode()
    assert not is_signed_in(client)


@pytest.mark.parametrize("wanted", ["/konto/daten/", "/admin/pages/?q=1"])
def test_signing_in_leads_to_the_page_that_was_wanted(client, person, wanted):
    answer = client.post(
        "/konto/anmelden/",
        {"login": person.email, "password": "a-long-password-for-tests", "next": wanted},
    )
    assert answer["Location"] == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example.org/",
        "//evil.example.org/",
        "/\\evil.example.org",
        "javascript:alert(1)",
        "http:///evil.example.org",
    ],
)
def test_no_address_leads_to_another_host_after_signing_in(client, person, wanted):
    answer = client.post(
        "/konto/anmelden/",
        {"login": person.email, "password": "a-long-password-for-tests", "next": wanted},
    )
    assert answer["Location"] == "/konto/"


def test_the_admins_sign_in_leads_to_the_accounts(client, db):
    answer = client.get("/admin/login/?next=/admin/pages/")
    assert answer["Location"] == "/konto/anmelden/?next=%2Fadmin%2Fpages%2F"
    assert client.get("/admin/pages/")["Location"] == "/konto/anmelden/?next=/admin/pages/"


def test_the_admins_sign_in_passes_no_other_host_on(client, db):
    answer = client.get("/admin/login/?next=https://evil.example.org/")
    assert answer["Location"] == "/konto/anmelden/?next=%2Fadmin%2F"


def test_signing_out_of_the_admin_ends_the_session(client, person, site):
    sign_in(client, person)
    assert client.post("/admin/logout/")["Location"] == "/"
    assert not is_signed_in(client)


def test_wagtail_lets_nobody_reset_or_choose_passwords(client, db):
    assert client.get("/admin/password_reset/").status_code == 404


def test_the_key_of_a_session_changes_with_signing_in(client, person):
    client.get("/konto/anmelden/")
    client.session["planted"] = True
    session = client.session
    session.save()
    client.cookies["sessionid"] = before = session.session_key
    sign_in(client, person)
    assert client.cookies["sessionid"].value != before
    attacker = Client()
    attacker.cookies["sessionid"] = before
    assert not is_signed_in(attacker)


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/konto/anmelden/code/", "email"),
        ("/konto/passwort/vergessen/", "email"),
        ("/konto/registrieren/", "email"),
    ],
)
def test_known_and_unknown_addresses_get_the_same_answer(person, path, field):
    answers = []
    for address in (person.email, "niemand@example.org"):
        browser = Client()
        answer = browser.post(path, {field: address}, follow=True)
        words = answer.content.decode().replace(address, "…")
        words = words.partition("<main")[2].partition("</main")[0]
        words = words.replace(str(answer.context["csrf_token"]), "")
        answers.append((answer.redirect_chain, words))
    assert answers[0] == answers[1]
    assert len(delivered()) == 2


def test_a_wrong_password_gets_the_same_answer_for_known_and_unknown_addresses(person):
    words = []
    for address in (person.email, "niemand@example.org"):
        answer = Client().post(
            "/konto/anmelden/", {"login": address, "password": "falsch-und-lang-genug"}
        )
        words.append(
            (answer.status_code, [str(error) for error in answer.context["form"].errors["__all__"]])
        )
    assert words[0] == words[1]


def test_an_unknown_address_costs_as_much_hashing_as_a_known_one(person, monkeypatch):
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher,
        "encode",
        lambda self, password, salt: hashed.append(1) or encode(self, password, salt),
    )
    counts = []
    for address in (person.email, "niemand@example.org"):
        hashed.clear()
        Client().post("/konto/anmelden/", {"login": address, "password": "falsch-und-lang"})
        counts.append(len(hashed))
    assert counts == [1, 1]


def test_a_thousand_tries_are_stopped_and_nobody_else_notices(person):
    other, attacker = account("other@example.org"), Client()
    answers = [
        attacker.post("/konto/anmelden/", {"login": person.email, "password": f"guess-{number}"})
        for number in range(1000)
    ]
    assert sum(answer.status_code == 429 for answer in answers) > 900
    assert "Zu viele Versuche" in answers[-1].content.decode()
    assert "Das waren zu viele Versuche" in answers[8].content.decode()

    bystander = Client(**ELSEWHERE)
    sign_in(bystander, other)
    assert is_signed_in(bystander)
    victim = Client(**ELSEWHERE)
    ask_for_code(victim, person.email)
    type_code(victim, code_of(last_mail()))
    assert is_signed_in(victim)


def test_tries_are_counted_where_every_process_sees_them(client, person):
    sign_in(client, person, password="falsch-und-lang-genug")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM shared_cache WHERE cache_key LIKE '%%login_failed%%'")
        assert cursor.fetchone()[0] > 0


def test_two_browsers_can_be_signed_in_and_one_can_end_the_other(client, person):
    other = Client(HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux) Firefox/140.0")
    sign_in(client, person)
    sign_in(other, person)
    assert "Firefox, Linux" in client.get("/konto/geraete/").content.decode()
    client.post("/konto/geraete/")
    assert is_signed_in(client)
    assert not is_signed_in(other)


def test_a_new_password_ends_the_other_sessions(client, person):
    other = Client()
    sign_in(client, person)
    sign_in(other, person)
    words = "vier-neue-lange-worte"
    client.post(
        "/konto/passwort/",
        {"oldpassword": "a-long-password-for-tests", "password1": words, "password2": words},
    )
    assert is_signed_in(client)
    assert not is_signed_in(other)
    assert last_mail().subject == "Ihr Passwort wurde geändert"


def test_a_closed_account_opens_for_nobody(client, person):
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert sign_in(client, person)["Location"] == "/konto/geschlossen/"
    assert not is_signed_in(client)


def test_the_account_link_says_the_same_to_everybody(client, person, site):
    anonymous = client.get("/").content.decode()
    assert '<a class="utility__account" href="/konto/">' in anonymous
    sign_in(client, person)
    assert '<a class="utility__account" href="/konto/">' in client.get("/").content.decode()


@pytest.mark.parametrize("code", ["de", "en", "de-simple"])
def test_the_language_switch_leads_to_the_same_account_page(client, site, code):
    prefix = "" if code == "de" else f"/{code}"
    words = client.get(f"{prefix}/konto/anmelden/?next=/konto/").content.decode()
    assert f'<html lang="{code}"' in words
    for other in {"", "/en", "/de-simple"} - {prefix}:
        assert f'href="{other}/konto/anmelden/?next=/konto/"' in words


def test_the_sign_in_page_has_no_script_of_its_own_and_the_strict_policy(client, site):
    answer = client.get("/konto/anmelden/")
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    words = answer.content.decode()
    scripts = [part.partition("</script>")[0] for part in words.split("<script")[1:]]
    assert all('src="' in script or "application/json" in script for script in scripts)
    assert "style=" not in words


def test_signing_in_takes_no_time_that_tells_whether_an_address_is_known(person):
    """Both send one mail through the same queue; a generous bound keeps the test calm."""
    spent = []
    for address in (person.email, "niemand@example.org"):
        started = time.monotonic()
        ask_for_code(Client(), address)
        spent.append(time.monotonic() - started)
    assert max(spent) < 10 * min(spent) + 0.5
