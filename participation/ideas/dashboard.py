"""Ideas, comments and reports that wait for a moderator, on the admin's start page."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import ngettext

from cms.core.dashboard import Waiting, waiting
from participation.ideas.queries.moderation import counts


@waiting
def moderation(request: HttpRequest) -> Iterator[Waiting]:
    """One line for all of it."""
    if not request.user.has_perm("ideas.moderate_idea"):
        return
    total = counts().total
    if total:
        text = ngettext(
            "%(n)s text of the ideas to look at", "%(n)s texts of the ideas to look at", total
        )
        yield Waiting(text % {"n": total}, reverse("idea_queue"), "clipboard-list")
