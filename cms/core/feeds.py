"""Atom feeds (RFC 4287)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import uuid5

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from wagtail.models import Locale

from cms.core.models import SiteSettings

NAME = "feed.atom"
CONTENT_TYPE = "application/atom+xml; charset=utf-8"
LENGTH = 30
"""Entries of a feed that tells what is new."""


@dataclass(frozen=True)
class Entry:
    """A dated page of a feed; ``uid`` stays, whatever becomes of the page's address."""

    uid: str
    title: str
    url: str
    summary: str
    date: date
    changed: datetime | None = None


def entry(page: Any, locale: Locale, *, of: str = "") -> Entry:
    """A page that has a ``date``, in the language of the feed; ``of`` names what it belongs to."""
    return Entry(
        uid=f"urn:uuid:{uuid5(page.translation_key, locale.language_code)}",
        title=f"{of}: {page.title}" if of else page.title,
        url=page.full_url or "",
        summary=page.feed_summary,
        date=page.date,
        changed=page.last_published_at,
    )


def newest(entries: Iterable[Entry]) -> list[Entry]:
    """The newest of some entries; those of one day as they come."""
    return sorted(entries, key=lambda item: item.date, reverse=True)[:LENGTH]


def response(request: HttpRequest, page: Any, entries: Sequence[Entry]) -> HttpResponse:
    """The entries as the feed of a page, newest first."""
    own_url = request.build_absolute_uri(page.file_url(NAME))
    site = SiteSettings.for_request(request)
    feed = Atom1Feed(
        title=f"{page.title} – {site.site_name}",
        # RFC 4287, 4.1.1: a feed names its author unless every entry does.
        author_name=site.operator or site.site_name,
        author_link=request.build_absolute_uri("/"),
        link=page.full_url,
        description=page.teaser,
        subtitle=page.teaser,
        language=page.locale.language_code,
        feed_url=own_url,
        feed_guid=own_url,
    )
    for item in entries:
        noon = _moment(item.date)
        changed = item.changed or noon
        feed.add_item(
            title=item.title,
            link=item.url,
            description=item.summary,
            unique_id=item.uid,
            # Nothing is changed before it is published, also what is published in the morning.
            pubdate=min(noon, changed),
            updateddate=changed,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=CONTENT_TYPE)


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
