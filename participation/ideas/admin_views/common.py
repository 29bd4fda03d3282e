"""What the facilitators' pages share."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from participation.ideas.domain.process import NotAllowedError


def for_facilitators(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let facilitators alone in."""
    return permission_required("ideas.facilitate_idea")(view)


def attempt(request: HttpRequest, verb: Callable[..., Any], **arguments: Any) -> bool:
    """Do it and say so; or say why not, which leaves everything as it was."""
    try:
        verb(**arguments)
    except NotAllowedError as error:
        messages.error(request, str(error))
        return False
    messages.success(request, _("Done."))
    return True


def show(
    request: HttpRequest, template: str, title: str, *forms: Form, **context: Any
) -> HttpResponse:
    """A page of the admin; 422 where a form has to be corrected."""
    status = 422 if any(form.errors for form in forms) else 200
    names = {"page_title": title, "header_icon": "group"}
    return TemplateResponse(request, f"ideas/admin/{template}", names | context, status=status)
