"""The board, the figures and the files in Wagtail's admin."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from participation.ideas.admin_views import board


class OfficeItem(MenuItem):
    """An entry for whoever has a part in the process."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person has one."""
        return any(request.user.has_perm(f"ideas.{role}") for role in board.ROLES)


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    """The board and the figures."""
    return [
        path("ideas/board/", board.board, name="idea_board"),
        path("ideas/board/act/", board.act, name="idea_board_act"),
        path("ideas/statistics/", board.statistics, name="idea_statistics"),
        path("ideas/export.<slug:ending>", board.export, name="idea_export"),
    ]


@hooks.register("register_ideas_menu_item")
def board_item() -> MenuItem:
    """The board comes first."""
    return OfficeItem(_("Board"), reverse("idea_board"), icon_name="table", order=10)


@hooks.register("register_ideas_menu_item")
def statistics_item() -> MenuItem:
    """The figures come last."""
    return OfficeItem(_("Statistics"), reverse("idea_statistics"), icon_name="time", order=70)
