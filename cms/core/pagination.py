"""Lists in pages."""

from typing import Any

from django.core.paginator import Page, Paginator

PER_PAGE = 24


def paginate(items: Any, number: str | None, per_page: int = PER_PAGE) -> Page:
    """The numbered page of a list; the first for nonsense, the last for a number too high."""
    return Paginator(items, per_page).get_page(number)
