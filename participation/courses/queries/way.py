"""The way to the catalogue in the reader's language."""

from django.urls import reverse
from django.utils.translation import get_language
from wagtail.models import Page

from cms.core.page_cache import frame
from participation.courses.models import CourseIndexPage


def way() -> list[Page]:
    """Home and the start of the courses; empty where the language has none. Remembered."""
    return frame.keep(("way-to-courses", get_language()), _read)


def _read() -> list[Page]:
    index = CourseIndexPage.objects.live().filter(locale__language_code=get_language()).first()
    return [*index.breadcrumbs, index] if index else []


def list_url() -> str:
    """Where the catalogue is; home where the language has none."""
    found = way()
    return (found and found[-1].url) or reverse("wagtail_serve", args=[""])
