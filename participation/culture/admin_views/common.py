"""What the office's pages share."""

from collections.abc import Callable
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from cms.core import admin_pages
from participation.culture.domain.rules import NotAllowedError


def attempt(request: HttpRequest, verb: Callable[..., Any], **arguments: Any) -> bool:
    """Do it and say so, or say why it may not be done."""
    try:
        verb(**arguments)
    except NotAllowedError as error:
        messages.error(request, str(error))
        return False
    messages.success(request, _("Done."))
    return True


def show(
    request: HttpRequest, template: str, title: str, *forms: BaseForm, **context: Any
) -> HttpResponse:
    """A page of the office."""
    context = {"icon": "calendar-alt"} | context
    return admin_pages.show(request, f"culture/admin/{template}", title, *forms, **context)
