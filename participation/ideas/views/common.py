"""What all views of single ideas need: the way to them, and who may see what."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cms.core.guards import is_too_often, who_asks
from cms.core.trails import Trail
from cms.users.models import User
from participation.ideas.models import Idea
from participation.ideas.models.choices import State
from participation.ideas.queries.way import way

OFFICE = "ideas.moderate_idea"
PER_HOUR = 10
"""Ideas, and mails that ask to confirm one, of the same sender or to the same address."""


def trail(title: str) -> Trail:
    """Home, the ideas, and where one is. Two queries where they are not remembered."""
    return Trail(title, [*way()])


def public_idea(pk: int) -> Idea:
    """An idea everybody may see, of a merged one its successor. Raises Http404."""
    idea = Idea.objects.select_related("author").filter(pk=pk).first()
    while idea and idea.merged_into:
        idea = idea.merged_into
    if idea is None or not idea.is_public:
        raise Http404
    return idea


def person(request: HttpRequest) -> User | None:
    """Whoever is signed in."""
    return request.user if isinstance(request.user, User) else None


def has_name(user: User | None) -> bool:
    """Whether there is a name that could be shown beside what somebody writes."""
    return user is not None and bool(user.get_full_name())


def is_office(request: HttpRequest) -> bool:
    """Whether the reader moderates."""
    return request.user.has_perm(OFFICE)


def may_read(idea: Idea, request: HttpRequest) -> bool:
    """Everybody a public one; its author and the office also others."""
    own = idea.author_id is not None and idea.author_id == request.user.pk
    return idea.is_public or (own and idea.state != State.UNCONFIRMED) or is_office(request)


def show(
    request: HttpRequest, template: str, title: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """A page of the process."""
    return render(
        request, template, {"title": title, "trail": trail(title)} | context, status=status
    )


def sends_too_much(request: HttpRequest, email: str) -> bool:
    """Count by sender, and by the address that a mail would go to, so that nobody is flooded."""
    flooded = is_too_often("idea-mail", email.lower() or None, most=PER_HOUR, seconds=3600)
    return is_too_often("idea", who_asks(request), most=PER_HOUR, seconds=3600) or flooded


def too_often() -> str:
    """What is said to somebody who sends too much."""
    return _("That were a lot in a short time. Please wait an hour and send it again.")
