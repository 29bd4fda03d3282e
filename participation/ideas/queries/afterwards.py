"""What has become of a decided idea: the story, the money and the devices of its page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.core import languages
from cms.core.money import euros
from cms.core.page_cache import frame, parts
from cms.programme import queries as programme
from cms.programme.devices import Device, devices_of
from cms.programme.models import PermanentTaskPage, ProjectPage, WorkingGroupPage
from cms.programme.queries.budgets import BudgetTable
from participation.ideas.models import Idea
from participation.ideas.queries.happenings import Event

UPDATES = 20
ROUGH_SIZE = 20_000
"""Bytes of a story with twenty updates."""
TELLING = (ProjectPage, PermanentTaskPage, WorkingGroupPage)
LABELS = {
    "update": gettext_lazy("Progress update"),
    "milestone": gettext_lazy("Milestone reached"),
    "stage": gettext_lazy("Stage of the project"),
}


@dataclass(frozen=True)
class Result:
    """The page an idea became, what it has cost, and what it has told since."""

    page: Page | None = None
    budget: BudgetTable | None = None
    events: tuple[Event, ...] = ()


def result(idea: Idea, request: HttpRequest | None = None) -> Result:
    """What became of the idea, for all parts of its page.

    The same for every idea that became that page, so it is kept until the page changes; else up to
    ten queries.
    """
    if idea.became is None:
        return Result()
    kept = vars(idea)
    if "_result" not in kept:
        key = ("became", idea.became_id, get_language())
        read = partial(_read, idea.became)
        kept["_result"] = parts.keep(key, read, request=request, page=idea.became, size=ROUGH_SIZE)
    return kept["_result"]


def devices(idea: Idea, request: HttpRequest | None = None) -> tuple[Device, ...]:
    """The live devices of the page that the idea became, as they are now; kept nowhere."""
    page = result(idea, request).page
    return tuple(devices_of(page)) if page else ()


def _read(original: Page) -> Result:
    page = _page_of(original)
    if page is None:
        return Result()
    costs = _budget(page)
    return Result(page, costs, tuple(_events(page, costs)))


def _page_of(original: Page) -> Page | None:
    """The live page in the reader's language where there is one. Up to three queries."""
    found = Page.objects.live().filter(translation_key=original.translation_key)
    by_language = {page.locale_id: page for page in found if frame.is_open(page)}
    wanted = (languages.readers_locale().pk, languages.default_locale().pk)
    page = next((by_language[each] for each in wanted if each in by_language), None)
    return page.specific if page else None


def _events(became: Page, costs: BudgetTable | None) -> Iterator[Event]:
    """What the page has told since: updates, milestones reached, changes of stage, money spent."""
    if isinstance(became, ProjectPage):
        yield from _project(became)
        yield from _money(costs)
    elif isinstance(became, TELLING):
        for update in programme.newest_updates(became, limit=UPDATES):
            yield Event(
                kind="update",
                at=morning(update.date),
                label=str(LABELS["update"]),
                title=update.title,
                url=update.url,
                text=update.introduction,
            )


def _project(project: ProjectPage) -> Iterator[Event]:
    story = programme.story(project, project.rows("milestones"), working_group=None)
    for event in story.past:
        yield Event(
            kind=event.kind,
            at=morning(event.day),
            label=str(LABELS[event.kind]),
            title=event.title or event.stage_label,
            url=event.url,
            text=event.text,
        )


def _money(costs: BudgetTable | None) -> Iterator[Event]:
    """What was spent each year; years without anything are left out."""
    years: dict[int, int] = {}
    for row in costs.rows if costs else ():
        years[row.year] = years.get(row.year, 0) + row.spent_cents
    for year, cents in years.items():
        if cents:
            yield Event(
                kind="money",
                at=morning(min(date(year, 12, 31), timezone.localdate())),
                label=_("Spent in %(year)s") % {"year": year},
                title=euros(cents),
            )


def _budget(became: Page) -> BudgetTable | None:
    """What the project has cost. Two queries."""
    if not isinstance(became, ProjectPage):
        return None
    names = programme.carrier_names(languages.locale(became.locale_id))
    return programme.budget(became, names)


def morning(day: date) -> datetime:
    """The beginning of a day, to sort days among moments."""
    return timezone.make_aware(datetime.combine(day, time.min))
