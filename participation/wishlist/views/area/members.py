"""Who acts for an institution."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cms.core.requests import sent
from cms.users.teams.forms import InvitationForm
from cms.users.teams.views import SENT, change_members, send_invitation
from participation.wishlist.domain import members as verbs
from participation.wishlist.domain.rules import NotAllowedError
from participation.wishlist.models import Membership
from participation.wishlist.models.choices import Role
from participation.wishlist.views.area.common import membership, show
from participation.wishlist.views.common import sends_too_much


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def members(request: HttpRequest, pk: int) -> HttpResponse:
    """The list; an owner invites, changes roles and ends memberships, everybody their own."""
    member = membership(request, pk)
    if request.method == "POST" and "invite" not in request.POST:
        return _change(request, member)
    form = InvitationForm(sent(request), roles=Role.choices, usual=Role.EDITOR)
    status = send_invitation(
        request,
        form,
        member,
        invite=verbs.invite,
        sends_too_much=sends_too_much,
        refused=NotAllowedError,
    )
    if status == SENT:
        return redirect("my_members", pk)
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


def _change(request: HttpRequest, member: Membership) -> HttpResponse:
    gone = change_members(
        request,
        member,
        roles=Role.values,
        change_role=verbs.change_role,
        remove=verbs.remove,
        refused=NotAllowedError,
    )
    return redirect("my_wishlist") if gone else redirect("my_members", member.institution_id)
