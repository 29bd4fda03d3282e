"""An idea's page."""

from collections.abc import Hashable
from functools import partial
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.core.page_cache import reads, tags, visitors
from cms.core.serving import lazy
from cms.notifications.models import Following
from cms.programme.devices import Device
from cms.users.requests import person
from participation.ideas.domain import process
from participation.ideas.domain.submission import may_edit
from participation.ideas.domain.talk import edit_window_open
from participation.ideas.forms.talk import CommentForm, FollowForm
from participation.ideas.models import SHOWN, Comment, Idea, Support
from participation.ideas.models.choices import State
from participation.ideas.parts import Part, parts_of
from participation.ideas.queries import afterwards
from participation.ideas.queries.texts import shown_versions
from participation.ideas.queries.threads import Node, threads
from participation.ideas.views.common import has_name, is_office, may_read, show

GLANCE = ("title", "state", "author", "merged_into", "became", "shown_version")
"""Enough to answer with what is kept, or to lead elsewhere."""
STORY = ("versions", "steps")
"""Read once for all parts of the page."""
GONE = (State.HIDDEN, State.WITHDRAWN)


@require_safe
def detail(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """The idea; 301 from a former title or a merged idea, 410 for one that was taken away."""
    idea = get_object_or_404(Idea.objects.only(*GLANCE), pk=pk)
    if idea.state == State.MERGED and idea.merged_into and not is_office(request):
        answer = redirect(idea.merged_into, permanent=True)
        answer["Cache-Control"] = "no-cache"  # a merge can be taken back
        return answer
    if not may_read(idea, request):
        if idea.state not in GONE:
            raise Http404
        return show(request, "ideas/gone.html", _("This idea is no longer shown"), status=410)
    if slug != idea.slug:
        return redirect(idea, permanent=True)
    # What machines say changes unnoticed by what is kept, so a page is kept by what they say.
    devices = afterwards.devices(idea, request)
    build = partial(_page, request, pk, devices)
    key = ("idea", pk, idea.shown_version, devices)
    return visitors.answer(request, key, build, versioned=SHOWN)


def _page(request: HttpRequest, pk: int, devices: tuple[Device, ...]) -> HttpResponse:
    """The page, made of parts that are the same for everybody and of what is the reader's own."""
    idea = get_object_or_404(Idea.objects.select_related("author"), pk=pk)
    office, look = is_office(request), _look(idea)
    talk = lazy(_threads, idea, request.user, office)
    context = {
        "idea": idea,
        "look": look,
        "talk_look": None if office else look,
        "story_look": _look(idea, *devices),
        "devices": devices,
        "original": lazy(_original, idea),
        "attachments": lazy(list, idea.attachments.select_related("image", "document")),
        "group": lazy(_named_page, idea, "working_group"),
        "became": lazy(_named_page, idea, "became"),
        "parts": lazy(_parts, idea, request),
        "threads": talk,
        "is_office": office,
    }
    if request.user.is_authenticated:
        context |= _personal(request, idea, talk)
    return show(request, "ideas/detail.html", idea.title, **context)


def _look(idea: Idea, *shown: Hashable) -> reads.Version:
    return reads.Version((idea.pk, idea.shown_version, *shown), SHOWN)


def _named_page(idea: Idea, name: str) -> Any:
    """A page that the idea's facts name, in the reader's language; None where it is not live."""
    page = getattr(idea, name)
    if page is None or not page.live:
        return None
    reads.note_tags([tags.page_tag(page)])
    return page.localized


def _threads(idea: Idea, reader: Any, office: bool) -> list[Node]:
    return threads(ideas=idea.family, reader=reader, is_moderator=office)


def _parts(idea: Idea, request: HttpRequest) -> list[Part]:
    prefetch_related_objects([idea], *STORY)
    return parts_of(idea, request)


def _original(idea: Idea) -> Any:
    """The first sentence, where the words have changed since and nobody had to correct it."""
    prefetch_related_objects([idea], *STORY)
    first = next(iter(shown_versions(idea)), None)
    return first if first and (first.title, first.text) != (idea.title, idea.text) else None


def _personal(request: HttpRequest, idea: Idea, talk: list[Node]) -> dict[str, Any]:
    """What only the reader's own page has. Whoever has said something sees more of the talk."""
    reader, family = request.user.pk or 0, idea.family
    followed = Following.objects.filter(
        user_id=reader, topic=process.TOPIC, number__in=family
    ).first()
    own: dict[str, Any] = {}
    if Comment.objects.filter(idea__in=family, author_id=reader).exists():
        own["talk_look"] = None
        _mark_editable(request, talk)
    return own | {
        "supported": Support.objects.filter(idea__in=family, user_id=reader).exists(),
        "followed": followed,
        "follow_form": FollowForm(initial={"frequency": followed.frequency} if followed else None),
        "comment_form": CommentForm(
            is_moderator=is_office(request),
            knows_name=has_name(person(request)),
            initial=last_name(request, idea),
        ),
        "may_edit": may_edit(idea=idea, user=request.user),
    }


def _mark_editable(request: HttpRequest, nodes: list[Node]) -> None:
    for node in nodes:
        comment: Any = node.comment
        if comment.is_own:
            comment.is_editable = edit_window_open(comment=comment, user=request.user)  # type: ignore[arg-type]
        _mark_editable(request, node.answers)


def last_name(request: HttpRequest, idea: Idea) -> dict[str, str]:
    """How the reader was last named on this idea, as author or in a comment."""
    said = idea.comments.filter(author_id=request.user.pk).order_by("-pk").first()
    own = said or (idea if idea.author_id == request.user.pk else None)
    return {"name_shown": own.name_shown, "alias": own.alias} if own else {}
