"""What the pages of devices share: the way to them."""

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from wagtail.models import Page

from cms.core.page_cache import frame
from cms.core.trails import Crumb, Trail
from hardware_bridge.models import LiveOverviewPage

PICTOGRAMS = {"bin": "container", "light": "light", "locker": "locker", "sensor": "iot"}


def _read_way() -> list[Page]:
    found = LiveOverviewPage.objects.live().filter(locale__language_code=get_language()).first()
    return [*found.breadcrumbs, found] if found else []


def way() -> list[Page]:
    """Home and the start of the live values in the active language; empty where it has none."""
    return frame.keep(("way-to-live", get_language()), _read_way)


def overview_url() -> str:
    """Where all live values are; home where the language has no such page."""
    return (way() and way()[-1].url) or reverse("wagtail_serve", args=[""])


def trail(title: str, *above: Crumb) -> Trail:
    """Home, the live values, what is above, and where one is."""
    above_all: list[Any] = [*way(), *above]
    return Trail(title, above_all)
