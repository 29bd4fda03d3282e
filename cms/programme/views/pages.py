"""What the templates of the programme's page types get."""

from typing import Any

from django.core.paginator import Page
from django.db.models import Q
from django.http import HttpRequest

from cms.core import feeds
from cms.core.pagination import paginate
from cms.core.serving import OwnRows, lazy, page_context
from cms.programme import queries
from cms.programme.forms import ProjectFilterForm
from cms.programme.models import (
    PermanentTaskIndexPage,
    PermanentTaskPage,
    ProgrammePage,
    ProjectIndexPage,
    ProjectPage,
    UpdatePage,
    WorkingGroupIndexPage,
    WorkingGroupPage,
)
from cms.programme.views.files import MEETINGS, MILESTONES

UPDATES = 20
PROJECTS = 15
"""On one page of their list."""


@page_context(ProgrammePage)
def programme(page: ProgrammePage, request: HttpRequest) -> dict[str, Any]:
    """Guidelines, lighthouse projects, groups and tasks."""
    return {
        "guidelines": lazy(queries.guidelines, page.locale),
        "projects": lazy(queries.InLanguage(queries.lighthouses(), page.locale).all),
        "groups": lazy(queries.InLanguage(queries.groups(), page.locale).all),
        "tasks": lazy(queries.InLanguage(queries.permanent_tasks(), page.locale).all),
        "plans": lazy(queries.plan_cards, page),
    }


@page_context(ProjectIndexPage)
def project_index(page: ProjectIndexPage, request: HttpRequest) -> dict[str, Any]:
    """The projects that match the filters of the address."""
    filters = lazy(ProjectFilterForm, request.GET, locale=page.locale)
    listing = lazy(_filtered, filters, page, request.GET.get("page"))
    return {
        "filters": filters,
        "projects": lazy(lambda: listing.object_list),
        "page_obj": listing,
        "count": lazy(lambda: listing.paginator.count),
    }


def _filtered(filters: ProjectFilterForm, page: ProjectIndexPage, number: str | None) -> Page:
    found = queries.InLanguage(filters.apply(queries.projects()), page.locale)
    return paginate(found, number, PROJECTS)


@page_context(ProjectPage, OwnRows((ProjectPage, UpdatePage)))
def project(page: ProjectPage, request: HttpRequest) -> dict[str, Any]:
    """Everything the project's page shows besides its text."""
    names = lazy(queries.carrier_names, page.locale)
    working_group = lazy(queries.group_of, page)
    milestones = lazy(page.rows, "milestones")
    return {
        "carriers": lazy(queries.carriers_of, page, names),
        "guidelines": lazy(queries.guidelines, page.locale, of=page),
        "working_group": working_group,
        "lead": lazy(queries.lead_of, page),
        "milestones": milestones,
        "permits": lazy(page.rows, "permits"),
        "budget": lazy(queries.budget, page, names),
        "assessment": lazy(queries.assessment, page),
        "partners": lazy(page.rows, "partners"),
        "documents": lazy(page.rows, "documents"),
        "story": lazy(
            queries.story, page, milestones, working_group=working_group, chosen=_chosen(request)
        ),
        "atom_url": page.file_url(feeds.NAME),
        "ics_url": page.file_url(MILESTONES),
        # Rows without words of their own show the German ones, too hard for Leichte Sprache.
        "easy": page.locale.language_code == "de-simple",
    }


def _chosen(request: HttpRequest) -> str:
    """The kind of events that the reader wants to see alone; empty for nothing known."""
    kind = request.GET.get("show", "")
    return kind if kind in queries.KINDS else ""


@page_context(WorkingGroupIndexPage)
def group_index(page: WorkingGroupIndexPage, request: HttpRequest) -> dict[str, Any]:
    """All groups of the language."""
    return {"groups": lazy(queries.InLanguage(queries.groups(), page.locale).all)}


@page_context(WorkingGroupPage, OwnRows((WorkingGroupPage, UpdatePage)))
def group(page: WorkingGroupPage, request: HttpRequest) -> dict[str, Any]:
    """Topics, members, meetings, projects and updates of the group."""
    # By its key and not as an object: a group that is being written can be previewed unsaved.
    of_group = Q(working_group__translation_key=page.facts.translation_key)
    projects = queries.projects().filter(of_group)
    tasks = queries.permanent_tasks().filter(of_group)
    return {
        "topics": lazy(page.rows, "topics"),
        "members": lazy(page.rows, "members"),
        "meetings": lazy(queries.meetings, page),
        "projects": lazy(queries.InLanguage(projects, page.locale).all),
        "tasks": lazy(queries.InLanguage(tasks, page.locale).all),
        "updates": lazy(queries.newest_updates, page, limit=UPDATES),
        "lead": lazy(queries.lead_of, page),
        "atom_url": page.file_url(feeds.NAME),
        "ics_url": page.file_url(MEETINGS),
    }


@page_context(PermanentTaskIndexPage)
def task_index(page: PermanentTaskIndexPage, request: HttpRequest) -> dict[str, Any]:
    """All permanent tasks of the language, by carrier."""
    return {"task_groups": lazy(queries.tasks_by_carrier, page.locale)}


@page_context(PermanentTaskPage, OwnRows((PermanentTaskPage,)))
def task(page: PermanentTaskPage, request: HttpRequest) -> dict[str, Any]:
    """The carrier and the group in the page's language."""
    return {
        "carrier": lazy(queries.carrier_of, page),
        "working_group": lazy(queries.group_of, page),
    }


@page_context(UpdatePage, OwnRows((UpdatePage,), siblings=True))
def update(page: UpdatePage, request: HttpRequest) -> dict[str, Any]:
    """The project or group it belongs to, and the updates before and after it."""
    parent = page.get_parent().specific
    newer, older = queries.updates(page.locale, below=parent).around(page)
    return {"parent": parent, "newer": newer, "older": older}
