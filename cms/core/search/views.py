"""What the search page's template gets, and its suggestions."""

from typing import Any

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db import OperationalError
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.core.models import SearchPage
from cms.core.search import limits, queries, texts
from cms.core.search.registry import sections
from cms.core.serving import page_context

LAST_PAGE = 100


@page_context(SearchPage)
def results(page: SearchPage, request: HttpRequest) -> dict[str, Any]:
    """The finds of the address, or why there are none."""
    query = texts.clean(request.GET.get("q", ""))
    section = request.GET.get("section", "")
    context: dict[str, Any] = {
        "query": query[: texts.LONGEST_QUERY],
        "section": section if section in sections() else "",
        "longest_query": texts.LONGEST_QUERY,
    }
    problem = _problem(request, query)
    if problem or not query:
        return context | {"problem": problem}
    number = _page_number(request)
    wanted = {
        "query": query,
        "language": page.locale.language_code,
        "section": context["section"],
    }
    try:
        found = queries.search(**wanted, page=number)
        listing = _listing(found, number)
        if listing.number != number:
            found = queries.search(**wanted, page=listing.number)
    except OperationalError:
        return context | {"problem": _("This search took too long. Try fewer or other words.")}
    return context | {
        "results": found,
        "all_count": sum(each.count for each in found.counts),
        "page_obj": listing,
    }


@require_safe
def suggestions(request: HttpRequest, language: str) -> JsonResponse:
    """Titles for what has been typed; none when it is too much, too often or too slow."""
    query = request.GET.get("q", "")
    found: list[queries.Find] = []
    if len(query) <= texts.LONGEST_QUERY and not limits.is_too_often(request):
        try:
            found = queries.suggest(query=query, language=language)
        except OperationalError:
            found = []
    items = [
        {"title": each.plain_title, "url": each.url, "section": str(each.section.label)}
        for each in found
    ]
    response = JsonResponse({"items": items, "count": len(items)})
    response.headers["Cache-Control"] = "no-store"
    return response


def _problem(request: HttpRequest, query: str) -> str:
    if not query:
        return ""
    if len(query) > texts.LONGEST_QUERY:
        return _("Please search with fewer words: at most %(number)s characters.") % {
            "number": texts.LONGEST_QUERY
        }
    if not texts.words(query):
        return _("Please type at least one word: signs alone find nothing.")
    if limits.is_too_often(request):
        return _("Those were very many searches. Please wait a minute.")
    return ""


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 1
    return min(max(number, 1), LAST_PAGE)


def _listing(found: queries.Results, number: int) -> ListPage:
    """The finds as a numbered page of a list whose other pages are not read."""
    paginator = Paginator(range(min(found.total, LAST_PAGE * queries.PER_PAGE)), queries.PER_PAGE)
    return paginator.get_page(number)
