"""Things people without an account ask for, done when the link in a mail is pressed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.core.letters import Letter
from cms.users.links import domain as links
from participation.wishlist.domain.rules import NotAllowedError, settings
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
    lasts = timedelta(hours=settings().unconfirmed_hours)
    with transaction.atomic():
        asked = Confirmation.objects.create(
            action=action,
            institution=institution,
            wish=wish,
            data=data or {},
            **links.link_fields(email=email, language=language, lasts=lasts),
        )
        links.post(asked, _letter)
    return asked


def _letter(asked: Confirmation) -> Letter:
    if asked.action == INSTITUTION:
        subject = _("Please confirm your application")
        what = _("You have registered an institution for the digital wish list: “%(name)s”.")
        lost = _("If you do not press it until %(until)s, we delete what you have sent.")
    else:
        subject = _("Please confirm that you want to follow a wish")
        what = _("You want to hear how this wish goes on: “%(name)s”.")
        lost = _("If you do not press it until %(until)s, nothing happens.")
    return links.confirmation_letter(
        asked,
        subject=subject,
        what=what % {"name": asked.institution or asked.wish},
        lost=lost,
        path=reverse("wishlist:confirm", args=[asked.key]),
    )


def pending(key: str) -> Confirmation | None:
    """What a link is for; None when it is forged, used or too old."""
    joined = Confirmation.objects.select_related("institution", "wish__campaign")
    return links.waiting(joined, key)


def confirm(*, key: str, doing: dict[str, Doing]) -> Confirmation | None:
    """Do what the link is for, once; None when it is worthless by now.

    ``doing`` are the verbs by action: each gets what was asked for and the person. What they raise
    stands, and the link stays usable then.
    """
    with transaction.atomic():
        asked = links.waiting(Confirmation.objects.select_for_update(), key)
        if asked is None:
            return None
        person = links.account_of(asked, refuse=NotAllowedError)
        doing[asked.action](asked=asked, person=person)
        asked.delete()
    return asked
