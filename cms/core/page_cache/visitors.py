"""Whole pages for whoever is signed out, where the page cache keeps none.

That is for requests with a cookie, for lists with filters, and for pages whose rows count up a
version (:class:`reads.Version`), which are asked for it each time. They stand in the memory of
parts.
"""

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.translation import get_language
from wagtail.models import Site

from cms.core.page_cache import parts, reads
from cms.core.page_cache.answers import OK, Answer
from cms.core.page_cache.middleware import PLAIN_QUERY, is_for_all, key_of

FORM_IS_SHOWN = "CSRF_COOKIE_NEEDS_UPDATE"
"""How Django notes that a page shows the secret of a form."""


def answer(
    request: HttpRequest,
    key: Hashable,
    build: Callable[[], HttpResponse],
    *,
    versioned: frozenset[str] = reads.NO_TABLES,
) -> HttpResponse:
    """The kept answer of the key, else what `build` returns, kept where it may go to everybody.

    Whoever is signed in, or is to be told something, gets what `build` returns.
    """
    if not _is_nobody(request):
        return build()
    site = Site.find_for_request(request)
    whole = ("answer", site.pk if site else None, get_language(), key)
    kept = parts.keep(whole, lambda: _made(request, build), request=request, versioned=versioned)
    return _sent(request, kept) if isinstance(kept, Answer) else kept


def kept_for_visitors(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Keep what a view answers to its address and the number of a page, of which alone it depends,
    for requests that the page cache lets pass. Whatever else the query says, the view is asked.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if key_of(request.META) or not PLAIN_QUERY.fullmatch(query):
            return view(request, *args, **kwargs)
        key = ("view", request.path, query)
        return answer(request, key, lambda: view(request, *args, **kwargs))

    return answered


def _is_nobody(request: HttpRequest) -> bool:
    return not request.user.is_authenticated and not len(get_messages(request))


def _made(request: HttpRequest, build: Callable[[], HttpResponse]) -> Answer | HttpResponse:
    secret_was_sent = request.META.pop(FORM_IS_SHOWN, False)
    response: Any = build()
    if not getattr(response, "is_rendered", True):
        response.render()
    page = getattr(request, "served_page", None)
    if page is not None:
        reads.note_page(page)
    # A form's secret belongs to one browser.
    has_form = request.META.get(FORM_IS_SHOWN, False)
    request.META[FORM_IS_SHOWN] = secret_was_sent or has_form
    if is_for_all(response) and not has_form and not request.session.modified:
        return Answer(response)
    reads.spoil()
    return response


def _sent(request: HttpRequest, kept: Answer) -> HttpResponse:
    status, headers, body = kept.chosen(request.META)
    if status == OK:
        return HttpResponse(body, headers=headers)
    return HttpResponseNotModified(headers=headers)
