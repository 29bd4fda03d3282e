"""The page of a mailed link. Only its button does anything, since mail scanners open links too."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cms.users.queries import verified_addresses
from cms.users.requests import person
from participation.wishlist.domain import actions, confirmations
from participation.wishlist.domain.rules import NotAllowedError
from participation.wishlist.models import Confirmation
from participation.wishlist.views.common import show


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Say what the link is for; on POST do it and say what comes next."""
    asked = confirmations.pending(key)
    if asked is None:
        return _dead(request)
    title = _titles()[asked.action]
    if _is_somebody_else(request, asked):
        return show(request, "wishlist/confirm.html", title, asked=asked, foreign=True, status=403)
    if request.method != "POST":
        return show(request, "wishlist/confirm.html", title, asked=asked)
    try:
        done = actions.confirm(key=key)
    except NotAllowedError as error:
        return show(
            request, "wishlist/confirm.html", title, asked=asked, refusal=str(error), status=409
        )
    return _after(request, done) if done else _dead(request)


def _titles() -> dict[str, str]:
    return {
        confirmations.INSTITUTION: _("Confirm your application"),
        confirmations.FOLLOW: _("Follow this wish"),
    }


def _dead(request: HttpRequest) -> HttpResponse:
    return show(request, "wishlist/confirm.html", _("This link is no longer valid"), status=410)


def _is_somebody_else(request: HttpRequest, asked: Confirmation) -> bool:
    """Whether the person signed in here has another address than the one the link went to."""
    user = person(request)
    return user is not None and asked.email not in {
        address.lower() for address in (user.email, *verified_addresses(user))
    }


def _after(request: HttpRequest, done: Confirmation) -> HttpResponse:
    if done.action == confirmations.INSTITUTION:
        title = _("Thank you! We have your application")
        return show(request, "wishlist/arrived.html", title, institution=done.institution)
    messages.success(request, _("You follow this wish now."))
    assert done.wish is not None  # noqa: S101 – narrows the type
    return redirect(done.wish)
