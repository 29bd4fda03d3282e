"""Answers from memory: the first middleware, so that a hit costs next to nothing.

What stands below it, logging, sessions and languages included, is not reached by a hit; the kept
answer carries the headers they have set.
"""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import has_vary_header

from cms.core.page_cache import reads, stores
from cms.core.page_cache.answers import BYPASS, HEADER, HIT, MISS, Answer

GetResponse = Callable[[HttpRequest], HttpResponse]
Key = tuple[str, str, str, str]
PLAIN_QUERY = re.compile(r"(page=[1-9]\d{0,3})?")
_NOT_FOR_ALL = ("private", "no-store", "no-cache", "max-age=0")
_VARY_ALLOWED = {"cookie", "accept-language", "accept-encoding"}


def page_cache(get_response: GetResponse) -> GetResponse:
    """Middleware: answer anonymous requests for pages from this process's memory."""
    personal = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages"}

    def middleware(request: HttpRequest) -> HttpResponse:
        if not stores.is_used or getattr(request, "is_dummy", False):
            return get_response(request)
        key = None if _is_personal(request, personal) else key_of(request)
        trusted = stores.follower.is_trusted
        if key and trusted:
            entry = stores.answers.get(key)
            if entry:
                return entry.value.reply(request, HIT)
        stores.follower.ensure_running()
        if key and trusted and request.method == "GET":
            return _fill(key, request, get_response)
        return _marked(request, get_response(request), BYPASS if not key else MISS)

    return middleware


def key_of(request: HttpRequest) -> Key | None:
    """What the answer depends on; None for what is never kept."""
    meta = request.META
    query = meta.get("QUERY_STRING", "")
    if request.method not in ("GET", "HEAD") or not PLAIN_QUERY.fullmatch(query):
        return None
    scheme = meta.get("HTTP_X_FORWARDED_PROTO") or meta.get("wsgi.url_scheme", "")
    return (scheme, meta.get("HTTP_HOST", ""), request.path_info, query)


def _is_personal(request: HttpRequest, cookies: set[str]) -> bool:
    meta = request.META
    if "HTTP_AUTHORIZATION" in meta:
        return True
    return bool(meta.get("HTTP_COOKIE")) and not cookies.isdisjoint(request.COOKIES)


def _fill(key: Key, request: HttpRequest, get_response: GetResponse) -> HttpResponse:
    """Answer, and keep the answer unless something it depends on was touched meanwhile."""
    stamp = stores.answers.stamp()
    with reads.recording() as read:
        response = get_response(request)
        page = getattr(request, "served_page", None)
        if page is not None and is_for_all(response):
            read.of_page(page)
        else:
            return _marked(request, response, BYPASS)
    answer = Answer(response)
    if read.is_complete:
        stores.answers.put(
            key,
            answer,
            size=answer.size,
            tags=read.tags,
            seconds=settings.PAGE_CACHE_SECONDS,
            stamp=stamp,
        )
    return answer.reply(request, MISS)


def is_for_all(response: HttpResponse) -> bool:
    """Whether the same answer may go to everybody."""
    control = response.headers.get("Cache-Control", "")
    vary = {name.strip().lower() for name in response.headers.get("Vary", "").split(",")}
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not any(word in control for word in _NOT_FOR_ALL)
        and not has_vary_header(response, "*")
        and vary - {""} <= _VARY_ALLOWED
    )


def _marked(request: HttpRequest, response: HttpResponse, verdict: str) -> HttpResponse:
    if hasattr(request, "served_page"):
        response.headers[HEADER] = verdict
    return response
