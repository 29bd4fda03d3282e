"""What a page type's template gets, registered by the app's ``views.py``.

Page models hold data and know nothing of forms or queries; the functions that read for a template
register themselves here and :class:`cms.core.models.BasePage` calls them when it is served.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import SimpleLazyObject

ContextFunction = Callable[[Any, HttpRequest], dict[str, Any]]
ServeFunction = Callable[[Any, HttpRequest], HttpResponse]


@dataclass(frozen=True)
class OwnRows:
    """Models of which a page shows only what belongs to itself: its rows and the pages below it.

    The page cache need not forget the page when others of these change. Without a declaration it
    does, so leaving one out costs speed and never shows an old page.
    """

    models: tuple[type, ...] = ()
    siblings: bool = False
    """Whether the page also shows the pages beside it."""


_own_rows: dict[type, OwnRows] = {}
_functions: dict[type, ContextFunction] = {}
_views: dict[type, ServeFunction] = {}
_by_number: set[type] = set()
_files: dict[tuple[type, str], ServeFunction] = {}


def page_context(
    page_type: type, own_rows: OwnRows | None = None
) -> Callable[[ContextFunction], ContextFunction]:
    """Register the decorated function as the source of a page type's template variables."""

    def register(function: ContextFunction) -> ContextFunction:
        _functions[page_type] = function
        _own_rows[page_type] = own_rows or OwnRows()
        return function

    return register


def lazy(read: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    """What the call returns, read when a template first asks for it: a kept part never does."""
    return SimpleLazyObject(partial(read, *arguments, **options))


def context_of(page: Any, request: HttpRequest) -> dict[str, Any]:
    """Template variables registered for the page's type; empty when there are none."""
    function = _functions.get(type(page))
    return function(page, request) if function else {}


def own_rows_of(page_type: type) -> OwnRows:
    """What the page type declares to read of its own only."""
    return _own_rows.get(page_type, OwnRows())


def serve_with(
    page_type: type, *, by_number: bool = False
) -> Callable[[ServeFunction], ServeFunction]:
    """Register the decorated function as the whole view of a page type, forms included.

    With `by_number` the page it gets may be out of memory. It says which page is asked for, and is
    never shown: whoever makes an answer of it takes :func:`anew`.
    """

    def register(function: ServeFunction) -> ServeFunction:
        _views[page_type] = function
        if by_number:
            _by_number.add(page_type)
        return function

    return register


def note_served(request: HttpRequest, page: Any) -> None:
    """Tell the page cache that the answer is a page, or stands below it."""
    request.served_page = page  # type: ignore[attr-defined]


def is_served_by_number(page_type: type) -> bool:
    """Whether the view of the page type does with a page out of memory."""
    return page_type in _by_number


def anew(page: Any, request: HttpRequest) -> Any:
    """The page as it is now, for a view that was registered `by_number`. Raises Http404."""
    if not page.is_remembered:
        return page
    fresh = get_object_or_404(type(page), pk=page.pk)
    if not fresh.live:
        raise Http404
    fresh.locale, fresh.is_known_open = page.locale, page.is_known_open
    note_served(request, fresh)
    return fresh


def view_of(page: Any) -> ServeFunction | None:
    """The registered view of the page's type, if any."""
    return _views.get(type(page))


def page_file(page_type: type, name: str) -> Callable[[ServeFunction], ServeFunction]:
    """Register the decorated function as a file below every page of a type.

    ``page_file(EventIndexPage, "kalender.ics")`` answers at ``/termine/kalender.ics``. Wagtail's
    own routes cannot: its addresses end in slashes and hold no dots.
    """

    def register(function: ServeFunction) -> ServeFunction:
        _files[page_type, name] = function
        return function

    return register


def file_of(page: Any, name: str) -> ServeFunction | None:
    """The registered file of the page's type, if any."""
    return _files.get((type(page), name))
