"""What has become of a decided idea: the story, the money and the devices of its page."""

from collections.abc import Iterator
from datetime import date, datetime, time

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.core.money import euros
from cms.programme import queries as programme
from cms.programme.models import PermanentTaskPage, ProjectPage, WorkingGroupPage
from cms.programme.queries.money import BudgetTable
from participation.ideas.models import Idea
from participation.ideas.queries.happenings import Event

UPDATES = 20
TELLING = (ProjectPage, PermanentTaskPage, WorkingGroupPage)
LABELS = {
    "update": gettext_lazy("Progress update"),
    "milestone": gettext_lazy("Milestone reached"),
    "stage": gettext_lazy("Stage of the project"),
}


def page_of(idea: Idea) -> Page | None:
    """The live page it became, in the reader's language where there is one. Up to three queries."""
    if idea.became is None:
        return None
    found = Page.objects.live().public().filter(translation_key=idea.became.translation_key)
    by_language = {page.locale.language_code: page for page in found.select_related("locale")}
    page = by_language.get(get_language() or "") or by_language.get(settings.LANGUAGE_CODE)
    return page.specific if page else None


def of(became: Page | None, costs: BudgetTable | None) -> Iterator[Event]:
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


def budget(became: Page | None) -> BudgetTable | None:
    """What the project has cost. Two queries."""
    if not isinstance(became, ProjectPage):
        return None
    return programme.budget(became, programme.carrier_names(became.locale))


def morning(day: date) -> datetime:
    """The beginning of a day, to sort days among moments."""
    return timezone.make_aware(datetime.combine(day, time.min))
