"""What the process does when editors publish pages: a job looks at each that may concern ideas.

Wagtail's signal is the only way to hear of it on every path: by hand, by workflow and on time.
"""

from typing import Any

from django.conf import settings
from wagtail.models import Page
from wagtail.signals import page_published

from cms.core.jobs import enqueue
from cms.pages.models import NewsPage
from cms.programme.models import ProjectPage, UpdatePage
from participation.ideas.models import Idea, WorkshopPage
from participation.ideas.models.choices import Outcome

LOOKED_AT = (ProjectPage, WorkshopPage, NewsPage)
"""Pages that may be the occasion for a parked idea."""


def connect() -> None:
    """Listen. Called by the app's configuration."""
    page_published.connect(_published, dispatch_uid="ideas")


def _published(sender: type[Page], instance: Page, **_others: Any) -> None:
    if instance.locale.language_code == settings.LANGUAGE_CODE and concerns_ideas(instance):
        enqueue("ideas.look_at_page", page_id=instance.pk)


def concerns_ideas(page: Page) -> bool:
    """Whether an idea became the page or waits for such a one. At most two queries."""
    if isinstance(page, UpdatePage):
        parent = page.get_parent()
        return bool(parent) and Idea.objects.filter(became=parent.pk).exists()
    if isinstance(page, LOOKED_AT) and Idea.objects.filter(outcome=Outcome.PARKED).exists():
        return True
    return Idea.objects.filter(became=page.pk).exists()
