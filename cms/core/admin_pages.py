"""What own pages of the admin share: who may see them, lists in pages, frame, way back."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.paginator import WagtailPaginator

PER_PAGE = 50
View = Callable[..., HttpResponseBase]


def for_right(*rights: str, change: str = "") -> Callable[[View], View]:
    """Let those in who have one of the rights; others are told by Wagtail and sent home.

    So is who sends something to a page that only those with the right to ``change`` send from.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        @require_admin_access
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            needed = (change,) if change and request.method == "POST" else rights
            if not may(request, *needed):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return checked

    return decorate


def may(request: HttpRequest, *rights: str) -> bool:
    """Whether somebody has one of the rights."""
    return any(request.user.has_perm(right) for right in rights)


def in_pages(request: HttpRequest, rows: Any) -> dict[str, Any]:
    """One page of a list with the numbers of the others. Two queries."""
    page = WagtailPaginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    return {
        "page_obj": page,
        "elided_page_range": page.paginator.get_elided_page_range(page.number),
    }


def back(request: HttpRequest, otherwise: str) -> str:
    """Where the button was, within the admin."""
    target = request.POST.get("next", "")
    is_safe = url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return target if target and is_safe else otherwise


def attempt(
    refusal: type[Exception], request: HttpRequest, verb: Callable[..., Any], **arguments: Any
) -> bool:
    """Whether the verb was done, and say so; or say why not, which leaves everything as it was.

    ``refusal`` is what the verb raises with a sentence for people.
    """
    try:
        verb(**arguments)
    except refusal as error:
        messages.error(request, str(error))
        return False
    messages.success(request, _("Done."))
    return True


def show(
    request: HttpRequest,
    template: str,
    title: str,
    *forms: BaseForm,
    icon: str = "",
    subtitle: str = "",
    **context: Any,
) -> HttpResponse:
    """A page of the admin; 422 where a form has to be corrected."""
    names = {
        "header_title": f"{title}: {subtitle}" if subtitle else title,  # of the window
        "page_title": title,
        "page_subtitle": subtitle,
        "header_icon": icon,
    }
    status = 422 if any(form.is_bound and form.errors for form in forms) else 200
    return TemplateResponse(request, template, names | context, status=status)
