"""The part of the admin's dashboard that says what waits for me.

Each app adds its own lines through :func:`waiting`; Wagtail's own panels show workflow tasks.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from laces.components import Component
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.permission_policies.pages import PagePermissionPolicy

from cms.core import language_report
from cms.core.models.freshness import Freshness


@dataclass(frozen=True)
class Waiting:
    """A line of the panel: what waits, how many, and where it is dealt with, if anywhere."""

    text: str
    url: str = ""
    icon: str = "warning"
    urgent: bool = False
    """Whether somebody outside waits for it; such lines come first."""


NAMED = 5
"""So many of a kind are named; the rest is counted."""

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
        """The lines of every source, urgent ones first."""
        request = parent_context["request"]
        found = (item for source in _sources for item in source(request))
        return {"items": sorted(found, key=lambda item: not item.urgent)}


@waiting
def approvals(request: HttpRequest) -> Iterator[Waiting]:
    """Pages that others have handed in and I may approve, in one line."""
    count = TaskState.objects.reviewable_by(request.user).count()
    if count:
        text = ngettext(
            "%(n)s page waits for your approval", "%(n)s pages wait for your approval", count
        )
        url = f"{reverse('wagtailadmin_reports:workflow_tasks')}?reviewable=true"
        yield Waiting(text % {"n": count}, url, "check", urgent=True)


@waiting
def drafts(request: HttpRequest) -> Iterator[Waiting]:
    """Pages with changes of mine that nobody has published, the newest each with a link.

    What I have handed in waits for somebody else.
    """
    handed_in = WorkflowState.objects.filter(
        status=WorkflowState.STATUS_IN_PROGRESS,
        base_content_type=ContentType.objects.get_for_model(Page),
    )
    mine = (
        Page.objects.filter(has_unpublished_changes=True, latest_revision__user=request.user)
        .annotate(key=Cast("pk", CharField()))
        .exclude(key__in=handed_in.values("object_id"))
    )
    newest = mine.order_by("-latest_revision_created_at").values_list("pk", "draft_title")
    for pk, title in newest[:NAMED]:
        text = _("Draft: %(title)s") % {"title": title}
        yield Waiting(text, reverse("wagtailadmin_pages:edit", args=[pk]), "draft")
    more = mine.count() - NAMED
    if more > 0:
        text = ngettext("%(n)s more draft of yours", "%(n)s more drafts of yours", more)
        edited_by_me = f"{reverse('wagtailadmin_explore_root')}?edited_by={request.user.pk}"
        yield Waiting(text % {"n": more}, edited_by_me, "draft")


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
    for page in due.defer_streamfields()[:NAMED]:
        text = _("Review due: %(title)s") % {"title": page.title}
        yield Waiting(text, reverse("wagtailadmin_pages:edit", args=[page.pk]), "calendar-check")


@waiting
def translations(request: HttpRequest) -> Iterator[Waiting]:
    """Older and missing texts in the other languages, a line for each."""
    if not PagePermissionPolicy().user_has_any_permission(request.user, {"change"}):
        return
    url = reverse("language_report")
    for part in language_report.totals(language_report.report()):
        language = language_report.label(part.language)
        if part.stale:
            text = ngettext(
                "%(language)s: %(n)s page is older than the German one",
                "%(language)s: %(n)s pages are older than the German ones",
                len(part.stale),
            )
            yield Waiting(text % {"language": language, "n": len(part.stale)}, url, "history")
        if part.missing:
            text = ngettext(
                "%(language)s: %(n)s page is missing",
                "%(language)s: %(n)s pages are missing",
                len(part.missing),
            )
            yield Waiting(text % {"language": language, "n": len(part.missing)}, url, "globe")
