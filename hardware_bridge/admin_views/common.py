"""What the admin's pages about machines share."""

from typing import Any, cast

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

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
    request: HttpRequest,
    template: str,
    title: str,
    *forms: BaseForm,
    icon: str = "cogs",
    subtitle: str = "",
    **context: Any,
) -> HttpResponse:
    """A page of the admin; 422 where a form has to be corrected."""
    names = {
        "page_title": title,
        "page_subtitle": subtitle,
        "header_icon": icon,
        "may_operate": may(request, OPERATE),
        "may_handle": may(request, HANDLE),
        "may_change": may(request, CHANGE),
    }
    status = 422 if any(form.is_bound and form.errors for form in forms) else 200
    return TemplateResponse(request, f"hardware/admin/{template}", names | context, status=status)
