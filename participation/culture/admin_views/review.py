"""Applications, institutions and posts, each with what can be decided."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from cms.core.admin_pages import for_right, in_pages
from cms.core.decisions import DecisionForm
from cms.core.requests import sent
from cms.users.teams.domain import open_invitations
from cms.users.teams.forms import OwnerForm
from cms.users.teams.views import invite_owner
from participation.culture.admin_views.common import attempt, show
from participation.culture.domain import board, institutions, members
from participation.culture.domain.rules import NotAllowedError
from participation.culture.models import Institution, Post
from participation.culture.models.choices import InstitutionState, PostState
from participation.culture.queries import office
from participation.culture.roles import MANAGE

SHOWN = 50
VERIFY, DECLINE, SUSPEND = "verify", "decline", "suspend"
HIDE, SHOW = "hide", "show"
WORDS = {
    VERIFY: gettext_lazy("Verify: it takes part"),
    DECLINE: gettext_lazy("Decline"),
    SUSPEND: gettext_lazy("Suspend: it does not take part for the time being"),
    HIDE: gettext_lazy("Hide from the board"),
    SHOW: gettext_lazy("Show it again"),
}
OF_STATE: dict[str, tuple[str, ...]] = {
    InstitutionState.APPLIED: (VERIFY, DECLINE),
    InstitutionState.DECLINED: (VERIFY,),
    InstitutionState.SUSPENDED: (VERIFY,),
    InstitutionState.VERIFIED: (SUSPEND,),
}
WITH_REASON: dict[str, Callable[..., Any]] = {
    DECLINE: institutions.decline,
    SUSPEND: institutions.suspend,
}


@for_right(MANAGE)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Applications, the longest waiting first."""
    return show(
        request,
        "review.html",
        _("Applications"),
        icon="clipboard-list",
        applications=office.applications()[:SHOWN],
    )


@for_right(MANAGE)
@require_safe
def all_institutions(request: HttpRequest) -> HttpResponse:
    """Every institution with its state."""
    words = request.GET.get("q", "")[:100]
    return show(
        request,
        "institutions.html",
        _("Culture institutions"),
        icon="home",
        q=words,
        **in_pages(request, office.institutions(words)),
    )


@for_right(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def institution(request: HttpRequest, pk: int) -> HttpResponse:
    """One institution, what was decided, the decision, and whom to let act for it."""
    found = get_object_or_404(Institution.objects.select_related("logo", "district"), pk=pk)
    actions = OF_STATE.get(found.state, ())
    decision = DecisionForm(
        sent(request, "decide"),
        actions=[(action, WORDS[action]) for action in actions],
        with_reason=set(WITH_REASON),
    )
    if decision.is_bound and decision.is_valid():
        _decide(request, found, decision.cleaned_data)
        return redirect(request.path)
    inviting = OwnerForm(sent(request, "invite") if actions else None)
    if invite_owner(request, inviting, found, invite=members.invite, refused=NotAllowedError):
        return redirect(request.path)
    return show(
        request,
        "institution.html",
        found.name,
        decision,
        inviting,
        icon="home",
        subtitle=found.get_state_display(),
        institution=found,
        decision=decision if actions else None,
        inviting=inviting,
        invitations=open_invitations(found),
        members=found.members.select_related("user"),
        steps=found.steps.select_related("by"),
    )


def _decide(request: HttpRequest, found: Institution, said: dict[str, Any]) -> None:
    if said["action"] == VERIFY:
        attempt(request, institutions.verify, institution=found, by=request.user)
    else:
        verb = WITH_REASON[said["action"]]
        attempt(request, verb, institution=found, by=request.user, reason=said["reason"])


@for_right(MANAGE)
@require_safe
def posts(request: HttpRequest) -> HttpResponse:
    """Everything that was pinned."""
    words = request.GET.get("q", "")[:100]
    return show(
        request,
        "posts.html",
        _("Pinboard"),
        icon="pick",
        q=words,
        **in_pages(request, office.posts(words)),
    )


@for_right(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """One post: hiding it with the reason, and showing it again."""
    found = get_object_or_404(Post.objects.select_related("institution"), pk=pk)
    action = SHOW if found.state == PostState.HIDDEN else HIDE
    actions = [(action, WORDS[action])]
    decision = DecisionForm(sent(request, "decide"), actions=actions, with_reason={HIDE})
    if decision.is_bound and decision.is_valid():
        if action == SHOW:
            attempt(request, board.show_again, post=found)
        else:
            attempt(request, board.hide, post=found, reason=decision.cleaned_data["reason"])
        return redirect("culture_posts")
    return show(
        request,
        "post.html",
        found.title,
        decision,
        icon="pick",
        subtitle=found.get_state_display(),
        post=found,
        decision=decision if actions else None,
    )
