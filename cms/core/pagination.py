"""Lists in pages."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict

PER_PAGE = 24


def paginate(items: Any, number: str | None, per_page: int = PER_PAGE) -> Page:
    """The numbered page of a list; the first for nonsense, the last for a number too high."""
    return Paginator(items, per_page).get_page(number)


@dataclass(frozen=True)
class Link:
    """A page of a list; ``url`` is empty for the page itself, both for pages left out."""

    number: int | None
    url: str


@dataclass(frozen=True)
class Links:
    """The ways from one page of a list to others; empty where there is none."""

    previous: str
    next: str
    numbers: list[Link]


def links(page: Page, query: QueryDict) -> Links:
    """Addresses that change nothing but the page. The pages far from this one are left out."""
    rest = query.copy()
    rest.pop("page", None)
    start = f"?{rest.urlencode()}&page=" if rest else "?page="
    shown = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return Links(
        previous=f"{start}{page.number - 1}" if page.has_previous() else "",
        next=f"{start}{page.number + 1}" if page.has_next() else "",
        numbers=[
            Link(number, f"{start}{number}" if number != page.number else "")
            if isinstance(number, int)
            else Link(None, "")
            for number in shown
        ],
    )
