"""Many devices at once: as a table, and as labels to print."""

from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail import hooks
from wagtail.admin import messages

from cms.core import tables
from cms.core.admin_pages import for_right
from hardware_bridge import labels
from hardware_bridge.admin_views.common import ADD, SEE, person, show
from hardware_bridge.admin_views.devices import DeviceFilter, DeviceViewSet
from hardware_bridge.domain.exchange import MOST_BYTES, Plan, TableError, decoded, plan, take_over
from hardware_bridge.models import Device
from hardware_bridge.models.devices import DeviceQuerySet
from hardware_bridge.queries.exchange import COLUMNS, table

MOST_LABELS = 500


class FileForm(forms.Form):
    """A table to look at."""

    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        help_text=gettext_lazy("At most 2,000 devices and 1 MB. Nothing is changed yet."),
        widget=forms.FileInput({"accept": ".csv,text/csv"}),
    )

    def clean_file(self) -> str:
        """Its text."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 1 MB."))
        try:
            return decoded(file.read())
        except TableError as fault:
            raise forms.ValidationError(str(fault)) from fault


class TextForm(forms.Form):
    """The table that was looked at, sent back to be taken over."""

    text = forms.CharField(widget=forms.HiddenInput, max_length=MOST_BYTES, strip=False)


def _chosen(request: HttpRequest) -> DeviceQuerySet:
    """Devices of the list, with its filters and its search."""
    devices = Device.objects.order_by("name", "pk")
    filters = DeviceFilter(request.GET, queryset=devices, request=request)
    if filters.is_valid():
        devices = filters.qs
    return _searched(devices, request.GET.get("q", "").replace("\0", "")[:100])


def _searched(devices: DeviceQuerySet, words: str) -> DeviceQuerySet:
    wanted = Q()
    for name in DeviceViewSet.search_fields if words else ():
        wanted |= Q(**{f"{name}__icontains": words})
    return devices.filter(wanted)


@for_right(SEE)
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The list as a table that can be read in again."""
    name = f"geraete-{timezone.localdate().isoformat()}.csv"
    return tables.response(table(_chosen(request)), filename=name)


@for_right(SEE)
@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """Labels of the list's devices to print."""
    devices = list(_chosen(request).in_service()[: MOST_LABELS + 1])
    if not devices:
        messages.warning(request, _("No device fits these filters."))
        return redirect("hardware_devices:index")
    if len(devices) > MOST_LABELS:
        messages.warning(
            request,
            _("These are more than %(n)s devices; please filter them.") % {"n": MOST_LABELS},
        )
        return redirect("hardware_devices:index")
    made = labels.sheet(devices=devices, language=request.LANGUAGE_CODE)
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="etiketten.pdf"'
    return answer


@for_right(ADD)
@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: HttpRequest) -> HttpResponse:
    """Look at a table first, then take it over."""
    if "text" in request.POST:
        return _take_over(request)
    form = FileForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return _import_page(request, form)
    text = form.cleaned_data["file"]
    try:
        found = plan(text=text)
    except TableError as fault:
        form.add_error("file", str(fault))
        return _import_page(request, form)
    return _import_page(request, form, found=found, text=text)


def _take_over(request: HttpRequest) -> HttpResponse:
    """The same table once more: somebody may have changed a device since it was looked at."""
    form = TextForm(request.POST)
    file = FileForm()
    if not form.is_valid():
        messages.error(request, _("Please choose the file again."))
        return _import_page(request, file)
    text = str(form.cleaned_data["text"])
    try:
        found = take_over(text=text, by=person(request))
    except TableError as fault:
        messages.error(request, str(fault))
        return _import_page(request, file)
    if not found.is_good:
        messages.error(request, _("Nothing was changed. Please look at it again."))
        return _import_page(request, file, found=found, text=text)
    words = {"new": found.count("new"), "changed": found.count("changed")}
    messages.success(request, _("Taken over: %(new)s new, %(changed)s changed.") % words)
    return redirect("hardware_devices:index")


def _import_page(
    request: HttpRequest, form: FileForm, *, found: Plan | None = None, text: str = ""
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "plan": found, "columns": COLUMNS}
    if found is not None:
        context["counts"] = {
            state: found.count(state) for state in ("new", "changed", "same", "wrong")
        }
        context["rows"] = [row for row in found.rows if row.state != "same"]
        context["text_form"] = TextForm({"text": text}, auto_id="taken-%s")
    return show(request, "import.html", _("Import devices"), form, icon="upload", **context)


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    """Tables and labels."""
    return [
        path("hardware/export/", export, name="hardware_export"),
        path("hardware/import/", take_in, name="hardware_import"),
        path("hardware/labels.pdf", sheet, name="hardware_labels"),
    ]
