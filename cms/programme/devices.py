"""The live devices of a project: pages ask here, and the floor that knows machines answers.

Imports go down only, so the bridge registers what it knows::

    @devices_of_pages
    def devices(page: Page) -> list[Device]: ...
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from wagtail.models import Page


@dataclass(frozen=True)
class Device:
    """A machine of a project as readers see it, in the active language."""

    title: str
    url: str
    state: str
    """In words: ``37 % full``."""
    seen_at: datetime | None = None
    """To the minute."""


DeviceFunction = Callable[[Page], list[Device]]
_sources: list[DeviceFunction] = []


def devices_of_pages(function: DeviceFunction) -> DeviceFunction:
    """Register the decorated function; it gets the page with the facts."""
    _sources.append(function)
    return function


def devices_of(page: Page) -> list[Device]:
    """All devices that belong to a page."""
    return [device for source in _sources for device in source(page)]
