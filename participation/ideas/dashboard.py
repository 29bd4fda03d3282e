"""What waits for assessors and deciders, on the admin's dashboard."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import ngettext

from cms.core.dashboard import Waiting, waiting
from participation.ideas import queries
from participation.ideas.models import ParkedMatch


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
