"""An institution's own pages: start, profile, members."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from cms.core.requests import sent
from cms.users.requests import user_of
from cms.users.teams.forms import InvitationForm
from cms.users.teams.views import SENT, change_members, send_invitation
from participation.culture.domain import institutions
from participation.culture.domain import members as verbs
from participation.culture.domain.rules import NotAllowedError
from participation.culture.forms.institutions import ProfileForm
from participation.culture.models import Membership
from participation.culture.models.choices import Role
from participation.culture.queries import resources
from participation.culture.views.area.common import (
    OWN,
    area_page,
    membership,
    show,
    status_of,
)
from participation.culture.views.common import sends_too_much


@area_page
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """How it stands with the office, and the ways on."""
    member = membership(request, pk)
    return show(
        request,
        "institution.html",
        member.institution.name,
        member=member,
        kicker="",
        step=member.institution.steps.order_by("-at", "-pk").first(),
        resources=resources.of_institution(pk)[:6],
    )


@area_page
def profile(request: HttpRequest, pk: int) -> HttpResponse:
    """What everybody and what partners see: changed at once by an owner."""
    member = membership(request, pk, OWN)
    form = ProfileForm(sent(request), request.FILES or None, institution=member.institution)
    if form.is_bound and form.is_valid():
        institutions.change_profile(
            institution=member.institution,
            by=user_of(request),
            words=form.words,
            logo=form.cleaned_data["logo"],
            without_logo=form.cleaned_data.get("without_logo", False),
        )
        messages.success(request, _("Your changes are saved."))
        return redirect("culture_profile", pk)
    return show(
        request, "form.html", _("Profile"), member=member, form=form, status=status_of(form)
    )


@area_page
def members(request: HttpRequest, pk: int) -> HttpResponse:
    """The list; an owner invites, changes roles and ends memberships, everybody their own."""
    member = membership(request, pk)
    if request.method == "POST" and "invite" not in request.POST:
        return _change(request, member)
    form = InvitationForm(sent(request), roles=Role.choices, usual=Role.PLANNER)
    status = send_invitation(
        request,
        form,
        member,
        invite=verbs.invite,
        sends_too_much=sends_too_much,
        refused=NotAllowedError,
    )
    if status == SENT:
        return redirect("culture_members", pk)
    return show(
        request,
        "members.html",
        _("Members"),
        member=member,
        members=member.institution.members.select_related("user"),
        invitations=member.institution.invitations.all(),
        roles=Role.choices,
        can_hand_over=member.may_own,
        form=form,
        status=status,
    )


def _change(request: HttpRequest, member: Membership) -> HttpResponse:
    gone = change_members(
        request,
        member,
        roles=Role.values,
        change_role=verbs.change_role,
        remove=verbs.remove,
        hand_over=verbs.hand_over,
        refused=NotAllowedError,
    )
    return redirect("culture_area") if gone else redirect("culture_members", member.institution_id)
