"""List pages kept whole, with whatever filters, for whoever is signed out."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from cms.core.page_cache import reads, visitors
from cms.core.page_cache.middleware import key_of
from cms.core.serving import anew, serve_with

LONGEST_KEY = 200
"""Letters of a query string under which a list is kept."""


def keep_list(page_type: type) -> None:
    """Keep here what the page cache passes by of a page type's lists.

    Their context has ``filters``, a form, and ``kept``: None where a choice is to be reckoned anew
    each time. They may show what the day is, and nothing of the hour.
    """

    @serve_with(page_type, by_number=True)
    def serve(page: Any, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        build = partial(_built, page, request)
        if len(query) > LONGEST_KEY or key_of(request.META) is not None:
            return build()
        return visitors.answer(request, ("list", page.pk, query, timezone.localdate()), build)


def _built(page: Any, request: HttpRequest) -> HttpResponse:
    """Only what choices of the form lead to is kept: other addresses have no end."""
    response: Any = anew(page, request).render_with(request, {})
    known = {*response.context_data["filters"].fields, "page"}
    if response.context_data["kept"] is None or not known.issuperset(request.GET):
        reads.spoil()
    return response
