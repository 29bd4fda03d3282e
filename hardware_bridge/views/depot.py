"""The depot's pages: the day's tours, a driver's page for the phone, and a tour as a file."""

import json
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cms.core.models import SiteSettings
from cms.users.models import User
from cms.users.requests import user_of
from hardware_bridge.domain import tours
from hardware_bridge.domain.rules import NotAllowedError
from hardware_bridge.forms.depot import QueuedReportForm, ReportForm
from hardware_bridge.models import TourStop
from hardware_bridge.models.choices import Result, TourState
from hardware_bridge.papers.gpx import TYPE as GPX
from hardware_bridge.papers.gpx import gpx
from hardware_bridge.papers.tour_sheet import title, tour_pdf
from hardware_bridge.queries import tours as queries
from hardware_bridge.queries.tours import Sheet
from hardware_bridge.roles import DRIVE

MOST_AT_ONCE = 200
LONGEST_BODY = 128 * 1024
View = Callable[..., HttpResponseBase]
RESULTS = (Result.EMPTIED, Result.BLOCKED, Result.DAMAGED)


def for_drivers(view: View) -> View:
    """Let in who may drive tours; a phone's script is told 401, people are led to the sign-in."""

    @wraps(view)
    @never_cache
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            if request.content_type == "application/json":
                return JsonResponse({"detail": _("Please sign in.")}, status=401)
            return redirect_to_login(request.get_full_path())
        if not request.user.has_perm(DRIVE):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


def _sheet(public_id: uuid.UUID) -> Sheet:
    found = queries.sheet(public_id)
    if found is None:
        raise Http404
    return found


def _show(request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponse:
    shown = {"title": title, "pictogram": "container", "trail": {"title": title}}
    return render(request, f"hardware/depot/{template}", shown | context)


@for_drivers
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Today's tours and those that are planned."""
    return _show(
        request,
        "overview.html",
        _("Collection tours"),
        introduction=_("Choose your tour. Its page also works where there is no net."),
        tours=queries.tours_of_drivers(),
    )


@for_drivers
@require_safe
def tour(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """A driver's page: the stops in their order, and three buttons for each."""
    sheet = _sheet(public_id)
    other = sheet.tour.driver_id not in (None, user_of(request).pk)
    return _show(
        request,
        "tour.html",
        title(sheet),
        sheet=sheet,
        tour=sheet.tour,
        results=RESULTS,
        is_of_another=other,
        may_report=not other and sheet.tour.state != TourState.DROPPED,
    )


@for_drivers
@require_POST
def act(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Begin or end a tour."""
    found = _sheet(public_id).tour
    try:
        if request.POST.get("act") == "start":
            tours.start_tour(tour=found, driver=user_of(request))
        elif request.POST.get("act") == "finish":
            if found.driver_id not in (None, user_of(request).pk):
                raise NotAllowedError(_("Somebody else drives this tour already."))
            tours.finish_tour(tour=found)
            messages.success(request, _("The tour is done. Thank you!"))
            return redirect("depot:overview")
    except NotAllowedError as error:
        messages.error(request, str(error))
    return redirect(found)


@for_drivers
@require_POST
def report_one(request: HttpRequest, public_id: uuid.UUID, stop: int) -> HttpResponse:
    """What was found at a stop, from the form of a phone without script."""
    sheet = _sheet(public_id)
    found = next((each.stop for each in sheet.stops if each.stop.pk == stop), None)
    if found is None:
        raise Http404
    form = ReportForm(request.POST)
    if form.is_valid():
        _outcome, fault = _take(found, form.cleaned_data, user_of(request))
    else:
        fault = " ".join(str(words) for errors in form.errors.values() for words in errors)
    if fault:
        messages.error(request, fault)
    return redirect(f"{sheet.tour.get_absolute_url()}#stop-{stop}")


def _take(stop: TourStop, said: dict[str, Any], by: User) -> tuple[str, str]:
    """``kept``, ``known`` or ``refused``, with the reason in words."""
    key = said["client_key"] or uuid.uuid4()
    report = tours.Report(said["result"], key, said["note"], said["at"])
    try:
        is_new = tours.report_stop(stop=stop, report=report, by=by)
    except NotAllowedError as error:
        return "refused", str(error)
    return ("kept" if is_new else "known"), ""


@for_drivers
@require_POST
def report_many(request: HttpRequest, public_id: uuid.UUID) -> JsonResponse:
    """What a phone has kept while there was no net: a list of reports, each answered by its key."""
    try:
        rows = json.loads(request.body) if len(request.body) <= LONGEST_BODY else None
    except (ValueError, RecursionError):  # no JSON, or nested too deeply
        rows = None
    if not isinstance(rows, list) or len(rows) > MOST_AT_ONCE:
        return JsonResponse({"detail": _("This is no list of reports.")}, status=422)
    sheet = _sheet(public_id)
    stops = {each.stop.pk: each.stop for each in sheet.stops}
    driver = user_of(request)
    items = [_answer(row, stops, driver) for row in rows]
    return JsonResponse({"items": items, "count": len(items)})


def _answer(row: Any, stops: dict[int, TourStop], driver: User) -> dict[str, str]:
    said = row if isinstance(row, dict) else {}
    # As text, as forms send it: fields do not expect numbers and lists.
    form = QueuedReportForm({name: str(value) for name, value in said.items() if value is not None})
    key = str(said.get("client_key", ""))[:40]
    if not form.is_valid():
        return {"client_key": key, "state": "refused", "message": _("This report is not complete.")}
    stop = stops.get(form.cleaned_data["stop"])
    if stop is None:
        return {"client_key": key, "state": "refused", "message": _("This stop is gone.")}
    state, fault = _take(stop, form.cleaned_data, driver)
    return {"client_key": key, "state": state, "message": fault}


# --- files ---------------------------------------------------------------------------------------


def file_of(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file to keep."""
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer


def _site_name(request: HttpRequest) -> str:
    return SiteSettings.for_request(request).site_name


@for_drivers
@require_safe
def gpx_file(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The tour for a navigation device."""
    sheet = _sheet(public_id)
    content = gpx(sheet, name=title(sheet), creator=_site_name(request))
    return file_of(content, GPX, f"tour-{sheet.tour.date:%Y-%m-%d}.gpx")


@for_drivers
@require_safe
def pdf_file(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The tour on paper."""
    sheet = _sheet(public_id)
    content = tour_pdf(sheet, site=_site_name(request))
    return file_of(content, "application/pdf", f"tour-{sheet.tour.date:%Y-%m-%d}.pdf")


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps a tour's page on the phone; it may only care for what lies beside it,
    so it is served here and not with the static files."""
    path = finders.find("js/depot-worker.js")
    if not isinstance(path, str):
        raise Http404
    with open(path, "rb") as script:  # noqa: PTH123 – a path of the finders
        return HttpResponse(script.read(), content_type="text/javascript; charset=utf-8")
