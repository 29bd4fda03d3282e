"""What partners lend: lists, one resource, entering and asking for it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from cms.core.guards import is_too_often, too_often, who_asks
from cms.core.pagination import paginate
from cms.core.requests import sent
from cms.users.requests import user_of
from participation.culture.domain import bookings as booking_verbs
from participation.culture.domain import resources as verbs
from participation.culture.domain.rules import NotAllowedError
from participation.culture.forms.lists import ResourceFilterForm
from participation.culture.forms.resources import BookingForm, ResourceForm
from participation.culture.models import Membership, Resource
from participation.culture.queries import resources as queries
from participation.culture.queries.partners import Partner, partner_of
from participation.culture.views.area.common import (
    PLAN,
    area_page,
    for_partners,
    membership,
    must_plan,
    show,
    status_of,
)

REQUESTS_PER_HOUR = 60


@for_partners
def listing(request: HttpRequest, partner: Partner) -> HttpResponse:
    """What is offered at present."""
    filters = ResourceFilterForm(request.GET)
    page = paginate(queries.resources(partner, filters.chosen), request.GET.get("page"))
    return show(
        request,
        "resources.html",
        _("Resources"),
        introduction=_("Rooms, equipment and people that partners lend to each other."),
        filters=filters,
        count=page.paginator.count,
        page_obj=page,
        partner=partner,
    )


@area_page
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What it is, on which conditions, and when it is taken. 404 where it is not for the reader."""
    partner, resource = _readable(request, pk)
    own = Membership.objects.of(request.user).filter(institution=resource.institution_id).first()
    return show(
        request,
        "resource.html",
        resource.title,
        resource=resource,
        pictures=resource.pictures.select_related("image"),
        hours=resource.hours.all(),
        slots=queries.ahead(resource),
        own=own,
        partner=partner,
    )


def _readable(request: HttpRequest, pk: int) -> tuple[Partner, Resource]:
    partner = partner_of(request.user)
    return partner, get_object_or_404(queries.readable(partner), pk=pk)


@for_partners
def ask(request: HttpRequest, partner: Partner, pk: int) -> HttpResponse:
    """The form of a request; it says next to the time what is in its way."""
    resource = get_object_or_404(queries.readable(partner), pk=pk)
    must_plan(partner)
    form = BookingForm(sent(request), acting=partner.plans_for)
    status = 200
    if form.is_bound and form.is_valid():
        if is_too_often("culture-booking", who_asks(request), most=REQUESTS_PER_HOUR, seconds=3600):
            form.add_error(None, too_often())
            status = 429
        else:
            try:
                return _send(request, resource, form)
            except NotAllowedError as error:
                form.add_error("start", str(error))
                status = 409
    return show(
        request,
        "ask.html",
        _("Ask for it: %(what)s") % {"what": resource},
        resource=resource,
        slots=queries.ahead(resource),
        form=form,
        status=status if status != 200 else status_of(form),
    )


def _send(request: HttpRequest, resource: Resource, form: BookingForm) -> HttpResponse:
    booking = booking_verbs.request(
        key=form.cleaned_data["key"],
        resource=resource,
        institution=form.acts_for,
        spans=form.spans,
        purpose=form.cleaned_data["purpose"],
        by=user_of(request),
        note_to_lender=form.cleaned_data["note"],
    )
    done = _("Your request is on its way.")
    if booking.state == "accepted":
        done = _("The times are yours.")
    messages.success(request, done)
    return redirect(booking)


@area_page
def own(request: HttpRequest, pk: int) -> HttpResponse:
    """What one's institution has entered."""
    member = membership(request, pk)
    page = paginate(queries.of_institution(pk), request.GET.get("page"))
    return show(request, "own_resources.html", _("Own resources"), member=member, page_obj=page)


@area_page
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer something."""
    member = membership(request, pk, PLAN)
    form = ResourceForm(sent(request), request.FILES or None)
    if form.is_bound and form.is_valid():
        resource = verbs.add(
            institution=member.institution,
            words=form.words,
            by=user_of(request),
            hours=form.hours,
            pictures=form.cleaned_data["pictures"],
        )
        messages.success(request, _("Partners see it now."))
        return redirect(resource)
    return show(
        request,
        "form.html",
        _("Offer something"),
        member=member,
        form=form,
        status=status_of(form),
    )


@area_page
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is offered, or give its calendar another address."""
    resource = get_object_or_404(Resource.objects.select_related("institution"), pk=pk)
    member = membership(request, resource.institution_id, PLAN)
    if request.method == "POST" and "renew" in request.POST:
        verbs.renew_feed(resource=resource)
        messages.success(request, _("The calendar has another address now."))
        return redirect(resource)
    form = ResourceForm(sent(request), request.FILES or None, resource=resource)
    if form.is_bound and form.is_valid():
        verbs.change(
            resource=resource,
            words=form.words,
            by=user_of(request),
            hours=form.hours,
            pictures=form.cleaned_data["pictures"],
            dropped=form.dropped_ids,
        )
        messages.success(request, _("Your changes are saved."))
        return redirect(resource)
    return show(
        request,
        "form.html",
        _("Change: %(what)s") % {"what": resource},
        member=member,
        form=form,
        status=status_of(form),
    )
