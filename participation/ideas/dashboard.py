"""What of the ideas waits for somebody of the office, on the admin's start page."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import ngettext

from cms.core.dashboard import Waiting, waiting
from participation.ideas import queries
from participation.ideas.domain.decisions import PERMISSION as DECIDE
from participation.ideas.models import ParkedMatch
from participation.ideas.models.choices import Stage
from participation.ideas.queries import shaping
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
def decisions(request: HttpRequest) -> Iterator[Waiting]:
    """Ideas far enough to be decided, with how many of them are overdue."""
    if not request.user.has_perm(DECIDE):
        return
    count, overdue = queries.to_decide()
    if count:
        text = ngettext("%(n)s idea to decide", "%(n)s ideas to decide", count) % {"n": count}
        late = ngettext("%(n)s overdue", "%(n)s overdue", overdue) % {"n": overdue}
        shown = f"{text} ({late})" if overdue else text
        yield Waiting(shown, reverse("idea_decisions"), "check")


@waiting
def workshops(request: HttpRequest) -> Iterator[Waiting]:
    """Ideas that wait for a workshop, and results that are still to be noted."""
    if not request.user.has_perm("ideas.facilitate_idea"):
        return
    if count := shaping.without_workshop():
        text = ngettext(
            "%(n)s idea without a workshop", "%(n)s ideas without a workshop", count
        ) % {"n": count}
        yield Waiting(text, f"{reverse('shape_ideas')}?stage={Stage.WORKSHOP}", "group")
    if count := shaping.without_result():
        text = ngettext(
            "%(n)s workshop result to note", "%(n)s workshop results to note", count
        ) % {"n": count}
        yield Waiting(text, reverse("idea_workshops"), "group")


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
