"""A part of the site whose views stand below its start page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from wagtail.models import Page

from cms.core.guards import is_too_often, who_asks
from cms.core.models import BasePage
from cms.core.page_cache import frame
from cms.core.serving import note_served
from cms.core.trails import Crumb, Trail

HOUR = 3600


class SiteSection:
    """Knows the way to its views, and shows them. `start` is the type of its start page."""

    def __init__(self, name: str, start: type[BasePage]) -> None:
        self.name, self._start = name, start

    def way(self) -> list[Page]:
        """Home and the start page in the active language; empty where it has none. Remembered."""
        return frame.keep((f"way-to-{self.name}", get_language()), self._read_way)

    def _read_way(self) -> list[Page]:
        found = self._start.objects.live().filter(locale__language_code=get_language()).first()
        return [*found.breadcrumbs, found] if found else []

    def list_url(self) -> str:
        """Where the start page is; home where the language has none."""
        way = self.way()
        return (way and way[-1].url) or reverse("wagtail_serve", args=[""])

    def trail(self, title: str, *above: Crumb) -> Trail:
        """Home, the start page, what is above, and where one is."""
        return Trail(title, [*self.way(), *above])

    def show(
        self,
        request: HttpRequest,
        template: str,
        title: str,
        *above: Crumb,
        status: int = 200,
        **context: Any,
    ) -> HttpResponse:
        """A page of the section."""
        shown = {"title": title, "trail": self.trail(title, *above)} | context
        return render(request, template, shown, status=status)

    def show_kept(
        self, request: HttpRequest, template: str, title: str, *above: Crumb, **context: Any
    ) -> HttpResponse:
        """One that is the same for everybody, kept with what its queries have read."""
        trail = self.trail(title, *above)
        pages = [each for each in trail.breadcrumbs if isinstance(each, Page)]
        if pages:
            note_served(request, pages[-1])
        return render(request, template, {"page": None, "title": title, "trail": trail} | context)

    def sends_too_much(self, request: HttpRequest, email: str, *, most: int = 10) -> bool:
        """Whether the sender had an answer more than `most` times an hour, or the address a mail.

        Both are counted at every call, so that nobody is flooded.
        """
        flooded = is_too_often(f"{self.name}-mail", email.lower() or None, most=most, seconds=HOUR)
        return is_too_often(self.name, who_asks(request), most=most, seconds=HOUR) or flooded
