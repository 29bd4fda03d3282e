"""What stands on an idea's page beside its words; each part of the process adds its own.

A function gets the idea and the request and returns the variables of its template, or None where
there is nothing to show::

    @idea_part("ideas/parts/timeline.html", order=20)
    def timeline(idea: Idea, request: HttpRequest) -> dict[str, Any] | None: ...
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from participation.ideas.models import Idea

PartFunction = Callable[[Idea, HttpRequest], dict[str, Any] | None]


@dataclass(frozen=True)
class Part:
    """A part that has something to show."""

    template: str
    values: dict[str, Any]


_parts: list[tuple[int, str, PartFunction]] = []


def idea_part(template: str, order: int) -> Callable[[PartFunction], PartFunction]:
    """Register the decorated function as a part of every idea's page, between text and comments."""

    def register(function: PartFunction) -> PartFunction:
        _parts.append((order, template, function))
        return function

    return register


def parts_of(idea: Idea, request: HttpRequest) -> list[Part]:
    """The parts to show, in order."""
    found = (
        (template, function(idea, request))
        for _order, template, function in sorted(_parts, key=lambda part: part[:2])
    )
    return [Part(template, values) for template, values in found if values is not None]
