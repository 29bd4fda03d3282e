"""The page of a device."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.models import Page

from hardware_bridge.models import Compartment, Device
from hardware_bridge.queries import history, lists
from hardware_bridge.queries.live import LiveDevice, LiveValue, live
from hardware_bridge.queries.way import live_section

PICTOGRAMS = {"bin": "container", "light": "light", "locker": "locker", "sensor": "iot"}

USUAL_SPAN = "day"


@require_safe
@never_cache
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """What it says now and how that has changed. 404 for what is not public."""
    found = live(Device.objects.public().filter(slug=slug).select_related("project"))
    if not found:
        raise Http404
    shown = found[0]
    span = request.GET.get("span", "")
    span = span if span in history.SPANS else USUAL_SPAN
    return render(request, "hardware/device.html", _context(shown, span))


def _context(shown: LiveDevice, span: str) -> dict[str, Any]:
    device = shown.device
    drawn = [value.measure.key for value in shown.own_values if value.measure.is_number]
    return {
        "page": None,
        "title": device.name,
        "trail": live_section.trail(device.name),
        "pictogram": PICTOGRAMS[device.kind],
        "shown": shown,
        "device_list": [shown],
        "introduction": _introduction(shown),
        "compartments": _compartments(shown),
        "charts": history.charts([device], drawn, span) if drawn else [],
        "spans": history.SPANS.values(),
        "span": span,
        "map": lists.map_of([shown]),
        "project": _project(device),
    }


def _introduction(shown: LiveDevice) -> str:
    """What it is and where, in a line."""
    return ": ".join(filter(None, [shown.device.get_kind_display(), shown.device.place]))


def _compartments(shown: LiveDevice) -> list[tuple[Compartment, list[LiveValue]]]:
    """Each compartment with its public values. One query for a station, none for others."""
    if shown.device.kind != "locker":
        return []
    said = shown.channels
    return [(each, said.get(each.number, [])) for each in shown.device.compartments.all()]


def _project(device: Device) -> Page | None:
    """The page of its project in the active language. One query where it has one."""
    if device.project is None:
        return None
    twins = Page.objects.live().filter(translation_key=device.project.translation_key)
    return twins.filter(locale__language_code=get_language()).first()
