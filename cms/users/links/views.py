"""The page of a mailed link, and where a browser is told that the mail went."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cms.users.links.domain import Link, is_sent_to
from cms.users.requests import person

SHOWN_FOR = 3600
"""Seconds in which a browser is told where a mail went."""


def link_page(
    request: HttpRequest,
    asked: Link | None,
    *,
    show: Callable[..., HttpResponse],
    template: str,
    title: str,
    press: Callable[[Link], Any],
    after: Callable[[Any], HttpResponse],
    refused: type[Exception],
) -> HttpResponse:
    """Say what the link is for. Only its button does anything, since mail scanners open links too.

    The button calls ``press`` with the link, and ``after`` answers with what came of it.
    ``template`` gets ``asked`` (None: a dead link), ``foreign`` (somebody else is signed in) and
    ``refusal``.
    """
    if asked is None:
        return _dead(request, show, template)
    user = person(request)
    if user is not None and not is_sent_to(asked, user):
        return show(request, template, title, asked=asked, foreign=True, status=403)
    if request.method != "POST":
        return show(request, template, title, asked=asked)
    try:
        done = press(asked)
    except refused as error:
        return show(request, template, title, asked=asked, refusal=str(error), status=409)
    return after(done) if done else _dead(request, show, template)


def _dead(request: HttpRequest, show: Callable[..., HttpResponse], template: str) -> HttpResponse:
    return show(request, template, _("This link is no longer valid"), status=410)


def remember_address(answer: HttpResponse, email: str, *, cookie: str, path: str) -> HttpResponse:
    """Let this browser be told where the mail went, on that one page."""
    answer.set_signed_cookie(
        cookie,
        email,
        salt=cookie,
        max_age=SHOWN_FOR,
        path=path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer


def remembered_address(request: HttpRequest, cookie: str) -> str:
    """Where the mail went; empty in another browser, and later."""
    return request.get_signed_cookie(cookie, "", salt=cookie, max_age=SHOWN_FOR) or ""
