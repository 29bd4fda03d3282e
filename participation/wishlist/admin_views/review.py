"""The review queue: institutions, their changes, and wishes, each with what can be decided."""

from collections.abc import Callable
from functools import partial
from typing import Any

from crowdfunding_lite.domain import NotAllowedError
from crowdfunding_lite.models import Stage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.core.decisions import DecisionForm
from cms.core.requests import sent
from cms.users.teams.domain import open_invitations
from cms.users.teams.forms import OwnerForm
from cms.users.teams.views import invite_owner
from participation.wishlist.admin_views.common import (
    attempt,
    for_right,
    in_pages,
    show,
)
from participation.wishlist.domain import changes, institutions, members, review
from participation.wishlist.forms.review import SignerForm, VerifyForm
from participation.wishlist.models import ChangeRequest, Institution, Wish, WishUpdate
from participation.wishlist.models.choices import InstitutionState
from participation.wishlist.queries import alerts as queries
from participation.wishlist.queries.receipts import signer_of
from participation.wishlist.roles import REVIEW

SHOWN = 50
VERIFY, DECLINE, SUSPEND = "verify", "decline", "suspend"
PUBLISH, GIVE_BACK = "publish", "give_back"
WORDS = {
    VERIFY: gettext_lazy("Verify: the papers are right"),
    DECLINE: gettext_lazy("Decline"),
    SUSPEND: gettext_lazy("Suspend: no donations for the time being"),
    PUBLISH: gettext_lazy("Publish"),
    GIVE_BACK: gettext_lazy("Give back to be changed"),
}
OF_STATE: dict[str, tuple[str, ...]] = {
    InstitutionState.APPLIED: (VERIFY, DECLINE),
    InstitutionState.DECLINED: (VERIFY,),
    InstitutionState.SUSPENDED: (VERIFY,),
    InstitutionState.VERIFIED: (SUSPEND,),
}
WISH_VERBS: dict[str, Callable[..., Any]] = {
    PUBLISH: review.publish,
    GIVE_BACK: review.give_back,
    DECLINE: review.decline,
}


@for_right(REVIEW)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """All that waits, the longest waiting first."""
    return show(
        request,
        "review.html",
        _("Review"),
        icon="clipboard-list",
        applications=queries.applications()[:SHOWN],
        changes=queries.changes()[:SHOWN],
        wishes=queries.wishes()[:SHOWN],
        notices=queries.notices()[:SHOWN],
        unreported=queries.unreported()[:SHOWN],
        today=timezone.localdate(),
    )


@for_right(REVIEW)
@require_safe
def all_institutions(request: HttpRequest) -> HttpResponse:
    """Every institution with its state."""
    rows = queries.all_institutions(request.GET.get("q", "")[:100])
    return show(
        request,
        "institutions.html",
        _("Institutions"),
        icon="group",
        q=request.GET.get("q", "")[:100],
        today=timezone.localdate(),
        **in_pages(request, rows),
    )


@for_right(REVIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def institution(request: HttpRequest, pk: int) -> HttpResponse:
    """One institution: its papers, what was decided, the decision, and whom to let act for it."""
    joined = Institution.objects.select_related("receiver", "tax_document", "logo", "district")
    found = get_object_or_404(joined, pk=pk)
    actions = OF_STATE.get(found.state, ())
    decision = VerifyForm(
        sent(request, "decide"),
        initial={"tax_valid_until": found.tax_valid_until},
        actions=[(action, WORDS[action]) for action in actions],
        with_reason={DECLINE, SUSPEND},
    )
    signed = sent(request, "sign")
    signer = SignerForm(
        signed,
        request.FILES if signed else None,  # files alone would bind it
        instance=signer_of(found),
        prefix="signer",
    )
    if decision.is_bound and decision.is_valid():
        _decide(request, found, decision.cleaned_data)
        return redirect(request.path)
    if signer.is_bound and signer.is_valid():
        attempt(request, signer.keep, institution=found)
        return redirect(request.path)
    inviting = OwnerForm(sent(request, "invite") if actions else None)
    if invite_owner(request, inviting, found, invite=members.invite, refused=NotAllowedError):
        return redirect(request.path)
    return show(
        request,
        "institution.html",
        found.name,
        decision,
        signer,
        inviting,
        icon="group",
        subtitle=found.get_state_display(),
        institution=found,
        decision=decision if actions else None,
        signer=signer,
        form=signer,
        changes=found.change_requests.filter(decided_at=None).select_related("by", "document"),
        inviting=inviting,
        invitations=open_invitations(found),
        members=found.members.select_related("user"),
        steps=found.steps.select_related("by"),
        wishes=found.wishes.select_related("campaign"),
        today=timezone.localdate(),
    )


def _decide(request: HttpRequest, found: Institution, said: dict[str, Any]) -> None:
    by, reason = request.user, said["reason"]
    if said["action"] == VERIFY:
        until = said["tax_valid_until"]
        attempt(request, institutions.verify, institution=found, by=by, tax_valid_until=until)
    elif said["action"] == DECLINE:
        attempt(request, institutions.decline, institution=found, by=by, reason=reason)
    else:
        attempt(request, institutions.suspend, institution=found, by=by, reason=reason)


@for_right(REVIEW)
@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Another bank account or newer papers: take them over, or not."""
    asked = get_object_or_404(ChangeRequest.objects.select_related("institution__receiver"), pk=pk)
    reason = " ".join(request.POST.get("reason", "").split())[:300]
    if request.POST.get("action") == "accept":
        attempt(request, partial(changes.accept, request=asked), by=request.user)
    elif reason:
        attempt(request, partial(changes.refuse, request=asked), by=request.user, reason=reason)
    else:
        attempt(request, _refuse_without_reason)
    return redirect("wishlist_institution", asked.institution_id)


def _refuse_without_reason() -> None:
    raise NotAllowedError(_("Say why, so that the institution can act on it."))


@for_right(REVIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def wish(request: HttpRequest, pk: int) -> HttpResponse:
    """One wish as donors will see it, and the decision while it waits."""
    joined = Wish.objects.select_related("campaign", "institution", "district", "created_by")
    found = get_object_or_404(joined, pk=pk)
    waits = found.campaign.stage == Stage.REVIEW
    decision = DecisionForm(
        sent(request, "decide"),
        actions=[(action, WORDS[action]) for action in WISH_VERBS],
        with_reason={GIVE_BACK, DECLINE},
    )
    if decision.is_bound and decision.is_valid():
        said = decision.cleaned_data
        words = {} if said["action"] == PUBLISH else {"reason": said["reason"]}
        attempt(request, WISH_VERBS[said["action"]], wish=found, by=request.user, **words)
        return redirect("wishlist_review")
    return show(
        request,
        "wish.html",
        found.title,
        decision,
        subtitle=found.campaign.get_stage_display(),
        wish=found,
        decision=decision if waits else None,
        needs=found.campaign.needs.all(),
        pictures=found.pictures.select_related("image"),
        steps=found.campaign.steps.select_related("by"),
        updates=found.updates.select_related("author"),
    )


@for_right(REVIEW)
@require_POST
def update(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an update off the pages, with the reason, or show it again."""
    found = get_object_or_404(WishUpdate.objects.select_related("wish"), pk=pk)
    reason = " ".join(request.POST.get("reason", "").split())[:300]
    if request.POST.get("action") == "show":
        attempt(request, review.show_update, update=found)
    elif reason:
        attempt(request, review.hide_update, update=found, reason=reason)
    else:
        attempt(request, _refuse_without_reason)
    return redirect("wishlist_wish", found.wish_id)
