"""What the programme adds to Wagtail's admin: its terms, the list of projects, short updates."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from laces.components import Component
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cms.programme import admin_views
from cms.programme.models import Carrier, Guideline, ProjectPage


class GuidelineViewSet(SnippetViewSet):
    """The guidelines. One in use cannot be deleted; Wagtail says where it is used."""

    model = Guideline
    icon = "list-ol"
    menu_label = _("Guidelines")
    list_display = ["number", "title", "locale"]
    list_filter = ["locale"]


class CarrierViewSet(SnippetViewSet):
    """Who carries projects."""

    model = Carrier
    icon = "group"
    menu_label = _("Carriers")
    list_display = ["short_name", "name", "locale"]
    list_filter = ["locale"]


class ProgrammeGroup(SnippetViewSetGroup):
    """What projects refer to."""

    items = (GuidelineViewSet, CarrierViewSet)
    menu_label = _("Programme")
    menu_icon = "tasks"
    menu_order = 200


register_snippet(ProgrammeGroup)


class ProjectListingViewSet(PageListingViewSet):
    """All projects with their facts, to filter and sort."""

    model = ProjectPage
    icon = "tasks"
    menu_label = _("Projects")
    menu_order = 150
    add_to_admin_menu = True
    columns = [
        *(column for column in PageListingViewSet.columns if column.name != "parent"),
        Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
        Column("stage", label=_("Stage"), accessor="get_stage_display", sort_key="stage"),
        Column("working_group", label=_("Working group"), accessor="working_group"),
    ]
    list_filter = ["locale", "kind", "stage", "working_group", "lead"]


@hooks.register("register_admin_viewset")
def project_listing() -> ProjectListingViewSet:
    """Projects in the main menu."""
    return ProjectListingViewSet("project_pages")


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    """The short form of an update."""
    return [path("updates/<int:project_id>/", admin_views.quick_update, name="quick_update")]


class MyProjectsPanel(Component):
    """The projects a person leads, each one tap from an update."""

    name = "my_projects"
    template_name = "programme/admin/my_projects.html"
    order = 50

    def __init__(self, projects: list[ProjectPage]) -> None:
        self.projects = projects

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """The person's projects."""
        return {"projects": self.projects}


@hooks.register("construct_homepage_panels")
def my_projects_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Shown to project leads, on top."""
    found = ProjectPage.objects.filter(live=True, lead_accounts__user=request.user)
    projects = list(found.defer_streamfields().order_by("order"))
    if projects:
        panels.append(MyProjectsPanel(projects))
