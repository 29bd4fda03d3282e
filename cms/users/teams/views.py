"""What the pages about an institution's members do, whatever section it belongs to."""

from collections.abc import Callable, Collection
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from cms.core.guards import too_often
from cms.core.requests import key_of, language
from cms.users.requests import user_of
from cms.users.teams.domain import withdraw
from cms.users.teams.forms import InvitationForm, OwnerForm
from cms.users.teams.models import OWNER, BaseMembership

SENT = 302


def send_invitation(
    request: HttpRequest,
    form: InvitationForm,
    member: BaseMembership,
    *,
    invite: Callable[..., Any],
    sends_too_much: Callable[[HttpRequest, str], bool],
    refused: type[Exception],
) -> int:
    """Invite whom the form names. The status of the answer: SENT once the mail is on its way."""
    if not form.is_bound:
        return 200
    must_own(member)
    if not form.is_valid():
        return 422

    def within_limits(**words: Any) -> None:
        if sends_too_much(request, words["email"]):
            raise refused(too_often())
        invite(**words)

    role = form.cleaned_data["role"]
    done = _invited(request, form, member.institution, role, within_limits, refused)
    return SENT if done else 409


def invite_owner(
    request: HttpRequest,
    form: OwnerForm,
    institution: Any,
    *,
    invite: Callable[..., Any],
    refused: type[Exception],
) -> bool:
    """Whether an office's invitation is on its way; else its form says what is wrong, if sent."""
    if not form.is_bound or not form.is_valid():
        return False
    return _invited(request, form, institution, OWNER, invite, refused)


def _invited(
    request: HttpRequest,
    form: OwnerForm,
    institution: Any,
    role: str,
    invite: Callable[..., Any],
    refused: type[Exception],
) -> bool:
    """Whether the mail is on its way, and say so; else the form says why not."""
    email = form.cleaned_data["email"]
    words = {"email": email, "role": role, "by": user_of(request), "language": language()}
    try:
        invite(institution=institution, **words)
    except refused as error:
        form.add_error("email", str(error))
        return False
    messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": email})
    return True


def change_members(
    request: HttpRequest,
    member: BaseMembership,
    *,
    roles: Collection[str],
    change_role: Callable[..., Any],
    remove: Callable[..., Any],
    refused: type[Exception],
    hand_over: Callable[..., Any] | None = None,
) -> bool:
    """Give a role, end a membership, hand over or take an invitation back, as the button says.

    Whether the reader is no member any more. Http404 for members of other institutions,
    PermissionDenied for whoever may not, BadRequest for a role there is none of.
    """
    sent = request.POST
    if "withdraw" in sent:
        return _withdraw(request, member, sent["withdraw"])
    changed = get_object_or_404(member.institution.members, pk=key_of(sent.get("member", "")))
    leaving = "remove" in sent and changed.pk == member.pk
    handing_over = hand_over if "hand_over" in sent else None
    if handing_over or not leaving:
        must_own(member)
    try:
        if handing_over:
            handing_over(membership=member, to=changed)
        elif "remove" in sent:
            remove(membership=changed)
        elif sent.get("role") in roles:
            change_role(membership=changed, role=sent["role"])
        else:
            raise BadRequest
    except refused as error:
        messages.error(request, str(error))
        return False
    messages.success(request, _("Your changes are saved."))
    return leaving or handing_over is not None


def _withdraw(request: HttpRequest, member: BaseMembership, pk: str) -> bool:
    must_own(member)
    found = get_object_or_404(member.institution.invitations, pk=key_of(pk))
    withdraw(invitation=found)
    messages.success(request, _("The invitation is taken back."))
    return False


def must_own(member: BaseMembership) -> None:
    """PermissionDenied for whoever may not do everything."""
    if not member.may_own:
        raise PermissionDenied
