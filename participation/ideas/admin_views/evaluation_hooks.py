"""The desks of assessors and deciders in Wagtail's admin."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.staticfiles import versioned_static

from participation.ideas import queries
from participation.ideas.admin_views import assessment, decisions
from participation.ideas.domain.decisions import PERMISSION as DECIDE


class DeskItem(MenuItem):
    """For whoever fills in a part of the sheet."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person assesses."""
        return bool(queries.roles_of(request.user))


class DecisionItem(MenuItem):
    """For whoever records decisions."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person decides."""
        return request.user.has_perm(DECIDE)


@hooks.register("register_ideas_menu_item")
def desk_item() -> MenuItem:
    """The assessment desk."""
    return DeskItem(_("Assessment desk"), reverse("idea_desk"), icon_name="tasks", order=50)


@hooks.register("register_ideas_menu_item")
def decision_item() -> MenuItem:
    """What waits for a decision."""
    return DecisionItem(_("Decisions"), reverse("idea_decisions"), icon_name="check", order=60)


@hooks.register("insert_global_admin_css")
def admin_css() -> str:
    """The styles of the desks."""
    return format_html('<link rel="stylesheet" href="{}">', versioned_static("ideas/admin.css"))


@hooks.register("register_admin_urls")
def evaluation_urls() -> list[URLPattern]:
    """Assessing and deciding."""
    return [
        path("ideas/desk/", assessment.desk, name="idea_desk"),
        path("ideas/desk/<int:pk>/<slug:role>/", assessment.sheet, name="idea_sheet"),
        path("ideas/evaluation/<int:pk>/", assessment.together, name="idea_evaluation"),
        path("ideas/decisions/", decisions.waiting, name="idea_decisions"),
        path("ideas/decisions/decided/", decisions.decided, name="idea_decided"),
        path("ideas/decisions/<int:pk>/", decisions.decide, name="idea_decide"),
        path("ideas/parked/", decisions.matches, name="idea_matches"),
        path("ideas/parked/<int:pk>/dismiss/", decisions.dismiss_match, name="idea_dismiss_match"),
    ]


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    """The two checks of the sheet, for groups to be allowed."""
    return Permission.objects.filter(
        content_type__app_label="ideas",
        codename__in=("check_complexity", "check_sustainability"),
    )
