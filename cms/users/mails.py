"""Every mail about an account: its words in one place, one pair of templates for all.

django-allauth asks for mails by the names of its templates; ours have names of their own.
"""

from typing import Any, NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.core.mail import queue_mail
from cms.core.sites import contact_address
from cms.users.models import User

Words = str | Promise

NOT_YOU = _("Was this not you? Then change your password and sign out everywhere, on this page:")

NOT_YOU_OLD_ADDRESS = _(
    "Was this not you? Then somebody else may have your account, and you cannot sign in any more. "
    "Write to us at once from this address: %(contact)s. Say when it happened; we close the "
    "account and give it back to you."
)


class Letter(NamedTuple):
    """A mail: subject, paragraphs (filled in by ``%``), the words of its link."""

    subject: Words
    paragraphs: tuple[Words, ...]
    link: Words = ""


def _news(subject: Words, text: Words) -> Letter:
    """A mail that only tells of a change."""
    return Letter(subject, (text, NOT_YOU), _("To my account"))


LETTERS: dict[str, Letter] = {
    "login_code": Letter(
        _("Your code to sign in"),
        (
            _("Type this code into the page on which you asked for it:"),
            _("It is valid for 15 minutes and only in that browser."),
            _(
                "You did not ask for it? Then you need not do anything: "
                "without the code nobody gets in."
            ),
        ),
    ),
    "code_again": Letter(
        _("Your code to confirm that it is you"),
        (
            _("Type this code into the page on which we asked whether it is you:"),
            _("It is valid for 15 minutes and only in that browser."),
            _(
                "You did not want to change anything? Then somebody else is signed in to your "
                "account: sign out everywhere, on the page “Devices” of your account."
            ),
        ),
    ),
    "email_confirmation": Letter(
        _("Confirm your e-mail address"),
        (
            _("Type this code into the page to confirm this e-mail address:"),
            _("It is valid for 15 minutes. You did not ask for it? Then you need not do anything."),
        ),
    ),
    "email_confirmation_signup": Letter(
        _("Welcome! Confirm your e-mail address"),
        (
            _("Type this code into the page to finish your registration:"),
            _(
                "It is valid for 15 minutes. You did not register? Then you need not do anything; "
                "the account is deleted after some days."
            ),
        ),
    ),
    "unknown_account": Letter(
        _("There is no account with this address"),
        (
            _("Somebody, probably you, wanted to sign in with this e-mail address."),
            _(
                "There is no account for it. Perhaps you used another address, "
                "or you want to register:"
            ),
        ),
        _("Register"),
    ),
    "account_already_exists": Letter(
        _("You already have an account"),
        (
            _("Somebody, probably you, wanted to register with this e-mail address."),
            _(
                "There is an account for it already. "
                "You can sign in with a code that we send you by e-mail:"
            ),
        ),
        _("Sign in"),
    ),
    "password_reset_key": Letter(
        _("Choose a new password"),
        (
            _("Somebody, probably you, wants to choose a new password for this account."),
            _(
                "You did not ask for it? Then you need not do anything; "
                "your password stays as it is."
            ),
        ),
        _("Choose a new password"),
    ),
    "password_changed": _news(
        _("Your password was changed"), _("The password of your account has just been changed.")
    ),
    "password_set": _news(
        _("Your account has a password now"), _("A password has just been set for your account.")
    ),
    "password_reset": _news(
        _("Your password was changed"), _("The password of your account has just been changed.")
    ),
    # These two go to an address that the account can no longer be reached by.
    "email_changed": Letter(
        _("Your e-mail address was changed"),
        (
            _(
                "On %(time)s your account got the address %(to_email)s in place of "
                "%(from_email)s. You sign in with the new address from now on."
            ),
            NOT_YOU_OLD_ADDRESS,
        ),
    ),
    "email_deleted": Letter(
        _("An e-mail address was removed"),
        (
            _("On %(time)s the address %(deleted_email)s was removed from your account."),
            NOT_YOU_OLD_ADDRESS,
        ),
    ),
    "totp_activated": _news(
        _("Second factor set up"), _("An authenticator app now protects your account.")
    ),
    "totp_deactivated": _news(
        _("Second factor removed"), _("The authenticator app no longer protects your account.")
    ),
    "webauthn_added": _news(
        _("Passkey added"), _("You can now sign in to your account with a new passkey.")
    ),
    "webauthn_removed": _news(
        _("Passkey removed"), _("A passkey of your account has just been removed.")
    ),
    "recovery_codes_generated": _news(
        _("New recovery codes"),
        _("Your account has new recovery codes; the old ones are worthless."),
    ),
    "account_connected": _news(
        _("Sign-in connected"), _("A further way to sign in is connected to your account.")
    ),
    "account_disconnected": _news(
        _("Sign-in disconnected"), _("A way to sign in is no longer connected to your account.")
    ),
    "second_factor_reset": _news(
        _("Your second factor was taken away"),
        _(
            "An administrator has taken away the second factor of your account and signed you out "
            "everywhere. Set up a new one when you next sign in."
        ),
    ),
    "erasure_confirm": Letter(
        _("Do you want to erase your account?"),
        (
            _("You have asked us to erase your account and your personal data."),
            _("Open this page within a day to confirm it. Until then nothing happens."),
        ),
        _("Confirm the erasure"),
    ),
    "erasure_planned": Letter(
        _("Your account will be erased"),
        (
            _("On %(date)s we erase your account and your personal data. This cannot be undone."),
            _("Have you changed your mind? Until then one click is enough:"),
        ),
        _("Keep my account"),
    ),
    "erasure_cancelled": Letter(
        _("Your account stays"), (_("We do not erase your account; everything stays as it was."),)
    ),
    "erasure_done": Letter(
        _("Your account is erased"),
        (
            _(
                "Your account and your personal data are erased, "
                "and we have forgotten this address."
            ),
            _("What others built on stays without your name. This is our last mail to you."),
        ),
    ),
    "erasure_refused": Letter(
        _("Your account could not be erased"),
        (
            _(
                "You are the only person who can manage accounts. Make somebody else an "
                "administrator first, then ask for the erasure again."
            ),
        ),
    ),
}
# Which of django-allauth's values is the link of a letter.
_LINKS = ("url", "password_reset_url", "signup_url")


def send(name: str, *, to: str, language: str, context: dict[str, Any]) -> None:
    """Queue a letter in a language. KeyError for a name that is none."""
    letter = LETTERS[name]
    with translation.override(language):
        context = _happened() | context
        url = next((context[key] for key in _LINKS if context.get(key)), overview_url())
        queue_mail(
            template="account",
            to=to,
            subject=str(letter.subject),
            context={
                "paragraphs": [str(text) % context for text in letter.paragraphs],
                "code": str(context.get("code", "")),
                "url": str(url) if letter.link else "",
                "link": str(letter.link),
            },
            language=language,
        )


def _happened() -> dict[str, str]:
    """When it happened, in the reader's way of writing, and who can be asked about it."""
    moment = date_format(timezone.localtime(), "SHORT_DATETIME_FORMAT")
    return {"time": moment, "contact": contact_address()}


def notify(user: User, name: str, **context: Any) -> None:
    """Queue a letter to somebody, in their own language."""
    send(name, to=user.email, language=user.language, context=context)


def overview_url() -> str:
    """Address of the account's page in the active language."""
    return settings.BASE_URL + reverse("account_overview")
