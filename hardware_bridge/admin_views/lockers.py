"""Locker stations in the admin: doors, commands and maintenance."""

from collections.abc import Collection
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail import hooks
from wagtail.admin import messages

from cms.core.admin_pages import back, for_right, in_pages
from cms.core.requests import key_of
from hardware_bridge.admin_views.common import OPERATE, SEE, person, show
from hardware_bridge.admin_views.menu import add_entry
from hardware_bridge.domain import lockers
from hardware_bridge.domain.rules import NotAllowedError
from hardware_bridge.forms.park import ServiceForm
from hardware_bridge.models import Compartment
from hardware_bridge.queries import lockers as queries

MOST_AT_ONCE = 500


@for_right(OPERATE, SEE)
@require_safe
def stations(request: HttpRequest) -> HttpResponse:
    """All stations with their compartments. Five queries beside Wagtail's own."""
    return _stations(request, ServiceForm())


def _stations(
    request: HttpRequest, form: ServiceForm, ticked: Collection[int] = ()
) -> HttpResponse:
    return show(
        request,
        "lockers.html",
        _("Lockers"),
        form,
        icon="lock",
        stations=queries.stations(),
        form=form,
        ticked=ticked,
    )


@for_right(OPERATE)
@require_POST
def open_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a compartment opened, out of service or not."""
    box = get_object_or_404(Compartment.objects.select_related("device"), pk=pk)
    try:
        command = lockers.open_for_maintenance(compartment=box, by=person(request))
    except NotAllowedError as error:
        messages.error(request, str(error))
    else:
        if command.is_refused:
            messages.error(request, command.reason)
        else:
            messages.success(
                request,
                _("Asked to open: %(box)s. What came of it stands in the list.")
                % {"box": f"{box.device}, {box}"},
            )
    return redirect(back(request, "hardware_lockers"))


@for_right(OPERATE)
@require_POST
def service(request: HttpRequest) -> HttpResponse:
    """Take the ticked compartments out of service, or put them back."""
    numbers = [key_of(each) for each in request.POST.getlist("box")[:MOST_AT_ONCE]]
    boxes = list(Compartment.objects.filter(pk__in=numbers).select_related("device"))
    if not boxes:
        messages.error(request, _("Tick the compartments first."))
        return redirect("hardware_lockers")
    if request.POST.get("act") == "back":
        count = lockers.put_into_service(compartments=boxes)
        text = ngettext(
            "%(n)s compartment is in service again.",
            "%(n)s compartments are in service again.",
            count,
        )
    else:
        form = ServiceForm(request.POST)
        if not form.is_valid():
            return _stations(request, form, {each.pk for each in boxes})
        count = lockers.take_out_of_service(compartments=boxes, reason=form.cleaned_data["reason"])
        text = ngettext(
            "%(n)s compartment is out of service.", "%(n)s compartments are out of service.", count
        )
    messages.success(request, text % {"n": count})
    return redirect("hardware_lockers")


@for_right(OPERATE)
@require_safe
def log(request: HttpRequest, pk: int) -> HttpResponse:
    """What a compartment was told and by whom, with every step: for those who answer for it."""
    box = get_object_or_404(Compartment.objects.select_related("device"), pk=pk)
    context: dict[str, Any] = in_pages(request, queries.commands_of(box))
    return show(
        request,
        "locker_log.html",
        _("Commands"),
        icon="lock",
        subtitle=f"{box.device}, {box}",
        box=box,
        **context,
    )


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    """Stations, their doors and their log."""
    return [
        path("hardware/lockers/", stations, name="hardware_lockers"),
        path("hardware/lockers/service/", service, name="hardware_locker_service"),
        path("hardware/lockers/<int:pk>/", log, name="hardware_locker_log"),
        path("hardware/lockers/<int:pk>/open/", open_one, name="hardware_open_locker"),
    ]


add_entry(32, gettext_lazy("Lockers"), "hardware_lockers", "lock", OPERATE, SEE)
