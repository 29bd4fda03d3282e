"""The ideas that a page of the programme grew from."""

from collections import defaultdict
from uuid import UUID

from django.db.models import F
from wagtail.models import Page

from cms.core.page_cache import frame
from participation.ideas.models import Idea

SHOWN = ("title", "language", "created_at")


def origins(page: Page) -> tuple[Idea, ...]:
    """Public ideas that became the page in any language, the oldest first.

    One query for all pages, kept until something of it changes.
    """
    return frame.keep("origins-of-pages", _read).get(page.translation_key, ())


def _read() -> dict[UUID, tuple[Idea, ...]]:
    grown = Idea.objects.public().filter(became__isnull=False).only(*SHOWN)
    found: defaultdict[UUID, list[Idea]] = defaultdict(list)
    for idea in grown.annotate(page_key=F("became__translation_key")).order_by("created_at", "pk"):
        found[idea.page_key].append(idea)
    return {key: tuple(ideas) for key, ideas in found.items()}
