"""What can be done with a mailed link of any kind."""

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.core.letters import Letter, send
from cms.users.domain import account_of_proven_address
from cms.users.links.models import MailedLink
from cms.users.models import User
from cms.users.queries import verified_addresses

Link = TypeVar("Link", bound=MailedLink)


def link_fields(*, email: str, language: str, lasts: timedelta) -> dict[str, Any]:
    """Fields of a new link: a key that nobody guesses, and until when it is good."""
    return {
        "key": secrets.token_urlsafe(32),
        "email": email.lower(),
        "language": language,
        "expires_at": timezone.now() + lasts,
    }


def post(link: Link, letter: Callable[[Link], Letter]) -> None:
    """Mail the link, written in its reader's language."""
    with translation.override(link.language):
        send(letter(link), to=link.email, language=link.language)


def waiting(links: QuerySet[Link], key: str) -> Link | None:
    """The one of a key; None when it is forged, used or too old."""
    return links.filter(key=key, expires_at__gt=timezone.now()).first()


def is_sent_to(link: MailedLink, user: User) -> bool:
    """Whether the link went to one of the person's own addresses."""
    own = {address.lower() for address in (user.email, *verified_addresses(user))}
    return link.email in own


def account_of(link: MailedLink, *, refuse: type[Exception]) -> User:
    """The account of whoever presses the link, made without a password where there is none.

    It never signs anybody in. Raises ``refuse`` where the account is closed.
    """
    try:
        return account_of_proven_address(email=link.email, language=link.language)
    except PermissionDenied as error:
        raise refuse(_("This account is closed.")) from error


def forget_old(links: QuerySet[Any]) -> int:
    """Delete those that nobody has pressed in time; how many."""
    return links.filter(expires_at__lt=timezone.now()).delete()[0]


def confirmation_letter(
    asked: MailedLink, *, subject: str, what: str, lost: str, path: str
) -> Letter:
    """The mail that asks whether an address is right. ``what`` was asked for; ``lost`` says what
    becomes of it after ``%(until)s``."""
    until = date_format(timezone.localtime(asked.expires_at), "DATETIME_FORMAT")
    return Letter(
        subject=subject,
        paragraphs=[
            what,
            _("Open this page and press the button, so that we know the address is yours."),
            lost % {"until": until},
        ],
        links=[(_("Confirm"), path)],
        after=[_("That was not you? Then you need not do anything.")],
    )
