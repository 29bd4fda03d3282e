"""Dates that get into each other's way, and what partners have agreed on."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core.pagination import paginate
from cms.core.requests import key_of
from participation.culture.domain import collisions as verbs
from participation.culture.models import Collision, Event
from participation.culture.models.choices import Visibility
from participation.culture.queries import collisions as queries
from participation.culture.queries.partners import Partner
from participation.culture.views.area.common import attempt, for_partners, show


@dataclass(frozen=True)
class Seen:
    """A collision as one side sees it: which event is its own, what may be said of the other."""

    collision: Collision
    own: Event
    opposite: Event
    agreed: datetime | None
    they_agreed: datetime | None
    may_act: bool
    is_secret: bool


@for_partners
def listing(request: HttpRequest, partner: Partner) -> HttpResponse:
    """One's own, open ones first; agreeing with one."""
    if request.method == "POST":
        return _agree(request, partner)
    page = paginate(queries.of_institutions(partner.ids), request.GET.get("page"))
    page.object_list = [_seen(each, partner) for each in page.object_list]
    return show(
        request,
        "collisions.html",
        _("Collisions"),
        introduction=_("Dates of partners that get into each other's way."),
        page_obj=page,
    )


def _seen(collision: Collision, partner: Partner) -> Seen:
    own, other = queries.sides_of(collision, partner.ids)
    agreed, theirs = collision.event_agreed_at, collision.other_agreed_at
    if own == collision.other:
        agreed, theirs = theirs, agreed
    return Seen(
        collision=collision,
        own=own,
        opposite=other,
        agreed=agreed,
        they_agreed=theirs,
        may_act=own.institution_id in partner.planning_ids and collision.start > timezone.now(),
        is_secret=other.visibility == Visibility.BUSY and other.institution_id not in partner.ids,
    )


def _agree(request: HttpRequest, partner: Partner) -> HttpResponse:
    own = queries.of_institutions(partner.planning_ids)
    found = get_object_or_404(own, pk=key_of(request.POST.get("collision", "")))

    def act() -> None:
        for institution in partner.plans_for:
            if institution.pk in (found.event.institution_id, found.other.institution_id):
                verbs.agree(collision=found, institution=institution)

    attempt(request, act, _("You agree that both take place."))
    return redirect("culture_collisions")
