"""Public pages of the process that are the same for everybody, answered from memory."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from participation.ideas.views.common import trail


def show_kept(request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponse:
    """A page below the start page of the ideas, kept with what its queries have read."""
    found = trail(title)
    if found.breadcrumbs:
        # Tells the page cache that this is a page, and what stands above it.
        request.served_page = found.breadcrumbs[-1]  # type: ignore[attr-defined]
    shown = {"page": None, "title": title, "trail": found} | context
    return render(request, template, shown)
