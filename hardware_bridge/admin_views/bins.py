"""Containers in the admin: what has to be emptied, rounds, and tours with what they save."""

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet

from cms.core.admin_pages import for_right, in_pages
from cms.core.requests import sent
from hardware_bridge.admin_views.common import SEE, show
from hardware_bridge.admin_views.menu import add_entry
from hardware_bridge.domain import tours
from hardware_bridge.domain.rules import NotAllowedError
from hardware_bridge.forms.park import DayForm, RoundForm, StopForm
from hardware_bridge.models import CollectionRound, Tour
from hardware_bridge.queries import bins
from hardware_bridge.queries import tours as tour_queries
from hardware_bridge.roles import DRIVE

YEAR = timedelta(days=365)


@for_right(DRIVE, SEE)
@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """Each round with its next day."""
    today = timezone.localdate()
    every = CollectionRound.objects.select_related("group")
    found = bins.collections([(each, each.this_or_next_day(today)) for each in every])
    return show(
        request,
        "rounds.html",
        _("Emptying"),
        icon="bin",
        collections=found,
        saved=tour_queries.saved_since(today - YEAR),
        may_drive=request.user.has_perm(DRIVE),
    )


@for_right(DRIVE, SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def collection(request: HttpRequest, pk: int) -> HttpResponse:
    """What a round should empty on a day; a button makes the tour."""
    round_ = get_object_or_404(CollectionRound.objects.select_related("group"), pk=pk)
    may_drive = request.user.has_perm(DRIVE)
    usual = round_.this_or_next_day(timezone.localdate())
    form = DayForm(
        sent(request, "day") or (request.GET if "day" in request.GET else {"day": usual})
    )
    day: date = form.cleaned_data["day"] if form.is_valid() else usual
    if request.method == "POST" and form.is_valid() and may_drive:
        try:
            tour = tours.propose_tour(round_=round_, day=day)
        except NotAllowedError as error:
            messages.error(request, str(error))
        else:
            return redirect("hardware_tour", tour.pk)
    return show(
        request,
        "collection.html",
        _("Collection list"),
        form,
        icon="bin",
        subtitle=str(round_.group),
        form=form,
        found=bins.collection(round_, day),
        may_drive=may_drive,
    )


@for_right(DRIVE, SEE)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All tours, the newest first."""
    return show(
        request,
        "tours.html",
        _("Tours"),
        icon="tasks",
        saved=tour_queries.saved_since(timezone.localdate() - YEAR),
        **in_pages(request, tour_queries.tours()),
    )


@for_right(DRIVE, SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A tour with its stops; while it is open, a container can be added."""
    tour = get_object_or_404(Tour, pk=pk)
    may_change = tour.is_open and request.user.has_perm(DRIVE)
    form = StopForm(sent(request, "device"), tour=tour)
    if form.is_bound and form.is_valid() and may_change:
        try:
            tours.add_stop(tour=tour, device=form.cleaned_data["device"])
        except NotAllowedError as error:
            messages.error(request, str(error))
        else:
            text = _("“%(name)s” is on the tour now.")
            messages.success(request, text % {"name": form.cleaned_data["device"]})
        return redirect("hardware_tour", pk)
    sheet = tour_queries.sheet(tour.public_id)
    if sheet is None:
        raise Http404
    return show(
        request,
        "tour.html",
        _("Tour"),
        form,
        icon="tasks",
        subtitle=str(tour.group or ""),
        form=form,
        sheet=sheet,
        tour=sheet.tour,
        may_change=may_change,
        may_drive=request.user.has_perm(DRIVE),
    )


@for_right(DRIVE)
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """It will not be driven."""
    try:
        tours.drop_tour(tour=get_object_or_404(Tour, pk=pk))
    except NotAllowedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The tour was dropped."))
    return redirect("hardware_tours")


def _days(round_: CollectionRound) -> str:
    return ", ".join(str(WEEKDAYS_ABBR[day]) for day in round_.weekdays)


class RoundViewSet(ModelViewSet):
    """Fixed rounds."""

    model = CollectionRound
    name = "hardware_rounds"
    url_prefix = "hardware/rounds"
    icon = "calendar-alt"
    copy_view_enabled = False
    list_display: list[Any] = [
        "group",
        Column("days", label=gettext_lazy("Days"), accessor=_days),
        "threshold_percent",
        "depot_name",
    ]
    edit_handler = ObjectList(
        [
            FieldPanel("group"),
            FieldPanel("weekdays"),
            FieldRowPanel([FieldPanel("starts_at"), FieldPanel("threshold_percent")]),
            MultiFieldPanel(
                [
                    FieldPanel("depot_name"),
                    FieldRowPanel([FieldPanel("depot_latitude"), FieldPanel("depot_longitude")]),
                ],
                gettext_lazy("Depot"),
            ),
        ],
        base_form_class=RoundForm,
    )


@hooks.register("register_admin_viewset")
def round_viewset() -> RoundViewSet:
    """Fixed rounds."""
    return RoundViewSet()


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    """Rounds, lists and tours."""
    return [
        path("hardware/bins/", rounds, name="hardware_bins"),
        path("hardware/bins/<int:pk>/", collection, name="hardware_collection"),
        path("hardware/tours/", listing, name="hardware_tours"),
        path("hardware/tours/<int:pk>/", detail, name="hardware_tour"),
        path("hardware/tours/<int:pk>/drop/", drop, name="hardware_drop_tour"),
    ]


add_entry(38, gettext_lazy("Emptying"), "hardware_bins", "bin", DRIVE, SEE)
add_entry(40, gettext_lazy("Tours"), "hardware_tours", "tasks", DRIVE, SEE)
add_entry(
    42,
    gettext_lazy("Fixed rounds"),
    "hardware_rounds:index",
    "calendar-alt",
    "hardware.view_collectionround",
)
