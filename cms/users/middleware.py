"""Who works in the admin may do so, and has a second factor."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cms.core.middleware import ADMIN_PREFIX
from cms.users.queries import has_second_factor

# Signing in and out must work before there is a second factor.
OPEN = (f"{ADMIN_PREFIX}login/", f"{ADMIN_PREFIX}logout/")


def admin_access(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Tell whoever is signed in without access to the admin so, in words and with ways on.

    Wagtail leads to the sign-in, which would lead those who are signed in straight back.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if _asks_for_admin(request) and _is_closed_to(request.user):
            return render(request, "account/no_admin.html", status=403)
        return get_response(request)

    return middleware


def _is_closed_to(user: Any) -> bool:
    return user.is_authenticated and not user.has_perm("wagtailadmin.access_admin")


def second_factor(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Lead people with access to the admin to the set-up of a second factor before any page of it.

    Whoever has one was asked for it at sign-in, by django-allauth. The demo does without.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if not settings.DEMO and _asks_for_admin(request) and _lacks_second_factor(request):
            messages.warning(request, _("Set up a second factor before you use the admin area."))
            return redirect("mfa_index")
        return get_response(request)

    return middleware


def _asks_for_admin(request: HttpRequest) -> bool:
    return request.path_info.startswith(ADMIN_PREFIX) and request.path_info not in OPEN


def _lacks_second_factor(request: HttpRequest) -> bool:
    user = request.user
    return (
        user.is_authenticated
        and user.has_perm("wagtailadmin.access_admin")
        and not has_second_factor(user)
    )
