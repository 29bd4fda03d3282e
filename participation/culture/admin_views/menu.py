"""The menu of the culture section in the admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from cms.core.admin_pages import may
from participation.culture.roles import MANAGE

CULTURE_MENU = Menu(
    register_hook_name="register_culture_menu_item", construct_hook_name="construct_culture_menu"
)


class OfficeItem(MenuItem):
    """An entry for the culture office."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person belongs to it."""
        return may(request, MANAGE)


@hooks.register("register_admin_menu_item")
def culture_menu() -> SubmenuMenuItem:
    """Everything about culture institutions in one place."""
    return SubmenuMenuItem(
        _("Culture"), CULTURE_MENU, name="culture", icon_name="calendar-alt", order=170
    )


ENTRIES = (
    (_("Applications"), "culture_review", "clipboard-list"),
    (_("Institutions"), "culture_institutions", "home"),
    (_("Calendars"), "culture_feeds", "calendar"),
    (_("Pinboard"), "culture_posts", "pick"),
    (_("Figures"), "culture_figures", "table"),
)


def _register(place: int, label: Any, route: str, icon: str) -> None:
    def item() -> MenuItem:
        return OfficeItem(label, reverse(route), name=route, icon_name=icon, order=place)

    hooks.register("register_culture_menu_item", item)


for _place, _entry in enumerate(ENTRIES, start=1):
    _register(_place * 10, *_entry)
