"""Which page an address names, remembered: Wagtail asks anew for the root and for every level."""

from copy import copy
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from wagtail import views
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from cms.core.page_cache import frame, stores, tags
from cms.core.serving import is_served_by_number


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Wagtail's view of pages."""
    find(request, path)
    return views.serve(request, path)


def find(request: HttpRequest, path: str) -> RouteResult | None:
    """The page of an address, for Wagtail and for files below pages. None where there is none.

    Only addresses of pages themselves are remembered, not those that a page type routes below it.
    Where the view does with that (:func:`cms.core.serving.serve_with`), so is the page.
    """
    site = Site.find_for_request(request)
    key = ("route", site.pk if site else None, get_language(), path)
    stamp = stores.frame.stamp()
    entry = stores.frame.get(key) if stores.follower.is_trusted else None
    if entry:
        request._wagtail_route_for_request = _known(request, entry.value)  # type: ignore[attr-defined]
    route = Page.route_for_request(request, path)
    if route is None:
        return None
    page = route[0]
    if not entry and stores.follower.is_trusted and page.url_path.endswith(f"/{path}"):
        frame.put(key, _remembered(page), tags=[tags.page_tag(page)], stamp=stamp)
    frame.begin(page)
    return route


def _remembered(page: Page) -> Any:
    """The page where its view does with one out of memory, else its type and number."""
    if not is_served_by_number(type(page)):
        return type(page), page.pk
    kept = copy(page)
    kept.is_remembered = True
    return kept


def _known(request: HttpRequest, found: Any) -> RouteResult | None:
    if isinstance(found, Page):
        return RouteResult(copy(found))
    model, pk = found
    try:
        return model.objects.get(pk=pk).route(request, [])
    except (model.DoesNotExist, Http404):
        return None
