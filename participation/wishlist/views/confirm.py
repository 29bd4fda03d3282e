"""The page of a mailed link. Only its button does anything, since mail scanners open links too."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cms.users.links.views import link_page
from participation.wishlist.domain import actions, confirmations
from participation.wishlist.domain.rules import NotAllowedError
from participation.wishlist.models import Confirmation
from participation.wishlist.views.common import show


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Say what the link is for; on POST do it and say what comes next."""
    asked = confirmations.pending(key)
    return link_page(
        request,
        asked,
        show=show,
        template="wishlist/confirm.html",
        title=_titles()[asked.action] if asked else "",
        press=lambda link: actions.confirm(key=link.key),
        after=lambda done: _after(request, done),
        refused=NotAllowedError,
    )


def _titles() -> dict[str, str]:
    return {
        confirmations.INSTITUTION: _("Confirm your application"),
        confirmations.FOLLOW: _("Follow this wish"),
    }


def _after(request: HttpRequest, done: Confirmation) -> HttpResponse:
    if done.action == confirmations.INSTITUTION:
        title = _("Thank you! We have your application")
        return show(request, "wishlist/arrived.html", title, institution=done.institution)
    messages.success(request, _("You follow this wish now."))
    assert done.wish is not None  # noqa: S101 – narrows the type
    return redirect(done.wish)
