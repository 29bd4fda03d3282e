"""Who may enter an institution's area, and what every page of it shows."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from participation.wishlist.models import Membership, Wish

VIEW, EDIT, OWN = "view", "edit", "own"


def membership(request: HttpRequest, pk: int, needed: str = VIEW) -> Membership:
    """The reader's role in an institution.

    404 for everybody who has none, as if it were not there; PermissionDenied where the role does
    not reach.
    """
    found = (
        Membership.objects.of(request.user)
        .select_related("institution__receiver", "institution__logo", "institution__district")
        .filter(institution=pk)
        .first()
    )
    if found is None:
        raise Http404
    if (needed == EDIT and not found.may_edit) or (needed == OWN and not found.may_own):
        raise PermissionDenied
    return found


def own_wish(member: Membership, pk: int) -> Wish:
    """A wish of the member's institution. Raises Http404 for any other."""
    joined = Wish.objects.select_related("campaign__receiver", "institution", "district")
    wish = joined.filter(pk=pk, institution=member.institution_id).first()
    if wish is None:
        raise Http404
    return wish


def show(
    request: HttpRequest,
    member: Membership,
    template: str,
    title: str,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """A page of the area."""
    shown = {
        "title": title,
        "kicker": member.institution.name,
        "pictogram": "wishlist",
        "member": member,
        "institution": member.institution,
        "area": _sections(member),
    }
    return render(request, f"wishlist/area/{template}", shown | context, status=status)


def _sections(member: Membership) -> list[tuple[str, str]]:
    """The area's menu: names of addresses and what they are called."""
    every = [
        ("my_institution", _("Overview")),
        ("my_pledges", _("Pledges")),
        ("my_money", pgettext("kind of help", "Money")),
        ("my_members", _("Members")),
        ("my_profile", _("Profile")),
    ]
    own = [("my_papers", _("Papers")), ("my_bank", _("Bank account"))] if member.may_own else []
    return every + own
