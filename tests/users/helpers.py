"""What tests of accounts share: mails as they arrive, codes in them, second factors."""

import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail

from cms.core.mail import send_queued
from cms.core.models import OutgoingMail
from cms.users import domain
from tests.factories.people import PASSWORD

CODE = re.compile(r"\b[A-Z]{4}-[A-Z]{4}\b")
LINK = re.compile(r"https?://\S+")


def account(email="erika@example.org", password=PASSWORD, **fields):
    """An account with a confirmed address."""
    return domain.create_account(email=email, password=password, **fields)


def delivered():
    """Do the mail job's work; the mails that it sent."""
    before = len(mail.outbox)
    for waiting in OutgoingMail.objects.order_by("pk"):
        send_queued(mail=waiting)
    return mail.outbox[before:]


def last_mail():
    """The newest mail."""
    return delivered()[-1]


def code_of(message):
    """The code in a mail."""
    return CODE.search(message.body)[0]


def link_of(message):
    """The path of the link in a mail."""
    return re.sub(r"^https?://[^/]+", "", LINK.search(message.body)[0])


def sign_in(client, user, password=PASSWORD, **extra):
    """Fill in the form as a browser does."""
    return client.post("/konto/anmelden/", {"login": user.email, "password": password}, **extra)


def ask_for_code(client, email, **extra):
    """Ask for a code; the answer."""
    return client.post("/konto/anmelden/code/", {"email": email}, **extra)


def type_code(client, code, **extra):
    """Type a code into its page."""
    return client.post("/konto/anmelden/code/eingeben/", {"code": code}, **extra)


def is_signed_in(client):
    """Whether the account's page opens."""
    return client.get("/konto/").status_code == 200


def authenticator_app(user):
    """An authenticator app for an account; the secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


@pytest.fixture
def person(db):
    """Somebody with an account."""
    return account()
