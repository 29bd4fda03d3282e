"""The menu of the machines in the admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

DEVICES_MENU = Menu(
    register_hook_name="register_devices_menu_item", construct_hook_name="construct_devices_menu"
)


class PermittedItem(MenuItem):
    """An entry for those who have one of some permissions."""

    def __init__(self, *args: Any, permissions: tuple[str, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        self.permissions = permissions

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person has one."""
        return any(request.user.has_perm(permission) for permission in self.permissions)


@hooks.register("register_admin_menu_item")
def devices_menu() -> SubmenuMenuItem:
    """Everything about machines in one place."""
    return SubmenuMenuItem(_("Devices"), DEVICES_MENU, name="hardware", icon_name="cogs", order=170)


def add_entry(order: int, label: Any, route: str, icon: str, *permissions: str) -> None:
    """Put a page of the admin into the menu, for those who have one of the permissions."""

    def item() -> MenuItem:
        return PermittedItem(
            label,
            reverse(route),
            name=route.replace(":", "_"),
            icon_name=icon,
            order=order,
            permissions=permissions,
        )

    hooks.register("register_devices_menu_item", item)
