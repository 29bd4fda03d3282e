"""What of the ideas waits for somebody of the office, on the admin's start page."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import ngettext

from cms.core.dashboard import Waiting, waiting
from participation.ideas import queries
from participation.ideas.models import ParkedMatch
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


@waiting
def sheets(request: HttpRequest) -> Iterator[Waiting]:
    """Ideas that wait for one's own part of the sheet."""
    count = queries.desk(request.user).waiting()
    if count:
        text = ngettext("%(n)s idea to assess", "%(n)s ideas to assess", count) % {"n": count}
        yield Waiting(text, reverse("idea_desk"), "tasks")


@waiting
def parked_ideas(request: HttpRequest) -> Iterator[Waiting]:
    """Parked ideas that resemble what has been published since."""
    if not queries.may_look_at_parked(request.user):
        return
    count = ParkedMatch.objects.filter(handled_at=None).count()
    if count:
        text = ngettext(
            "%(n)s parked idea whose time may have come",
            "%(n)s parked ideas whose time may have come",
            count,
        ) % {"n": count}
        yield Waiting(text, reverse("idea_matches"), "history")
