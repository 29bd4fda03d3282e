"""What the templates of the programme's page types get."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from cms.core.pagination import paginate
from cms.core.serving import page_context
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
        "guidelines": queries.guidelines(page.locale),
        "projects": queries.InLanguage(queries.lighthouses(), page.locale),
        "groups": queries.InLanguage(queries.groups(), page.locale),
        "tasks": queries.InLanguage(queries.permanent_tasks(), page.locale),
    }


@page_context(ProjectIndexPage)
def project_index(page: ProjectIndexPage, request: HttpRequest) -> dict[str, Any]:
    """The projects that match the filters of the address."""
    filters = ProjectFilterForm(request.GET, locale=page.locale)
    found = queries.InLanguage(filters.apply(queries.projects()), page.locale)
    listing = paginate(found, request.GET.get("page"))
    return {
        "filters": filters,
        "projects": listing.object_list,
        "page_obj": listing,
        "count": len(found),
    }


@page_context(ProjectPage)
def project(page: ProjectPage, request: HttpRequest) -> dict[str, Any]:
    """Everything the project's page shows besides its text."""
    facts = page.facts
    names = queries.carrier_names(page.locale)
    numbers = set(facts.guideline_links.values_list("guideline__number", flat=True))
    return {
        "carriers": [
            names[link.carrier.key] for link in facts.carrier_links.select_related("carrier")
        ],
        "guidelines": [g for g in queries.guidelines(page.locale) if g.number in numbers],
        "working_group": queries.twin_in(facts.working_group, page.locale),
        "milestones": page.rows("milestones"),
        "permits": page.rows("permits"),
        "budget": queries.budget(page, names),
        "assessment": queries.assessment(page),
        "partners": page.rows("partners"),
        "documents": page.rows("documents"),
        "updates": queries.updates(page.locale, below=page),
    }


@page_context(WorkingGroupIndexPage)
def group_index(page: WorkingGroupIndexPage, request: HttpRequest) -> dict[str, Any]:
    """All groups of the language."""
    return {"groups": queries.InLanguage(queries.groups(), page.locale)}


@page_context(WorkingGroupPage)
def group(page: WorkingGroupPage, request: HttpRequest) -> dict[str, Any]:
    """Topics, members, meetings, projects and updates of the group."""
    facts = page.facts
    return {
        "topics": page.rows("topics"),
        "members": page.rows("members"),
        "meetings": page.rows("meetings"),
        "projects": queries.InLanguage(queries.projects().filter(working_group=facts), page.locale),
        "tasks": queries.InLanguage(
            queries.permanent_tasks().filter(working_group=facts), page.locale
        ),
        "updates": queries.updates(page.locale, below=page),
    }


@page_context(PermanentTaskIndexPage)
def task_index(page: PermanentTaskIndexPage, request: HttpRequest) -> dict[str, Any]:
    """All permanent tasks of the language."""
    return {"tasks": queries.InLanguage(queries.permanent_tasks(), page.locale)}


@page_context(PermanentTaskPage)
def task(page: PermanentTaskPage, request: HttpRequest) -> dict[str, Any]:
    """The carrier and the group in the page's language."""
    facts = page.facts
    return {
        "carrier": queries.carrier_names(page.locale).get(facts.carrier.key)
        if facts.carrier
        else None,
        "working_group": queries.twin_in(facts.working_group, page.locale),
    }


@page_context(UpdatePage)
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
