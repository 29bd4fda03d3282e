"""Registering, confirming an address, changing it, and the mails about it."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from cms.core import tasks
from cms.core.mail import queue_mail, send_queued
from cms.core.models import OutgoingMail
from cms.users.mails import LETTERS
from cms.users.models import User
from tests.users.helpers import (
    account,
    ask_for_code,
    code_of,
    delivered,
    is_signed_in,
    last_mail,
    link_of,
    sign_in,
)

pytestmark = pytest.mark.django_db

NEW = "neu@example.org"


def register(client, email=NEW, prefix="", **fields):
    return client.post(f"{prefix}/konto/registrieren/", {"email": email, **fields})


def confirm(client, code, prefix=""):
    return client.post(f"{prefix}/konto/email/bestaetigen/", {"code": code})


def test_an_address_is_all_it_takes_to_register(client):
    assert register(client)["Location"] == "/konto/email/bestaetigen/"
    assert not is_signed_in(client)
    assert confirm(client, code_of(last_mail()))["Location"] == "/konto/"
    assert is_signed_in(client)
    user = User.objects.get(email=NEW)
    assert not user.has_usable_password()
    assert not user.is_staff


def test_a_password_can_be_chosen_while_registering(client):
    register(client, password1="vier-neue-lange-worte")
    confirm(client, code_of(last_mail()))
    assert User.objects.get(email=NEW).check_password("vier-neue-lange-worte")


@pytest.mark.parametrize("password", ["kurz", "password12345"])
def test_a_weak_password_is_refused_beside_its_field(client, password):
    answer = register(client, password1=password)
    assert "password1" in answer.context["form"].errors
    assert not User.objects.filter(email=NEW).exists()


@pytest.mark.parametrize(
    "address", ["", "kein-at", "a@b", "a@exa\x00m.org", f"{300 * 'x'}@example.org"]
)
def test_what_is_no_address_is_refused_beside_its_field(client, address):
    answer = register(client, email=address)
    assert "email" in answer.context["form"].errors
    assert not User.objects.exists()


def test_registering_twice_makes_no_second_account_and_says_so_by_mail(client):
    account(NEW)
    assert register(client, email="Neu@Example.org")["Location"] == "/konto/email/bestaetigen/"
    message = last_mail()
    assert message.subject == "Sie haben schon ein Konto"
    assert User.objects.count() == 1


def test_the_language_of_registering_is_the_language_of_mails(client):
    register(client, prefix="/en")
    assert User.objects.get(email=NEW).language == "en"


def test_a_mail_has_text_and_html_and_goes_out_once(client):
    register(client)
    waiting = OutgoingMail.objects.get()
    message = last_mail()
    (html, kind) = message.alternatives[0]
    assert kind == "text/html"
    assert code_of(message) in html
    assert not OutgoingMail.objects.exists()
    assert not send_queued(mail=waiting)
    tasks.send_mail(waiting.pk)
    assert len(mail.outbox) == 1


def test_the_queue_knows_neither_address_nor_code(client):
    register(client)
    job = ProcrastinateJob.objects.get(task_name="core.send_mail")
    assert job.args == {"mail_id": OutgoingMail.objects.get().pk}


def test_a_mail_that_fails_is_sent_at_the_next_try(client, monkeypatch):
    register(client)
    waiting = OutgoingMail.objects.get()
    with monkeypatch.context() as broken:
        broken.setattr("cms.core.mail.send_mail", lambda **_words: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            send_queued(mail=waiting)
    tasks.send_mail(waiting.pk)
    assert len(mail.outbox) == 1


def test_a_subject_of_several_lines_stays_one_line(db):
    queued = queue_mail(
        template="account", to=NEW, subject="a\r\nBcc: x@example.org", context={}, language="de"
    )
    assert queued.subject == "a Bcc: x@example.org"


def test_old_mails_that_could_not_be_sent_are_forgotten(client):
    register(client)
    OutgoingMail.objects.update(queued_at="2020-01-01T00:00Z")
    tasks.clear(0)
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("name", sorted(LETTERS))
@pytest.mark.parametrize("language", ["de", "en", "de-simple"])
def test_every_letter_can_be_written_in_every_language(db, name, language):
    from cms.users import mails

    context = {"code": "BCDF-GHJK", "from_email": "a", "to_email": "b", "deleted_email": "c"}
    mails.send(name, to=NEW, language=language, context=context | {"date": "1. Mai"})
    message = last_mail()
    assert message.subject
    assert "%(" not in message.body


def test_a_new_address_counts_once_its_code_is_typed(client):
    person = account()
    sign_in(client, person)
    client.post("/konto/bestaetigen/?next=/konto/email/", {"password": "a-long-password-for-tests"})
    client.post("/konto/email/", {"action_add": "", "email": NEW})
    person.refresh_from_db()
    assert person.email == "erika@example.org"
    confirm(client, code_of(last_mail()))
    person.refresh_from_db()
    assert person.email == NEW
    assert [row.email for row in EmailAddress.objects.all()] == [NEW]
    told = delivered()[-1]
    assert (told.to, told.subject) == (["erika@example.org"], "Ihre E-Mail-Adresse wurde geändert")


def test_changing_the_address_asks_for_the_password_again(client):
    person = account()
    sign_in(client, person)
    answer = client.post("/konto/email/", {"action_add": "", "email": NEW})
    assert answer["Location"].startswith("/konto/bestaetigen/")
    assert not OutgoingMail.objects.exists()


def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(client):
    person = account()
    client.post("/konto/passwort/vergessen/", {"email": person.email})
    link = link_of(last_mail())
    form = client.get(link, follow=True).redirect_chain[-1][0]
    words = "vier-neue-lange-worte"
    client.post(form, {"password1": words, "password2": words})
    person.refresh_from_db()
    assert person.check_password(words)
    again = Client().get(link)
    assert "Dieser Link gilt nicht mehr" in again.content.decode()


def test_a_link_for_another_account_is_refused_in_words(client):
    one, other = account(), account("other@example.org")
    client.post("/konto/passwort/vergessen/", {"email": one.email})
    link = link_of(last_mail())
    from allauth.account.utils import user_pk_to_url_str

    forged = link.replace(f"/{user_pk_to_url_str(one)}-", f"/{user_pk_to_url_str(other)}-")
    assert "Dieser Link gilt nicht mehr" in client.get(forged).content.decode()


def test_name_and_language_can_be_changed(client):
    person = account()
    sign_in(client, person)
    client.post("/konto/angaben/", {"first_name": "Erika", "last_name": "M", "language": "en"})
    person.refresh_from_db()
    assert (str(person), person.language) == ("Erika M", "en")
    answer = client.post("/konto/angaben/", {"language": "xx"})
    assert answer.status_code == 422


def test_an_account_made_by_an_administrator_opens_with_a_code(client):
    user = User.objects.create_user("kollegin@example.org")
    ask_for_code(client, user.email)
    client.post("/konto/anmelden/code/eingeben/", {"code": code_of(last_mail())})
    answer = client.get("/konto/")
    if answer.status_code == 302:
        confirm(client, code_of(last_mail()))
    assert is_signed_in(client)
    assert EmailAddress.objects.get(user=user).verified
