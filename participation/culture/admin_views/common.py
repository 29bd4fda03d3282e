"""What the office's pages share."""

from functools import partial
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse

from cms.core import admin_pages
from participation.culture.domain.rules import NotAllowedError

attempt = partial(admin_pages.attempt, NotAllowedError)


def show(
    request: HttpRequest, template: str, title: str, *forms: BaseForm, **context: Any
) -> HttpResponse:
    """A page of the office."""
    context = {"icon": "calendar-alt"} | context
    return admin_pages.show(request, f"culture/admin/{template}", title, *forms, **context)
