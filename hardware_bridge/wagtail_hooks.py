"""What the machines add to Wagtail's admin: each subject registers its own menu entries and pages.

One import a subject; ``admin_views/menu.py`` holds the menu, ``add_entry`` puts a page into it.
"""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.utils.html import format_html_join
from wagtail import hooks
from wagtail.admin.staticfiles import versioned_static

from hardware_bridge import dashboard
from hardware_bridge.admin_views import (
    alerts,
    bins,
    devices,
    exchange,
    health,
    inbox,
    lights,
    live,
    lockers,
    makes,
    menu,
    rules,
)

__all__ = [
    "alerts",
    "bins",
    "dashboard",
    "devices",
    "exchange",
    "health",
    "inbox",
    "lights",
    "live",
    "lockers",
    "makes",
    "menu",
    "rules",
]

# In the order of Wagtail's page of a group; rows that nobody edits by hand are left out.
GRANTED = (
    "device",
    "compartment",
    "devicegroup",
    "devicemodel",
    "publicmeasure",
    "alertrule",
    "dutygroup",
    "override",
    "tour",
    "collectionround",
    "lightplan",
    "unknowndevice",
    "deadletter",
    "command",
    "hardwaresettings",
)
NEVER = ("add_command", "change_command", "delete_command", "add_deadletter", "change_deadletter")


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    """What groups can be allowed."""
    found = Permission.objects.filter(
        content_type__app_label="hardware", content_type__model__in=GRANTED
    )
    return found.exclude(codename__in=(*NEVER, "add_unknowndevice"))


@hooks.register("insert_global_admin_css")
def admin_css() -> str:
    """The styles of the machines' pages."""
    sheets = (versioned_static(f"hardware/{name}.css") for name in ("admin", "park"))
    return format_html_join("", '<link rel="stylesheet" href="{}">', ((sheet,) for sheet in sheets))
