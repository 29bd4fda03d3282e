"""What a page type's template gets, registered by the app's ``views.py``.

Page models hold data and know nothing of forms or queries; the functions that read for a template
register themselves here and :class:`cms.core.models.BasePage` calls them when it is served.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

ContextFunction = Callable[[Any, HttpRequest], dict[str, Any]]
ServeFunction = Callable[[Any, HttpRequest], HttpResponse]

_functions: dict[type, ContextFunction] = {}
_views: dict[type, ServeFunction] = {}


def page_context(page_type: type) -> Callable[[ContextFunction], ContextFunction]:
    """Register the decorated function as the source of a page type's template variables."""

    def register(function: ContextFunction) -> ContextFunction:
        _functions[page_type] = function
        return function

    return register


def context_of(page: Any, request: HttpRequest) -> dict[str, Any]:
    """Template variables registered for the page's type; empty when there are none."""
    function = _functions.get(type(page))
    return function(page, request) if function else {}


def serve_with(page_type: type) -> Callable[[ServeFunction], ServeFunction]:
    """Register the decorated function as the whole view of a page type, forms included."""

    def register(function: ServeFunction) -> ServeFunction:
        _views[page_type] = function
        return function

    return register


def view_of(page: Any) -> ServeFunction | None:
    """The registered view of the page's type, if any."""
    return _views.get(type(page))
