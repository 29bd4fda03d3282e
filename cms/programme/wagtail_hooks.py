"""What the programme adds to Wagtail's admin: its terms, the list of projects, short updates."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Subquery
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from laces.components import Component
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cms.core.admin_views import language_column
from cms.core.languages import default_locale
from cms.programme import admin_views, dashboard
from cms.programme.models import Carrier, Guideline, ProjectPage, UpdatePage


class GuidelineViewSet(SnippetViewSet):
    """The guidelines. One in use cannot be deleted; Wagtail says where it is used."""

    model = Guideline
    icon = "list-ol"
    menu_label = _("Guidelines")
    list_display = ["number", "title", language_column()]
    list_filter = ["locale"]


class CarrierViewSet(SnippetViewSet):
    """Who carries projects."""

    model = Carrier
    icon = "group"
    menu_label = _("Carriers")
    list_display = ["short_name", "name", language_column()]
    list_filter = ["locale"]


class ProgrammeGroup(SnippetViewSetGroup):
    """What projects refer to."""

    items = (GuidelineViewSet, CarrierViewSet)
    menu_label = _("Programme")
    menu_icon = "tasks"
    menu_order = 200


register_snippet(ProgrammeGroup)


class ProjectIndexView(PageListingViewSet.index_view_class):
    """The originals alone: a translation has no facts of its own to filter by."""

    default_ordering = "title"

    def get_base_queryset(self) -> Any:
        """With the day of the newest update and the languages that a project is written in."""
        below = {"live": True, "path__startswith": OuterRef("path")}
        updates = UpdatePage.objects.filter(**below).order_by("-date").values("date")
        twins = Page.objects.filter(live=True, translation_key=OuterRef("translation_key"))
        return (
            super()
            .get_base_queryset()
            .filter(locale=default_locale())
            .annotate(
                newest_update=Subquery(updates[:1]),
                group_title=F("working_group__title"),
                languages=ArraySubquery(twins.order_by("locale").values("locale__language_code")),
            )
        )


class LanguagesColumn(Column):
    """The languages that a project is published in, in their own names."""

    def get_value(self, instance: Any) -> str:
        """``Deutsch, English``."""
        return ", ".join(settings.LANGUAGE_LABELS[code] for code in instance.languages)


class DayColumn(Column):
    """A day, which has no hour that it could be so many hours ago."""

    def get_value(self, instance: Any) -> str:
        """``30.11.2026``."""
        day = super().get_value(instance)
        return date_format(day, "SHORT_DATE_FORMAT") if day else ""


class ProjectTitleColumn(PageTitleColumn):
    """The title with the ways that cost no query for each row."""

    cell_template_name = "programme/admin/project_title.html"


class ProjectListingViewSet(PageListingViewSet):
    """All projects with their facts, to filter and sort."""

    model = ProjectPage
    index_view_class = ProjectIndexView
    icon = "tasks"
    menu_label = _("Projects")
    menu_order = 150
    add_to_admin_menu = True
    # Without the day of the last edit: the newest update says more, and names need the room.
    columns = [
        BulkActionsColumn("bulk_actions"),
        ProjectTitleColumn(
            "title", label=_("Title"), sort_key="title", classname="title", width="30%"
        ),
        PageStatusColumn("status", label=_("Status"), sort_key="live"),
        Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
        Column("stage", label=_("Stage"), accessor="get_stage_display", sort_key="stage"),
        Column("working_group", label=_("Working group"), accessor="group_title"),
        DayColumn("newest_update", label=_("Newest update"), sort_key="newest_update"),
        LanguagesColumn("languages", label=_("Languages")),
    ]
    list_filter = ["kind", "stage", "working_group", "lead"]


@hooks.register("register_admin_viewset")
def project_listing() -> ProjectListingViewSet:
    """Projects in the main menu."""
    return ProjectListingViewSet("project_pages")


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    """The short form of an update."""
    return [path("updates/<int:project_id>/", admin_views.quick_update, name="quick_update")]


@hooks.register("after_delete_page")
def say_that_the_stage_stays(request: HttpRequest, page: Page) -> None:
    """The history keeps the step that a deleted update brought about, and the project its stage."""
    if not isinstance(page, UpdatePage) or not page.new_stage:
        return
    project = ProjectPage.objects.filter(path=page.path[: -page.steplen]).first()
    if project is not None:
        words = gettext(
            "The project stays in the stage “%(stage)s”: its history keeps the step. "
            "If the stage was wrong, change it on the project's own page."
        )
        messages.info(request, words % {"stage": project.get_stage_display()})


class MyProjectsPanel(Component):
    """The projects a person leads, each one tap from an update."""

    name = "my_projects"
    template_name = "programme/admin/my_projects.html"
    order = 50

    def __init__(self, projects: list[ProjectPage]) -> None:
        self.projects = projects

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """The person's projects, and the newest updates with the ways to put them right."""
        updates = dashboard.own_updates(parent_context["request"].user, self.projects)
        return {
            "projects": self.projects,
            "updates": [(update, dashboard.take_back_url(update)) for update in updates],
        }


@hooks.register("construct_homepage_panels")
def my_projects_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Shown to project leads, on top."""
    projects = dashboard.led_by(request.user)
    if projects:
        panels.append(MyProjectsPanel(projects))
