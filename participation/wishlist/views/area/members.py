"""Who acts for an institution."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cms.core.guards import too_often
from cms.core.requests import language
from cms.users.requests import user_of
from participation.wishlist.domain import members as verbs
from participation.wishlist.domain.rules import NotAllowedError
from participation.wishlist.forms.members import InvitationForm
from participation.wishlist.models import Membership
from participation.wishlist.models.choices import Role
from participation.wishlist.views.area.common import OWN, VIEW, membership, show
from participation.wishlist.views.common import sends_too_much


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
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
    status = 422 if form.errors and status == 200 else status
    return show(
        request,
        member,
        "members.html",
        _("Members"),
        members=member.institution.members.select_related("user"),
        invitations=member.institution.invitations.all(),
        roles=Role.choices,
        form=form,
        status=status,
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
    return redirect("my_members", member.institution_id)


def _change(request: HttpRequest, member: Membership) -> HttpResponse:
    """A role, an end, or an invitation taken back. 404 for members of other institutions."""
    pk = member.institution_id
    if number := request.POST.get("withdraw"):
        membership(request, pk, OWN)
        found = get_object_or_404(member.institution.invitations, pk=_number(number))
        verbs.withdraw_invitation(invitation=found)
        messages.success(request, _("The invitation is taken back."))
        return redirect("my_members", pk)
    number = request.POST.get("member", "")
    changed = get_object_or_404(member.institution.members, pk=_number(number))
    is_own = changed.pk == member.pk
    leaving = "remove" in request.POST
    membership(request, pk, VIEW if is_own and leaving else OWN)
    try:
        if leaving:
            verbs.remove(membership=changed)
        elif request.POST.get("role") in Role.values:
            verbs.change_role(membership=changed, role=request.POST["role"])
    except NotAllowedError as error:
        messages.error(request, str(error))
        return redirect("my_members", pk)
    messages.success(request, _("Your changes are saved."))
    return redirect("my_wishlist") if is_own and leaving else redirect("my_members", pk)


def _number(text: str) -> int:
    """A row's number; 0, which no row has, for nonsense."""
    return int(text) if text.isdecimal() and len(text) < 19 else 0
