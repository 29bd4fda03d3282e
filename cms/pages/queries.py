"""Reads of the home page: what is going on, and what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from wagtail.models import Locale

from cms.core import calendars
from cms.core.page_cache import frame, tags
from cms.pages.models import EventIndexPage, EventPage, HomePage, NewsIndexPage, NewsPage
from cms.programme import queries as programme
from cms.programme.models import Meeting, ProjectIndexPage, UpdatePage

LISTS = {NewsIndexPage: "news_url", EventIndexPage: "dates_url", ProjectIndexPage: "projects_url"}


@dataclass(frozen=True)
class NowItem:
    """News or an update, as the home page lists them together."""

    kind_label: str
    date: date
    title: str
    url: str
    introduction: str
    picture: Any
    parent: str = ""
    """Title of the project or group that an update belongs to."""
    pictogram: str = ""
    """What is drawn for it where the update has no picture."""


@dataclass(frozen=True)
class NextDate:
    """An event or a meeting."""

    start: datetime
    title: str
    url: str
    place_name: str
    all_day: bool = False
    end: datetime | None = None
    """Not told in a list; templates that look for what is not there take long."""


def news(locale: Locale) -> programme.InLanguage[NewsPage]:
    """Live news of a language, newest first, with pictures."""
    newest_first = NewsPage.objects.defer_streamfields().order_by("-date", "-pk")
    return programme.InLanguage(newest_first, locale, with_pictures=True)


def upcoming_events(locale: Locale) -> programme.InLanguage[EventPage]:
    """Live events of a language that are not over, soonest first."""
    return programme.InLanguage(EventPage.objects.upcoming().defer_streamfields(), locale)


def calendar_events(locale: Locale) -> list[EventPage]:
    """Live events of a language to come, and those of the last year. Two or four queries."""
    recent = EventPage.objects.past().filter(end__gte=timezone.now() - calendars.PAST)
    past = programme.InLanguage(recent.defer_streamfields(), locale)
    return [*upcoming_events(locale)[: calendars.LIMIT], *past[: calendars.LIMIT]]


def calendar_meetings(locale: Locale) -> list[Meeting]:
    """Meetings of the groups of a language to come, and those of the last year. Two queries."""
    since = timezone.now() - calendars.PAST
    return programme.upcoming_meetings(locale, calendars.LIMIT, since=since)


def past_events(locale: Locale) -> programme.InLanguage[EventPage]:
    """Live events of a language that are over, latest first."""
    return programme.InLanguage(EventPage.objects.past().defer_streamfields(), locale)


class Now(Sequence[NowItem]):
    """All news and updates of a language, newest first; a sequence that paginators can slice."""

    def __init__(self, locale: Locale) -> None:
        self._sources: Any = (news(locale), programme.updates(locale))

    def __len__(self) -> int:
        return sum(map(len, self._sources))

    def __getitem__(self, window: Any) -> Any:
        pages = self.pages(window.stop)[window]
        updates = [page for page in pages if isinstance(page, UpdatePage)]
        titles = programme.titles_above(updates)
        drawn = programme.pictograms_above(each for each in updates if not each.picture)
        return [
            NowItem(
                kind_label=str(page._meta.verbose_name),
                date=page.date,
                title=page.title,
                url=page.url,
                introduction=page.introduction,
                picture=page.picture,
                parent=titles.get(page.pk, ""),
                pictogram=drawn.get(page.pk, ""),
            )
            for page in pages
        ]

    def pages(self, limit: int) -> list[Any]:
        """The pages themselves, pictures included."""
        found = [page for source in self._sources for page in source[:limit]]
        return sorted(found, key=lambda page: page.date, reverse=True)[:limit]


def now_items(locale: Locale, limit: int) -> list[NowItem]:
    """The newest news and updates as the home page shows them."""
    return Now(locale)[:limit]


def next_meetings(locale: Locale, limit: int) -> list[NextDate]:
    """The next meetings of the working groups, soonest first. Two queries."""
    return [
        NextDate(
            meeting.start, f"{meeting.page.title}: {meeting.title}", meeting.page.url, meeting.place
        )
        for meeting in programme.upcoming_meetings(locale, limit)
    ]


def next_dates(locale: Locale, limit: int) -> list[NextDate]:
    """The next events and group meetings, soonest first."""
    dates = [
        NextDate(event.start, event.title, event.url, event.place_name, event.all_day)
        for event in upcoming_events(locale)[:limit]
    ]
    dates += next_meetings(locale, limit)
    return sorted(dates, key=lambda item: item.start)[:limit]


def list_urls(home: HomePage) -> dict[str, str]:
    """Where the home page's excerpts are listed in full; a list that is not there is left out.

    Remembered, else one query.
    """
    return frame.keep_each("lists", [home.pk], lambda _missing: {home.pk: _list_urls(home)})[
        home.pk
    ]


def _list_urls(home: HomePage) -> tuple[dict[str, str], list[str]]:
    names = {page_type._meta.model_name: name for page_type, name in LISTS.items()}
    pages = (
        home.get_descendants()
        .live()
        .filter(content_type__model__in=names, depth__lte=home.depth + 2)
        .select_related("content_type")
    )
    found = {names[page.content_type.model]: page.url for page in pages}
    return found, [tags.table_tag(page_type) for page_type in LISTS]
