"""What the office's pages share: doing and saying so, and how a page is shown."""

from collections.abc import Callable
from typing import Any

from crowdfunding_lite.domain import BusyError, NotAllowedError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from cms.core import admin_pages
from cms.core.admin_pages import PER_PAGE, back, for_right, in_pages, may
from participation.wishlist.roles import MONEY, REVIEW, SEE

__all__ = ["ALL", "PER_PAGE", "attempt", "back", "for_right", "in_pages", "may", "show"]

ALL = (SEE, REVIEW, MONEY)


def attempt(request: HttpRequest, verb: Callable[..., Any], **arguments: Any) -> Any:
    """What the verb returns, said to be done; None with the reason where it may not be done."""
    try:
        done = verb(**arguments)
    except (NotAllowedError, BusyError) as error:
        messages.error(request, str(error) or _("Somebody else is at it. Please try again."))
        return None
    messages.success(request, _("Done."))
    return True if done is None else done


def show(
    request: HttpRequest, template: str, title: str, *forms: BaseForm, **context: Any
) -> HttpResponse:
    """A page of the office, which knows what the person may."""
    rights = {"may_money": may(request, MONEY), "may_review": may(request, REVIEW)}
    context = {"icon": "gift"} | rights | context
    return admin_pages.show(request, f"wishlist/admin/{template}", title, *forms, **context)
