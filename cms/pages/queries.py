"""Reads of the home page: what is going on, and what comes next."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from wagtail.models import Locale

from cms.core import feeds
from cms.pages.models import EventPage, NewsIndexPage, NewsPage
from cms.programme import queries as programme


@dataclass(frozen=True)
class NowItem:
    """News or an update, as the home page lists them together."""

    kind_label: str
    date: date
    title: str
    url: str
    introduction: str
    picture: Any


@dataclass(frozen=True)
class NextDate:
    """An event or a meeting."""

    start: datetime
    title: str
    url: str
    place_name: str
    all_day: bool = False


def news(locale: Locale) -> Any:
    """Live news of a language, newest first, with pictures."""
    return (
        NewsPage.objects.live()
        .filter(locale=locale)
        .select_related("picture")
        .prefetch_related("picture__renditions")
        .defer_streamfields()
        .order_by("-date", "-pk")
    )


def now_pages(locale: Locale, limit: int) -> list[Any]:
    """The newest news and updates, mixed by date. Four queries, pictures included."""
    pages = [*news(locale)[:limit], *programme.updates(locale, limit=limit)]
    return sorted(pages, key=lambda page: page.date, reverse=True)[:limit]


def feed_url(locale: Locale) -> str:
    """Address of the language's feed of everything new; empty where there is none. One query."""
    page = NewsIndexPage.objects.live().filter(locale=locale).first()
    return page.file_url(feeds.NAME) if page else ""


def now_items(locale: Locale, limit: int) -> list[NowItem]:
    """The newest news and updates as the home page shows them."""
    return [
        NowItem(
            kind_label=str(page._meta.verbose_name),
            date=page.date,
            title=page.title,
            url=page.url,
            introduction=page.introduction,
            picture=page.picture,
        )
        for page in now_pages(locale, limit)
    ]


def next_dates(locale: Locale, limit: int) -> list[NextDate]:
    """The next events and group meetings, soonest first."""
    events = EventPage.objects.live().filter(locale=locale).upcoming().defer_streamfields()
    dates = [
        NextDate(event.start, event.title, event.url, event.place_name, event.all_day)
        for event in events[:limit]
    ]
    dates += [
        NextDate(
            meeting.start, f"{meeting.page.title}: {meeting.title}", meeting.page.url, meeting.place
        )
        for meeting in programme.upcoming_meetings(locale, limit)
    ]
    return sorted(dates, key=lambda item: item.start)[:limit]
