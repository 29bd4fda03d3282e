"""The part of the admin's dashboard that says what waits for me.

Each app adds its own lines through :func:`waiting`; Wagtail's own panels show workflow tasks.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from laces.components import Component
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from cms.core import language_report
from cms.core.models.freshness import Freshness


@dataclass(frozen=True)
class Waiting:
    """A line of the panel: what waits, how many, and where it is dealt with."""

    text: str
    url: str
    icon: str = "warning"


Source = Callable[[HttpRequest], Iterator[Waiting]]
_sources: list[Source] = []


def waiting(source: Source) -> Source:
    """Register a function that yields what waits for the person of a request."""
    _sources.append(source)
    return source


class WaitingPanel(Component):
    """What waits for me."""

    name = "waiting"
    template_name = "core/admin/waiting.html"
    order = 90

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """The lines of every source."""
        request = parent_context["request"]
        return {"items": [item for source in _sources for item in source(request)]}


@waiting
def drafts(request: HttpRequest) -> Iterator[Waiting]:
    """Pages with changes of mine that nobody has published."""
    mine = Page.objects.filter(has_unpublished_changes=True, latest_revision__user=request.user)
    count = mine.count()
    if count:
        text = ngettext("%(n)s draft of yours", "%(n)s drafts of yours", count) % {"n": count}
        first = mine.order_by("-latest_revision_created_at").values_list("pk", flat=True)[0]
        url = reverse("wagtailadmin_pages:edit", args=[first]) if count == 1 else _drafts_url()
        yield Waiting(text, url, "draft")


def _drafts_url() -> str:
    return reverse("wagtailadmin_reports:aging_pages")


@waiting
def reviews(request: HttpRequest) -> Iterator[Waiting]:
    """Pages whose review date has passed, each with a link."""
    if not PagePermissionPolicy().user_has_any_permission(request.user, {"change"}):
        return
    for model in Freshness.__subclasses__()[0].__subclasses__():
        yield from _reviews_of(model)


def _reviews_of(model: Any) -> Iterator[Waiting]:
    if model._meta.abstract:
        for child in model.__subclasses__():
            yield from _reviews_of(child)
        return
    due = model.objects.filter(live=True, review_on__lte=timezone.localdate()).order_by("review_on")
    for page in due.defer_streamfields()[:5]:
        text = _("Review due: %(title)s") % {"title": page.title}
        yield Waiting(text, reverse("wagtailadmin_pages:edit", args=[page.pk]), "calendar-check")


@waiting
def translations(request: HttpRequest) -> Iterator[Waiting]:
    """Missing or older texts in the other languages."""
    if not PagePermissionPolicy().user_has_any_permission(request.user, {"publish"}):
        return
    for part in language_report.totals(language_report.report()):
        if part.missing or part.stale:
            text = _("%(language)s: %(missing)s pages missing, %(stale)s older than the German") % {
                "language": language_report.label(part.language),
                "missing": len(part.missing),
                "stale": len(part.stale),
            }
            yield Waiting(text, reverse("language_report"), "globe")
