"""The menu of the courses in the admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from cms.core.admin_pages import may
from participation.courses.roles import MANAGE

COURSES_MENU = Menu(
    register_hook_name="register_courses_menu_item", construct_hook_name="construct_courses_menu"
)


class OfficeItem(MenuItem):
    """An entry for the courses office."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person belongs to it."""
        return may(request, MANAGE)


@hooks.register("register_admin_menu_item")
def courses_menu() -> SubmenuMenuItem:
    """Everything about courses in one place."""
    return SubmenuMenuItem(
        _("Courses"), COURSES_MENU, name="courses", icon_name="mortarboard", order=167
    )


ENTRIES = (
    (_("Release"), "courses_release", "clipboard-list"),
    (_("All courses"), "courses_all", "list-ul"),
    (_("Runs"), "courses_runs", "calendar"),
    (_("Certificates"), "courses_certificates", "doc-full"),
    (_("Providers"), "course_providers:index", "group"),
    (_("Lists"), "courses_files", "download"),
)


def _register(place: int, label: Any, route: str, icon: str) -> None:
    def item() -> MenuItem:
        name = route.replace(":", "_")
        return OfficeItem(label, reverse(route), name=name, icon_name=icon, order=place)

    hooks.register("register_courses_menu_item", item)


for _place, _entry in enumerate(ENTRIES, start=1):
    _register(_place * 10, *_entry)
