"""The way to the list of ideas in the reader's language."""

from django.urls import reverse
from django.utils.translation import get_language
from wagtail.models import Page

from cms.core.page_cache import frame
from participation.ideas.models import IdeaIndexPage


def way() -> list[Page]:
    """Home and the start of the ideas; empty where the language has none. Remembered."""
    return frame.keep(("way-to-ideas", get_language()), _read)


def _read() -> list[Page]:
    index = IdeaIndexPage.objects.live().filter(locale__language_code=get_language()).first()
    return [*index.breadcrumbs, index] if index else []


def list_url() -> str:
    """Where all ideas are; home where the language has no list."""
    found = way()
    return (found and found[-1].url) or reverse("wagtail_serve", args=[""])
