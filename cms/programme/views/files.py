"""Files below the programme's pages: calendars, feeds and tables."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any
from uuid import uuid5

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from cms.core import calendars, feeds, kin, tables
from cms.core.serving import page_file
from cms.programme import quarters, queries
from cms.programme.forms import BudgetFilterForm, RoadmapFilterForm
from cms.programme.models import (
    BudgetPage,
    Meeting,
    Milestone,
    ProjectPage,
    RoadmapPage,
    StageChange,
    WorkingGroupPage,
)

MILESTONES = "meilensteine.ics"
MEETINGS = "treffen.ics"
MONEY = "haushalt.csv"


@page_file(RoadmapPage, MILESTONES)
def all_milestones(page: RoadmapPage, request: HttpRequest) -> HttpResponse:
    """The milestones of all projects that match the filters of the address."""
    filters = RoadmapFilterForm(request.GET, locale=page.locale)
    projects = queries.InLanguage(filters.apply(queries.projects()), page.locale).all()
    return _calendar(request, projects, page, filename=MILESTONES)


@page_file(ProjectPage, MILESTONES)
def project_milestones(page: ProjectPage, request: HttpRequest) -> HttpResponse:
    """The milestones of one project."""
    return _calendar(request, [page], page, filename=f"{page.slug}.ics")


def _calendar(
    request: HttpRequest, projects: Sequence[ProjectPage], page: Any, *, filename: str
) -> HttpResponse:
    entries = [
        _entry(project, milestone)
        for project, milestone in queries.milestones_of(projects, page.locale)
    ]
    return calendars.response(request, entries, name=page.title, filename=filename, subscribed=True)


@page_file(WorkingGroupPage, MEETINGS)
def group_meetings(page: WorkingGroupPage, request: HttpRequest) -> HttpResponse:
    """The meetings of one group, those to come and those of the last year."""
    entries = [
        meeting_entry(page, meeting)
        for meeting in page.rows("meetings")
        if meeting.start > timezone.now() - calendars.PAST
    ]
    name = f"{page.title}: {_('Meetings')}"
    return calendars.response(
        request, entries, name=name, filename=f"{page.slug}.ics", subscribed=True
    )


def meeting_entry(group: WorkingGroupPage, meeting: Meeting) -> calendars.Entry:
    """A meeting as calendars take it; nobody knows beforehand how long it lasts."""
    return calendars.Entry(
        uid=f"{meeting.translation_key}-{group.locale.language_code}",
        title=f"{group.title}: {meeting.title}",
        start=meeting.start,
        end=None,
        place=meeting.place,
        description=meeting.note,
        url=group.full_url or "",
        changed=group.last_published_at,
    )


def _entry(project: ProjectPage, milestone: Milestone) -> calendars.Entry:
    """A milestone as a whole day: the last of the quarter in which it was or is to be reached."""
    quarter = quarters.number(*(milestone.actual or milestone.planned)) or 0
    day = timezone.make_aware(datetime.combine(quarters.last_day(quarter), time()))
    return calendars.Entry(
        uid=f"{milestone.translation_key}-{project.locale.language_code}",
        title=f"{project.title}: {milestone.title}",
        start=day,
        end=day,
        all_day=True,
        description=" ".join(part for part in (_state(milestone), milestone.note) if part),
        url=project.full_url or "",
        changed=project.facts.last_published_at,
    )


def _state(milestone: Milestone) -> str:
    planned = quarters.words(quarters.number(*milestone.planned) or 0)
    words = _("Reached; planned for %(quarter)s.") if milestone.actual else ""
    return (words or _("Planned for %(quarter)s.")) % {"quarter": planned}


@page_file(WorkingGroupPage, feeds.NAME)
def group_feed(page: WorkingGroupPage, request: HttpRequest) -> HttpResponse:
    """The updates of a group."""
    return feeds.response(request, page, _update_entries(page))


@page_file(ProjectPage, feeds.NAME)
def project_feed(page: ProjectPage, request: HttpRequest) -> HttpResponse:
    """The updates of a project, and its changes of stage that none of them tells."""
    changes = queries.untold_changes(page.locale, of=page)[: feeds.LENGTH]
    entries = [_change_entry(change, page, page.locale) for change in changes]
    return feeds.response(request, page, feeds.newest([*entries, *_update_entries(page)]))


def change_entries(locale: Locale) -> list[feeds.Entry]:
    """The newest changes of stage of all projects that no update tells. Two queries at most."""
    changes = queries.untold_changes(locale)[: feeds.LENGTH]
    pages = kin.twins({change.project_id for change in changes}, locale)
    found = [(change, pages.get(change.project_id)) for change in changes]
    return [_change_entry(change, page, locale, of=page.title) for change, page in found if page]


def _update_entries(page: Any) -> list[feeds.Entry]:
    found = queries.updates(page.locale, below=page)[: feeds.LENGTH]
    return [feeds.entry(update, page.locale) for update in found]


def _change_entry(
    change: StageChange, project: Page, locale: Locale, *, of: str = ""
) -> feeds.Entry:
    """It leads to the project's story, where it stands as well."""
    reached, before = _("New stage:"), _("Stage before:")
    title = f"{reached} {change.get_to_stage_display()}"
    name = f"{change.pk} {locale.language_code}"
    return feeds.Entry(
        uid=f"urn:uuid:{uuid5(project.translation_key, name)}",
        title=f"{of}: {title}" if of else title,
        url=f"{project.full_url}#story",
        summary=f"{before} {change.get_from_stage_display()}",
        date=change.date,
        changed=change.recorded_at,
    )


@page_file(BudgetPage, MONEY)
def budget_table(page: BudgetPage, request: HttpRequest) -> HttpResponse:
    """Every budget line that passes the filters of the address, one a row."""
    lines = list(queries.budget_lines())
    years = sorted({line["year"] for line in lines})
    filters = BudgetFilterForm(request.GET, years=years, locale=page.locale)
    chosen = filters.apply(lines)
    header = (
        _("Year"),
        _("Carrier"),
        _("Project"),
        _("Planned (EUR)"),
        _("Spent (EUR)"),
        _("Note"),
    )
    return tables.response(
        [header, *queries.budget_rows(chosen, page.locale)], filename=f"{page.slug}.csv"
    )
