"""What the templates of the page types get."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from cms.core.serving import lazy, page_context
from hardware_bridge.forms.lists import DeviceFilterForm
from hardware_bridge.models import LiveOverviewPage, StatusPage
from hardware_bridge.queries import lists
from hardware_bridge.queries.board import Board


@page_context(LiveOverviewPage)
def overview(page: LiveOverviewPage, request: HttpRequest) -> dict[str, Any]:
    """How many devices say how they are, the pages about them, and the list through filters."""
    filters = DeviceFilterForm(request.GET)
    listing = lists.page_of(filters.chosen, request.GET.get("page"))
    return {
        "filters": filters,
        "page_obj": listing,
        "devices": listing.object_list,
        "count": listing.paginator.count,
        "counts": lists.counts(),
        "groups": lists.groups(),
        "status_pages": lazy(_status_pages, page),
        "api_url": reverse("api:devices"),
    }


def _status_pages(page: LiveOverviewPage) -> list[StatusPage]:
    return list(StatusPage.objects.child_of(page).live().order_by("path").defer("body"))


@page_context(StatusPage)
def status_page(page: StatusPage, request: HttpRequest) -> dict[str, Any]:
    """All that its blocks show, read at once."""
    return {"board": Board.of_stream(page.body)}
