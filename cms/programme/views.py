"""What the templates of the programme's page types get."""

from typing import Any

from django.core.paginator import Page
from django.db.models import Q
from django.http import HttpRequest

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


@page_context(ProgrammePage)
def programme(page: ProgrammePage, request: HttpRequest) -> dict[str, Any]:
    """Guidelines, lighthouse projects, groups and tasks."""
    return {
        "guidelines": lazy(queries.guidelines, page.locale),
        "projects": lazy(queries.first_lighthouses, page.locale),
        "groups": lazy(list, queries.InLanguage(queries.groups(), page.locale)),
        "tasks": lazy(list, queries.InLanguage(queries.permanent_tasks(), page.locale)),
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
    return paginate(found, number)


@page_context(ProjectPage, OwnRows((ProjectPage, UpdatePage)))
def project(page: ProjectPage, request: HttpRequest) -> dict[str, Any]:
    """Everything the project's page shows besides its text."""
    names = lazy(queries.carrier_names, page.locale)
    return {
        "carriers": lazy(queries.carriers_of, page, names),
        "guidelines": lazy(queries.guidelines, page.locale, of=page),
        "working_group": lazy(queries.group_of, page),
        "lead": lazy(queries.lead_of, page),
        "milestones": lazy(page.rows, "milestones"),
        "permits": lazy(page.rows, "permits"),
        "budget": lazy(queries.budget, page, names),
        "assessment": lazy(queries.assessment, page),
        "partners": lazy(page.rows, "partners"),
        "documents": lazy(page.rows, "documents"),
        "updates": lazy(queries.updates, page.locale, below=page),
    }


@page_context(WorkingGroupIndexPage)
def group_index(page: WorkingGroupIndexPage, request: HttpRequest) -> dict[str, Any]:
    """All groups of the language."""
    return {"groups": lazy(list, queries.InLanguage(queries.groups(), page.locale))}


@page_context(WorkingGroupPage, OwnRows((WorkingGroupPage, UpdatePage)))
def group(page: WorkingGroupPage, request: HttpRequest) -> dict[str, Any]:
    """Topics, members, meetings, projects and updates of the group."""
    projects = queries.projects().filter(working_group=page.facts)
    tasks = queries.permanent_tasks().filter(working_group=page.facts)
    return {
        "topics": lazy(page.rows, "topics"),
        "members": lazy(page.rows, "members"),
        "meetings": lazy(page.rows, "meetings"),
        "projects": lazy(list, queries.InLanguage(projects, page.locale)),
        "tasks": lazy(list, queries.InLanguage(tasks, page.locale)),
        "updates": lazy(queries.updates, page.locale, below=page),
        "lead": lazy(queries.lead_of, page),
    }


@page_context(PermanentTaskIndexPage)
def task_index(page: PermanentTaskIndexPage, request: HttpRequest) -> dict[str, Any]:
    """All permanent tasks of the language."""
    return {"tasks": lazy(list, queries.InLanguage(queries.permanent_tasks(), page.locale))}


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
    parent = page.get_parent()
    siblings = UpdatePage.objects.child_of(parent).live().defer_streamfields()
    siblings = siblings.order_by("-date", "-pk")
    return {
        "parent": parent,
        "newer": siblings.filter(Q(date__gt=page.date) | Q(date=page.date, pk__gt=page.pk)).last(),
        "older": siblings.filter(Q(date__lt=page.date) | Q(date=page.date, pk__lt=page.pk)).first(),
    }
