"""The mail with what is new, grouped by thing, in the reader's language."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.core.mail import queue_mail
from cms.notifications import topics
from cms.notifications.links import unsubscribe_url
from cms.notifications.models import Notice
from cms.users.models import User

Group = dict[str, Any]


def send_notices(user: User, notices: list[Notice]) -> bool:
    """Queue one mail with all of them; False if none of their things is public any more."""
    with translation.override(user.language):
        groups = _groups(user, notices)
        if not groups:
            return False
        stop_url = _stop_url(user, groups)
        queue_mail(
            template="notices",
            to=user.email,
            subject=_subject(groups),
            context={
                "groups": groups,
                "stop_url": stop_url,
                "settings_url": settings.BASE_URL + reverse("notifications:list"),
            },
            language=user.language,
            headers=_headers(stop_url),
        )
    return True


def _groups(user: User, notices: list[Notice]) -> list[Group]:
    """The notices by thing, in the order in which things happened first."""
    by_thing = sorted(notices, key=lambda notice: (notice.topic, notice.number))
    found = [
        group
        for (topic, number), members in groupby(by_thing, key=lambda n: (n.topic, n.number))
        if (group := _group(user, topic, number, list(members)))
    ]
    return sorted(found, key=lambda group: group.pop("first"))


def _group(user: User, topic: str, number: int, notices: list[Notice]) -> Group | None:
    """What is new about one thing; what is not public is told only to whom it concerns."""
    thing = topics.find(topic, [number]).get(number)
    told = notices if thing else [notice for notice in notices if notice.in_any_case]
    if not told:
        return None
    concerns = any(notice.in_any_case for notice in told)
    return {
        "first": told[0].created_at,
        "about": thing.title if thing else told[-1].about,
        "url": settings.BASE_URL + (thing.path if thing else told[-1].path),
        "news": [{"title": notice.title, "text": notice.text} for notice in told],
        "stop_url": "" if concerns else unsubscribe_url(user, topic, number),
    }


def _subject(groups: list[Group]) -> str:
    if len(groups) > 1:
        return ngettext(
            "News about %(n)s thing you follow", "News about %(n)s things you follow", len(groups)
        ) % {"n": len(groups)}
    news, about = groups[0]["news"], groups[0]["about"]
    what = news[0]["title"] if len(news) == 1 else _("%(n)s pieces of news") % {"n": len(news)}
    return f"{what}: {about}"


def _stop_url(user: User, groups: Iterable[Group]) -> str:
    """What the mail program's button ends: its one thing, or all; nothing where nothing can be."""
    stops = [group["stop_url"] for group in groups]
    if not any(stops):
        return ""
    return stops[0] if len(stops) == 1 else unsubscribe_url(user)


def _headers(stop_url: str) -> dict[str, str]:
    """RFC 2369 and RFC 8058: the mail program shows a button and presses it by POST itself."""
    headers = {"Auto-Submitted": "auto-generated"}
    if stop_url:
        headers |= {
            "List-Unsubscribe": f"<{stop_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    return headers
