"""Things people without an account ask for, done when the link in a mail is pressed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings as site_settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.core.mail import queue_mail
from cms.users.links import domain as links
from participation.ideas.domain.process import NotAllowedError, locked_line, settings
from participation.ideas.models import Confirmation, Idea

Doing = Callable[..., Any]

SUBJECTS = {
    "idea": gettext_lazy("Please confirm your idea"),
    "support": gettext_lazy("Please confirm your support"),
    "comment": gettext_lazy("Please confirm your comment"),
    "follow": gettext_lazy("Please confirm that you want to follow an idea"),
}
WHAT = {
    "idea": gettext_lazy("You have sent us an idea: “%(title)s”."),
    "support": gettext_lazy("You want to support this idea: “%(title)s”."),
    "comment": gettext_lazy("You have written a comment on this idea: “%(title)s”."),
    "follow": gettext_lazy("You want to follow this idea: “%(title)s”."),
}


def ask(
    *, email: str, action: str, idea: Idea, language: str, data: dict[str, Any] | None = None
) -> Confirmation:
    """Store what is asked for and mail the link that does it."""
    lasts = timedelta(hours=settings().unconfirmed_hours)
    with transaction.atomic():
        asked = Confirmation.objects.create(
            action=action,
            idea=idea,
            data=data or {},
            **links.link_fields(email=email, language=language, lasts=lasts),
        )
        with translation.override(language):
            _mail(asked)
    return asked


def _mail(asked: Confirmation) -> None:
    until = date_format(timezone.localtime(asked.expires_at), "DATETIME_FORMAT")
    lost = (
        _("If you do not press it until %(until)s, we delete your idea.")
        if asked.action == "idea"
        else _("If you do not press it until %(until)s, nothing happens.")
    )
    queue_mail(
        template="account",
        to=asked.email,
        subject=str(SUBJECTS[asked.action]),
        context={
            "paragraphs": [
                str(WHAT[asked.action]) % {"title": asked.idea.title},
                _("Open this page and press the button, so that we know the address is yours."),
                lost % {"until": until},
                _("That was not you? Then you need not do anything."),
            ],
            "code": "",
            "url": site_settings.BASE_URL + reverse("ideas:confirm", args=[asked.key]),
            "link": _("Confirm"),
        },
        language=asked.language,
    )


def pending(key: str) -> Confirmation | None:
    """What a link is for; None when it is forged, used or too old."""
    return links.waiting(Confirmation.objects.select_related("idea"), key)


def confirm(*, key: str, doing: dict[str, Doing]) -> Confirmation | None:
    """Do what the link is for, once; None when it is worthless by now.

    ``doing`` are the verbs by action: each gets idea, person and data. What they raise stands, and
    the link stays usable then.
    """
    found = pending(key)
    if found is None:
        return None
    with transaction.atomic():
        locked_line(found.idea)  # before the link, as who asks anew does: none waits for ever
        asked = links.waiting(Confirmation.objects.select_for_update(), key)
        if asked is None:
            return None
        person = links.account_of(asked, refuse=NotAllowedError)
        doing[asked.action](idea=asked.idea, person=person, data=asked.data)
        asked.delete()
    return asked
