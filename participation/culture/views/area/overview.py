"""The start of the members' area, and the account's card that leads there."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.users.models import User
from cms.users.sections import Section, section
from participation.culture.models import Membership
from participation.culture.queries import board, collisions, groups, joint, resources
from participation.culture.queries.partners import every_membership, partner_of
from participation.culture.views.area.common import area_page, show

NEWEST = 5


@section(order=35)
def culture_card(user: User) -> Section | None:
    """For members only: how many requests wait, and the way in."""
    if not Membership.objects.of(user).exists():
        return None
    count = resources.waiting_for(partner_of(user)).count()
    text = _("Partners, resources, pinboard and groups of the culture institutions.")
    return Section(_("Culture"), text, url=reverse("culture_area"), count=count or None)


@area_page
def overview(request: HttpRequest) -> HttpResponse:
    """One's institutions, what waits, and what is new."""
    partner = partner_of(request.user)
    context: dict[str, Any] = {"memberships": every_membership(request.user), "partner": partner}
    if partner.is_partner:
        context |= {
            "requests": resources.waiting_for(partner)[:NEWEST],
            "invitations": groups.invitations(partner),
            "asked": joint.waiting(partner),
            "clashes": [
                (clash, *collisions.sides_of(clash, partner.planning_ids))
                for clash in collisions.waiting_for(partner.planning_ids)[:NEWEST]
            ],
            "coming": resources.coming(partner),
            "posts": board.posts(partner, {})[:NEWEST],
        }
    return show(
        request,
        "overview.html",
        _("Culture: members' area"),
        introduction=_("What culture institutions share with each other."),
        **context,
    )
