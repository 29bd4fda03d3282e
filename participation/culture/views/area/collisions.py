"""Dates that get into each other's way, and what partners have agreed on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core.pagination import paginate
from cms.core.requests import key_of
from participation.culture.domain import collisions as verbs
from participation.culture.models import Collision
from participation.culture.models.choices import Visibility
from participation.culture.queries import collisions as queries
from participation.culture.queries.partners import Partner
from participation.culture.views.area.common import attempt, for_partners, show


@for_partners
def listing(request: HttpRequest, partner: Partner) -> HttpResponse:
    """One's own, open ones first; agreeing with one."""
    if request.method == "POST":
        return _agree(request, partner)
    page = paginate(queries.of_institutions(partner.ids), request.GET.get("page"))
    for collision in page.object_list:
        _describe(collision, partner)
    return show(
        request,
        "collisions.html",
        _("Collisions"),
        introduction=_("Dates of partners that get into each other's way."),
        page_obj=page,
    )


def _describe(collision: Collision, partner: Partner) -> None:
    """Which side is one's own, and what may be said of the other."""
    own, other = queries.sides_of(collision, partner.ids)
    agreed, theirs = collision.event_agreed_at, collision.other_agreed_at
    if own == collision.other:
        agreed, theirs = theirs, agreed
    collision.own, collision.opposite = own, other  # type: ignore[attr-defined]
    collision.agreed, collision.they_agreed = agreed, theirs  # type: ignore[attr-defined]
    plans = own.institution_id in partner.planning_ids
    collision.may_act = plans and collision.start > timezone.now()  # type: ignore[attr-defined]
    secret = other.visibility == Visibility.BUSY and other.institution_id not in partner.ids
    collision.is_secret = secret  # type: ignore[attr-defined]


def _agree(request: HttpRequest, partner: Partner) -> HttpResponse:
    own = queries.of_institutions(partner.planning_ids)
    found = get_object_or_404(own, pk=key_of(request.POST.get("collision", "")))

    def act() -> None:
        for institution in partner.plans_for:
            if institution.pk in (found.event.institution_id, found.other.institution_id):
                verbs.agree(collision=found, institution=institution)

    attempt(request, act, _("You agree that both take place."))
    return redirect("culture_collisions")
