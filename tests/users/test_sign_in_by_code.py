"""Signing in by a code that is mailed."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.users.helpers import (
    account,
    ask_for_code,
    code_of,
    is_signed_in,
    last_mail,
    type_code,
)

pytestmark = pytest.mark.django_db


def test_a_code_by_mail_opens_the_account(client, person):
    answer = ask_for_code(client, person.email)
    assert answer["Location"] == "/konto/anmelden/code/eingeben/"
    assert type_code(client, code_of(last_mail()).lower())["Location"] == "/konto/"
    assert is_signed_in(client)


def test_a_code_keeps_the_way_to_the_page_that_was_wanted(client, person):
    answer = client.post(
        "/konto/anmelden/code/?next=/konto/daten/", {"email": person.email}, follow=True
    )
    assert 'value="/konto/daten/"' in answer.content.decode()
    answer = client.post(
        "/konto/anmelden/code/eingeben/",
        {"code": code_of(last_mail()), "next": "/konto/daten/"},
    )
    assert answer["Location"] == "/konto/daten/"


def test_a_code_works_once(client, person):
    ask_for_code(client, person.email)
    code = code_of(last_mail())
    type_code(client, code)
    client.post("/konto/abmelden/")
    ask_for_code(client, person.email)
    assert type_code(client, code).status_code == 200
    assert not is_signed_in(client)


def test_a_code_is_stale_after_a_quarter_of_an_hour(client, person):
    ask_for_code(client, person.email)
    code = code_of(last_mail())
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert type_code(client, code)["Location"] == "/konto/anmelden/code/"
        assert (
            "Der Code gilt hier nicht mehr" in client.get("/konto/anmelden/code/").content.decode()
        )
        assert not is_signed_in(client)


def test_a_code_works_in_no_other_browser(client, person):
    ask_for_code(client, person.email)
    thief = Client()
    assert type_code(thief, code_of(last_mail()))["Location"] == "/konto/anmelden/code/"
    assert not is_signed_in(thief)


def test_a_code_of_somebody_else_does_not_fit(client, person):
    other, theirs = account("other@example.org"), Client()
    ask_for_code(theirs, other.email)
    code = code_of(last_mail())
    ask_for_code(client, person.email)
    type_code(client, code)
    assert not is_signed_in(client)


def test_the_third_wrong_code_ends_it(client, person):
    ask_for_code(client, person.email)
    for _try in range(2):
        answer = type_code(client, "BBBB-BBBB")
        assert "Dieser Code stimmt nicht" in answer.content.decode()
    assert type_code(client, "BBBB-BBBB")["Location"] == "/konto/anmelden/code/"
    assert type_code(client, code_of(last_mail()))["Location"] == "/konto/anmelden/code/"
    assert not is_signed_in(client)


def test_a_new_code_can_be_sent_and_makes_the_old_one_worthless(client, person):
    ask_for_code(client, person.email)
    old = code_of(last_mail())
    client.post("/konto/anmelden/code/eingeben/", {"action": "resend"})
    new = code_of(last_mail())
    type_code(client, old)
    assert not is_signed_in(client)
    type_code(client, new)
    assert is_signed_in(client)


def test_too_many_codes_to_one_address_are_refused_in_words(person):
    answers = [ask_for_code(Client(), person.email) for _number in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 200]
    assert "oder warten Sie eine Minute" in answers[3].content.decode()


def test_after_too_many_wrong_codes_a_new_one_is_offered(client, person):
    ask_for_code(client, person.email)
    for _number in range(3):
        answer = client.post("/konto/anmelden/code/eingeben/", {"code": "AAAA-BBBB"}, follow=True)
    page = answer.content.decode()
    assert "Das waren zu viele falsche Codes. Lassen Sie sich einen neuen schicken." in page
    assert answer.redirect_chain[-1][0] == "/konto/anmelden/code/"
