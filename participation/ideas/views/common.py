"""What all views of single ideas need: the way to them, and who may see what."""

from django.http import Http404, HttpRequest

from cms.users.models import User
from participation.ideas.models import Idea
from participation.ideas.models.choices import State
from participation.ideas.queries.way import ideas_section

trail, sends_too_much = ideas_section.trail, ideas_section.sends_too_much
show, show_kept = ideas_section.show, ideas_section.show_kept

OFFICE = "ideas.moderate_idea"


def public_idea(pk: int) -> Idea:
    """An idea everybody may see, of a merged one its successor. Raises Http404."""
    idea = Idea.objects.select_related("author").filter(pk=pk).first()
    while idea and idea.merged_into:
        idea = idea.merged_into
    if idea is None or not idea.is_public:
        raise Http404
    return idea


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
