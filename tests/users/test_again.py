"""Who has neither password nor second factor shows by a mailed code who they are."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Permission

from cms.users.forms import TOO_MANY_CODES, TOO_MANY_PASSWORDS
from cms.users.models import User
from tests.factories.people import PASSWORD
from tests.users.helpers import (
    account,
    ask_for_code,
    authenticator_app,
    code_of,
    delivered,
    last_mail,
    sign_in,
    type_code,
)

CHANGE = {"email": "neu@example.org", "action_add": ""}


@pytest.fixture
def passwordless(client, site, time_machine):
    """Somebody without a password, signed in a while ago."""
    time_machine.move_to(datetime(2026, 3, 2, 9, tzinfo=UTC))
    person = account(password="")
    ask_for_code(client, person.email)
    type_code(client, code_of(last_mail()))
    time_machine.shift(timedelta(hours=1))
    return person


def test_a_new_address_needs_a_code_from_the_old_one_first(client, passwordless):
    asked = client.post("/konto/email/", CHANGE)
    assert asked["Location"] == "/konto/bestaetigen/code/?next=%2Fkonto%2Femail%2F"
    assert not EmailAddress.objects.filter(email="neu@example.org").exists()
    assert "Sind Sie es?" in client.get(asked["Location"]).content.decode()
    letter = last_mail()
    assert letter.to == [passwordless.email]
    client.post(asked["Location"], {"code": code_of(letter)})
    assert [mail.to for mail in delivered()] == [["neu@example.org"]]


def test_a_wrong_code_changes_nothing_and_five_make_it_worthless(client, passwordless):
    url = client.post("/konto/email/", CHANGE)["Location"]
    client.get(url)
    code = code_of(last_mail())
    for _time in range(5):
        page = client.post(url, {"code": "AAAA-AAAA"}).content.decode()
        assert "Dieser Code stimmt nicht" in page
    client.post(url, {"code": code})
    assert not EmailAddress.objects.filter(email="neu@example.org").exists()


def test_codes_are_not_mailed_without_end(client, passwordless):
    answers = [
        client.post("/konto/bestaetigen/code/", {"action": "resend"}).status_code
        for _time in range(8)
    ]
    assert answers[-1] == 429
    assert len(delivered()) <= 6


def test_who_has_just_signed_in_by_a_code_is_not_asked_for_another(client, site):
    person = account(password="")
    ask_for_code(client, person.email)
    type_code(client, code_of(last_mail()))
    assert client.post("/konto/email/", CHANGE)["Location"] == "/konto/email/bestaetigen/"


def test_who_has_a_password_is_asked_for_it_before_the_address_changes(client, person, site):
    sign_in(client, person)
    answer = client.post("/konto/email/", CHANGE)
    assert answer["Location"] == "/konto/bestaetigen/?next=%2Fkonto%2Femail%2F"


@pytest.mark.parametrize(
    "address", ["zweiter-faktor/app/", "zweiter-faktor/passkey/", "daten/loeschen/"]
)
def test_what_matters_needs_a_code_too(client, passwordless, address):
    answer = client.post(f"/konto/{address}", {})
    assert answer["Location"].startswith("/konto/bestaetigen/code/")


def test_after_too_many_codes_the_advice_fits_the_second_factor(client, person, site):
    authenticator_app(person)
    sign_in(client, person)
    for _time in range(6):
        page = client.post("/konto/anmelden/zweiter-faktor/", {"code": "000000"})
    words = page.content.decode()
    assert str(TOO_MANY_CODES) in words
    assert "den wir Ihnen schicken" not in words


def test_after_too_many_passwords_the_advice_fits_who_is_signed_in(client, person, site):
    sign_in(client, person)
    for _time in range(6):
        page = client.post("/konto/bestaetigen/", {"password": "falsch"})
    words = page.content.decode()
    assert str(TOO_MANY_PASSWORDS) in words
    assert "den wir Ihnen schicken" not in words


@pytest.mark.parametrize(
    "address",
    [
        "zweiter-faktor/notfall-codes/",
        "zweiter-faktor/notfall-codes/herunterladen/",
        "zweiter-faktor/app/",
        "email/",
        "geraete/",
    ],
)
def test_pages_with_secrets_are_kept_nowhere(client, person, site, address):
    if "notfall" in address:
        authenticator_app(person)
    sign_in(client, person)
    if "app" in address:
        client.post("/konto/bestaetigen/?next=/konto/", {"password": PASSWORD})
    assert "no-store" in client.get(f"/konto/{address}")["Cache-Control"]


def test_the_page_of_a_code_says_once_that_it_was_sent(client, person, site):
    page = ask_for_code(client, person.email, follow=True).content.decode()
    assert page.count(person.email) == 1


def test_a_failed_form_and_other_views_keep_their_own_language_links(client, site, page_cache):
    client.get("/nirgends/")
    client.get("/konto/registrieren/")
    page = client.post("/konto/anmelden/", {"login": "a@example.org", "password": "x"})
    assert 'href="/en/konto/anmelden/" hreflang="en"' in page.content.decode()


def test_after_showing_who_one_is_the_page_offers_the_download(client, person, site):
    sign_in(client, person)
    asked = client.post("/konto/daten/herunterladen/")["Location"]
    page = client.post(asked, {"password": PASSWORD}, follow=True)
    assert page.redirect_chain[-1][0] == "/konto/daten/?bereit=1"
    assert "Jetzt können Sie Ihre Daten herunterladen" in page.content.decode()
    ready = client.post("/konto/daten/herunterladen/")
    assert ready["Content-Type"] == "application/zip"


def test_a_link_to_the_download_leads_to_its_page(client, person, site):
    sign_in(client, person)
    assert client.get("/konto/daten/herunterladen/")["Location"] == "/konto/daten/"


def test_nothing_lies_over_the_pages_of_an_account(client, site, admin):
    assert "wagtail-userbar" not in admin.get("/konto/").content.decode()


def test_the_overview_counts_nothing_where_there_is_nothing(client, person, site):
    sign_in(client, person)
    assert '<p class="card__count">0</p>' not in client.get("/konto/").content.decode()


def test_only_who_may_write_pages_reads_that(client, site):
    person = account("gutachten@example.org")
    person.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(User.objects.get(pk=person.pk))
    page = client.get("/konto/").content.decode()
    assert "Verwaltung" in page
    assert "Seiten schreiben" not in page
