"""An institution's own pages: start, profile, members."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from cms.core.guards import too_often
from cms.core.requests import language, sent
from cms.users.requests import user_of
from participation.culture.domain import institutions
from participation.culture.domain import members as verbs
from participation.culture.domain.rules import NotAllowedError
from participation.culture.forms.institutions import InvitationForm, ProfileForm
from participation.culture.models import Membership
from participation.culture.models.choices import Role
from participation.culture.queries import resources
from participation.culture.views.area.common import (
    OWN,
    VIEW,
    area_page,
    attempt,
    membership,
    number,
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
    inviting = request.method == "POST"
    if inviting:
        membership(request, pk, OWN)
    form = InvitationForm(request.POST if inviting else None)
    status = 200
    if form.is_bound and form.is_valid():
        try:
            return _invite(request, member, form)
        except NotAllowedError as error:
            form.add_error("email", str(error))
            status = 409
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
        status=status if status != 200 else status_of(form),
    )


def _invite(request: HttpRequest, member: Membership, form: InvitationForm) -> HttpResponse:
    email = form.cleaned_data["email"]
    if sends_too_much(request, email):
        raise NotAllowedError(too_often())
    verbs.invite(
        institution=member.institution,
        email=email,
        role=form.cleaned_data["role"],
        by=user_of(request),
        language=language(),
    )
    messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": email})
    return redirect("culture_members", member.institution_id)


def _change(request: HttpRequest, member: Membership) -> HttpResponse:
    """A role, an end, or an invitation taken back. 404 for members of other institutions."""
    pk = member.institution_id
    if taken_back := request.POST.get("withdraw"):
        membership(request, pk, OWN)
        found = get_object_or_404(member.institution.invitations, pk=number(taken_back))
        verbs.withdraw_invitation(invitation=found)
        messages.success(request, _("The invitation is taken back."))
        return redirect("culture_members", pk)
    changed = get_object_or_404(
        member.institution.members, pk=number(request.POST.get("member", ""))
    )
    is_own, leaving = changed.pk == member.pk, "remove" in request.POST
    membership(request, pk, VIEW if is_own and leaving else OWN)
    role, handing_over = request.POST.get("role", ""), "hand_over" in request.POST
    if role not in Role.values and not (handing_over or leaving):
        raise BadRequest

    def act() -> None:
        if handing_over:
            verbs.hand_over(membership=member, to=changed)
        elif leaving:
            verbs.remove(membership=changed)
        else:
            verbs.change_role(membership=changed, role=role)

    done = attempt(request, act, _("Your changes are saved."))
    gone = done and (handing_over or (is_own and leaving))
    return redirect("culture_area") if gone else redirect("culture_members", pk)
