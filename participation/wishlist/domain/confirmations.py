"""Things people without an account ask for, done when the link in a mail is pressed."""

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.core.letters import Letter, send
from cms.users.models import User
from participation.wishlist.domain.rules import person_of, settings
from participation.wishlist.models import Confirmation, Institution, Wish

Doing = Callable[..., Any]
INSTITUTION, FOLLOW = "institution", "follow"


def ask(
    *,
    email: str,
    action: str,
    language: str,
    institution: Institution | None = None,
    wish: Wish | None = None,
    data: dict[str, Any] | None = None,
) -> Confirmation:
    """Store what is asked for and mail the link that does it."""
    with transaction.atomic():
        asked = Confirmation.objects.create(
            key=secrets.token_urlsafe(32),
            email=email.lower(),
            action=action,
            institution=institution,
            wish=wish,
            data=data or {},
            language=language,
            expires_at=timezone.now() + timedelta(hours=settings().unconfirmed_hours),
        )
        with translation.override(language):
            send(_letter(asked), to=asked.email, language=language)
    return asked


def _letter(asked: Confirmation) -> Letter:
    until = date_format(timezone.localtime(asked.expires_at), "DATETIME_FORMAT")
    if asked.action == INSTITUTION:
        subject = _("Please confirm your application")
        what = _("You have registered an institution for the digital wish list: “%(name)s”.")
        lost = _("If you do not press it until %(until)s, we delete what you have sent.")
    else:
        subject = _("Please confirm that you want to follow a wish")
        what = _("You want to hear how this wish goes on: “%(name)s”.")
        lost = _("If you do not press it until %(until)s, nothing happens.")
    return Letter(
        subject=subject,
        paragraphs=[
            what % {"name": asked.institution or asked.wish},
            _("Open this page and press the button, so that we know the address is yours."),
            lost % {"until": until},
        ],
        links=[(_("Confirm"), reverse("wishlist:confirm", args=[asked.key]))],
        after=[_("That was not you? Then you need not do anything.")],
    )


def pending(key: str) -> Confirmation | None:
    """What a link is for; None when it is forged, used or too old."""
    return (
        Confirmation.objects.filter(key=key, expires_at__gt=timezone.now())
        .select_related("institution", "wish__campaign")
        .first()
    )


def confirm(*, key: str, doing: dict[str, Doing]) -> Confirmation | None:
    """Do what the link is for, once; None when it is worthless by now.

    ``doing`` are the verbs by action: each gets what was asked for and the person. What they raise
    stands, and the link stays usable then.
    """
    with transaction.atomic():
        asked = Confirmation.objects.select_for_update().filter(key=key).first()
        if asked is None or asked.expires_at <= timezone.now():
            return None
        person: User = person_of(email=asked.email, language=asked.language)
        doing[asked.action](asked=asked, person=person)
        asked.delete()
    return asked
