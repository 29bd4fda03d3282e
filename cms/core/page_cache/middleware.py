"""Answers from memory: around the application and as its first middleware, so that a hit costs next
to nothing.

What stands below it, logging, sessions and languages included, is not reached by a hit; the kept
answer carries the headers they have set.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, parse_cookie
from django.utils.cache import has_vary_header

from cms.core.page_cache import reads, stores
from cms.core.page_cache.answers import BYPASS, HEADER, HIT, MISS, Answer

GetResponse = Callable[[HttpRequest], HttpResponse]
WSGIApplication = Callable[[dict[str, Any], Any], Iterable[bytes]]
Key = tuple[str, str, str, str]
PLAIN_QUERY = re.compile(r"(page=[1-9]\d{0,3})?")
_NOT_FOR_ALL = ("private", "no-store", "no-cache", "max-age=0")
_VARY_ALLOWED = {"cookie", "accept-language", "accept-encoding"}


def page_cache(get_response: GetResponse) -> GetResponse:
    """Middleware: answer anonymous requests for pages from this process's memory."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not stores.is_used or getattr(request, "is_dummy", False):
            return get_response(request)
        key = key_of(request.META)
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


def remembering(application: WSGIApplication) -> WSGIApplication:
    """A WSGI application that answers hits itself, before a request is made of its variables.

    That is most of what a hit costs. The middleware below does the same for other servers.
    """

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        key = key_of(environ) if stores.is_used else None
        entry = stores.answers.get(key) if key and stores.follower.is_trusted else None
        if entry is None:
            return application(environ, start_response)
        status, headers, body = entry.value.chosen(environ)
        start_response(status, [*headers.items(), (HEADER, HIT)])
        return [body]

    return answer


def key_of(meta: dict[str, Any]) -> Key | None:
    """What the answer depends on, from the variables of WSGI; None for what is never kept."""
    path, query = meta.get("PATH_INFO", ""), meta.get("QUERY_STRING", "")
    if meta["REQUEST_METHOD"] not in ("GET", "HEAD") or not PLAIN_QUERY.fullmatch(query):
        return None
    if not path.isascii():  # servers and Django write other letters differently
        return None
    if "HTTP_AUTHORIZATION" in meta or _has_cookie_of_ours(meta.get("HTTP_COOKIE", "")):
        return None
    scheme = meta.get("HTTP_X_FORWARDED_PROTO") or meta.get("wsgi.url_scheme", "")
    return (scheme, meta.get("HTTP_HOST", ""), path, query)


def _has_cookie_of_ours(cookies: str) -> bool:
    personal = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages"}
    return bool(cookies) and not personal.isdisjoint(parse_cookie(cookies))


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
