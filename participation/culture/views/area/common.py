"""Who may enter the members' area, and what every page of it shows."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from participation.culture.domain.rules import NotAllowedError
from participation.culture.models import Membership
from participation.culture.queries.partners import Partner, partner_of

VIEW, PLAN, OWN = "view", "plan", "own"
View = Callable[..., HttpResponseBase]


def area_page(view: View) -> View:
    """For whoever is signed in, never kept, with GET and POST."""
    allowed = require_http_methods(["GET", "HEAD", "POST"])
    return never_cache(login_required(allowed(view)))


def for_partners(view: View) -> View:
    """The same, for members of verified institutions; for others it is not there. Gives the
    :class:`Partner` to the view."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        partner = partner_of(request.user)
        if not partner.is_partner:
            raise Http404
        return view(request, partner, *args, **kwargs)

    return area_page(checked)


def must_plan(partner: Partner) -> None:
    """PermissionDenied for whoever only looks."""
    if not partner.plans_for:
        raise PermissionDenied


def membership(request: HttpRequest, pk: int, needed: str = VIEW) -> Membership:
    """The reader's role in an institution.

    404 for everybody who has none, as if it were not there; PermissionDenied where the role does
    not reach.
    """
    joined = Membership.objects.of(request.user)
    joined = joined.select_related("institution__logo", "institution__district")
    found = joined.filter(institution=pk).first()
    if found is None:
        raise Http404
    if (needed == PLAN and not found.may_plan) or (needed == OWN and not found.may_own):
        raise PermissionDenied
    return found


def show(
    request: HttpRequest,
    template: str,
    title: str,
    *,
    status: int = 200,
    member: Membership | None = None,
    **context: Any,
) -> HttpResponse:
    """A page of the area; with ``member`` one of that institution's own."""
    shown: dict[str, Any] = {"title": title, "pictogram": "culture", "area": sections()}
    if member is not None:
        shown |= {
            "member": member,
            "institution": member.institution,
            "kicker": member.institution.name,
            "own_area": own_sections(),
        }
    return render(request, f"culture/area/{template}", shown | context, status=status)


def sections() -> list[tuple[str, str]]:
    """The area's menu: names of addresses and what they are called."""
    return [
        ("culture_area", _("Overview")),
        ("culture_partners", _("Partners")),
        ("culture_known_events", _("Partners' calendar")),
        ("culture_resources", _("Resources")),
        ("culture_bookings", _("Bookings")),
        ("culture_board", _("Pinboard")),
        ("culture_groups", _("Groups")),
        ("culture_documents", _("Documents")),
        ("culture_collisions", _("Collisions")),
        ("culture_private_feeds", _("Private calendars")),
    ]


def own_sections() -> list[tuple[str, str]]:
    """The menu of one institution's own pages."""
    return [
        ("culture_institution", _("Institution")),
        ("culture_events", _("Events")),
        ("culture_calendars", _("Calendars")),
        ("culture_own_resources", _("Own resources")),
        ("culture_members", _("Members")),
        ("culture_profile", _("Profile")),
    ]


def status_of(form: Any) -> int:
    """422 where something is to be corrected."""
    return 422 if form.is_bound and form.errors else 200


def attempt(request: HttpRequest, act: Callable[[], Any], done: str) -> bool:
    """Do what a button is for, and tell the reader what came of it."""
    try:
        act()
    except NotAllowedError as error:
        messages.error(request, str(error))
        return False
    messages.success(request, done)
    return True
