"""What the facilitators' pages share."""

from functools import partial
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse

from cms.core import admin_pages
from cms.core.admin_pages import for_right
from participation.ideas.domain.process import NotAllowedError

for_facilitators = for_right("ideas.facilitate_idea")
attempt = partial(admin_pages.attempt, NotAllowedError)


def show(
    request: HttpRequest, template: str, title: str, *forms: BaseForm, **context: Any
) -> HttpResponse:
    """A page of the admin; 422 where a form has to be corrected."""
    shown = {"icon": "group"} | context
    return admin_pages.show(request, f"ideas/admin/{template}", title, *forms, **shown)
