"""The way to a view that is no page of the tree, for the breadcrumbs."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Trail:
    """What the breadcrumbs read of a page, for a view that is none."""

    title: str
    breadcrumbs: list[Any]


@dataclass(frozen=True)
class Crumb:
    """A view above another one, where breadcrumbs expect a page."""

    title: str
    url: str
