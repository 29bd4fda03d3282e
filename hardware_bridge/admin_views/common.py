"""What the admin's pages about machines share."""

from typing import Any, cast

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse

from cms.core import admin_pages
from cms.core.admin_pages import may
from cms.users.models import User

OPERATE = "hardware.operate_device"
HANDLE = "hardware.handle_alert"
SEE = "hardware.view_device"
CHANGE = "hardware.change_device"
ADD = "hardware.add_device"


def person(request: HttpRequest) -> User:
    """Who is signed in; the admin lets nobody else in."""
    return cast(User, request.user)


def show(
    request: HttpRequest, template: str, title: str, *forms: BaseForm, **context: Any
) -> HttpResponse:
    """A page about machines, which knows what the person may."""
    rights = {
        "may_operate": may(request, OPERATE),
        "may_handle": may(request, HANDLE),
        "may_change": may(request, CHANGE),
    }
    context = {"icon": "cogs"} | rights | context
    return admin_pages.show(request, f"hardware/admin/{template}", title, *forms, **context)
