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

UPDATES = 20


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
            queries.named(link.carrier, names)
            for link in facts.carrier_links.select_related("carrier")
        ],
        "guidelines": [g for g in queries.guidelines(page.locale) if g.number in numbers],
        "working_group": queries.twin_in(facts.working_group, page.locale),
        "milestones": page.rows("milestones"),
        "permits": page.rows("permits"),
        "budget": queries.budget(page, names),
        "assessment": queries.assessment(page),
        "partners": page.rows("partners"),
        "documents": page.rows("documents"),
        "updates": queries.updates(page.locale, below=page)[:UPDATES],
        # Rows without words of their own show the German ones, too hard for Leichte Sprache.
        "easy": page.locale.language_code == "de-simple",
    }


@page_context(WorkingGroupIndexPage)
def group_index(page: WorkingGroupIndexPage, request: HttpRequest) -> dict[str, Any]:
    """All groups of the language."""
    return {"groups": queries.InLanguage(queries.groups(), page.locale)}


@page_context(WorkingGroupPage)
def group(page: WorkingGroupPage, request: HttpRequest) -> dict[str, Any]:
    """Topics, members, meetings, projects and updates of the group."""
    # By its key and not as an object: a group that is being written can be previewed unsaved.
    of_group = Q(working_group__translation_key=page.facts.translation_key)
    return {
        "topics": page.rows("topics"),
        "members": page.rows("members"),
        **queries.meetings(page),
        "projects": queries.InLanguage(queries.projects().filter(of_group), page.locale),
        "tasks": queries.InLanguage(queries.permanent_tasks().filter(of_group), page.locale),
        "updates": queries.updates(page.locale, below=page)[:UPDATES],
    }


@page_context(PermanentTaskIndexPage)
def task_index(page: PermanentTaskIndexPage, request: HttpRequest) -> dict[str, Any]:
    """All permanent tasks of the language, by carrier."""
    return {"task_groups": queries.tasks_by_carrier(page.locale)}


@page_context(PermanentTaskPage)
def task(page: PermanentTaskPage, request: HttpRequest) -> dict[str, Any]:
    """The carrier and the group in the page's language."""
    facts = page.facts
    return {
        "carrier": facts.carrier
        and queries.named(facts.carrier, queries.carrier_names(page.locale)),
        "working_group": queries.twin_in(facts.working_group, page.locale),
    }


@page_context(UpdatePage)
def update(page: UpdatePage, request: HttpRequest) -> dict[str, Any]:
    """The project or group it belongs to, and the updates before and after it."""
    parent = page.get_parent().specific
    newer, older = queries.updates(page.locale, below=parent).around(page)
    return {"parent": parent, "newer": newer, "older": older}
