"""Devices in Wagtail's admin: the list, the form, and how one is."""

from collections.abc import Callable
from typing import Any

import django_filters
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from cms.core.admin_pages import for_right
from hardware_bridge.admin_views.common import OPERATE, SEE, person, show
from hardware_bridge.admin_views.device_panels import DEVICE_PANELS
from hardware_bridge.admin_views.menu import add_entry
from hardware_bridge.domain.commands import request_command
from hardware_bridge.domain.devices import give_compartments
from hardware_bridge.models import Device, DeviceGroup, DeviceModel
from hardware_bridge.models.choices import Action, Adapter, Kind
from hardware_bridge.queries import devices as queries

STATES = [
    *queries.HEALTH.items(),
    ("battery", gettext_lazy("Battery at 20 % or less")),
    ("doubted", gettext_lazy("Perhaps two with one name")),
]


class DeviceFilter(WagtailFilterSet):
    """Devices by what they are and how they are."""

    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=Kind.choices)
    health = django_filters.ChoiceFilter(
        label=pgettext_lazy("device", "State"), choices=STATES, method="by_health"
    )
    group = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Group"), queryset=DeviceGroup.objects.all()
    )
    adapter = django_filters.ChoiceFilter(label=gettext_lazy("Source"), choices=Adapter.choices)
    model = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Make"), queryset=DeviceModel.objects.all()
    )
    is_public = django_filters.BooleanFilter(label=gettext_lazy("Shown in public"))

    class Meta:
        model = Device
        fields = ["kind", "health", "group", "adapter", "model", "is_public"]

    def by_health(self, rows: QuerySet[Device], _name: str, health: str) -> QuerySet[Device]:
        """Those of one state."""
        return queries.of_health(rows, health)


class HealthColumn(Column):
    """How a device is, in its word, sign and colour."""

    cell_template_name = "hardware/admin/health_cell.html"

    def get_value(self, instance: Device) -> dict[str, Any]:
        """The key of the state and its word."""
        key = queries.health_of(instance)
        return {"key": key, "word": queries.HEALTH[key]}


def _of_state(name: str, unit: str) -> Callable[[Device], str]:
    def value(device: Device) -> str:
        known = getattr(device.state, name)
        return "–" if known is None else queries.with_unit(known, unit)

    return value


class DeviceIndexView(IndexView):
    """The list, with what its columns show in one query."""

    def get_base_queryset(self) -> QuerySet[Device]:
        """Devices with their state."""
        return queries.listed()

    def order_queryset(self, queryset: QuerySet[Device]) -> QuerySet[Device]:
        """Devices without a value come last, whichever way round."""
        name = self.ordering if isinstance(self.ordering, str) else ""
        if not name.lstrip("-").startswith("state__"):
            return super().order_queryset(queryset)
        key = F(name.lstrip("-"))
        order = key.desc if name.startswith("-") else key.asc
        return queryset.order_by(order(nulls_last=True), "pk")

    def _get_title_column(self, field_name: str, *args: Any, **options: Any) -> Column:
        """Names need room beside so many figures."""
        return super()._get_title_column(field_name, *args, width="26%", **options)

    def get_edit_url(self, instance: Device) -> str:
        """The name leads to how a device is; the form is one press from there."""
        return reverse("hardware_device", args=[instance.pk])

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """What is done with many devices at once; filters in force go along."""
        query = f"?{self.request.GET.urlencode()}" if self.request.GET else ""
        found = [
            Button(
                _("Export as CSV"), url=reverse("hardware_export") + query, icon_name="download"
            ),
            Button(
                _("Labels with QR codes"),
                url=reverse("hardware_labels") + query,
                icon_name="doc-full",
            ),
        ]
        if self.user_has_permission("add"):
            found.append(
                Button(_("Import from CSV"), url=reverse("hardware_import"), icon_name="upload")
            )
        return found


class WithCompartments:
    """A form that knows how many compartments a station has."""

    def save_instance(self) -> Device:
        """The device, and the compartments that are missing."""
        device: Device = super().save_instance()  # type: ignore[misc]
        form = self.form  # type: ignore[attr-defined]
        give_compartments(device=device, count=form.cleaned_data.get("compartment_count") or 0)
        return device


class DeviceCreateView(WithCompartments, CreateView):
    """The empty form."""


class DeviceEditView(WithCompartments, EditView):
    """The form, with the way to how the device is."""

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """Beside Wagtail's own."""
        found = list(super().header_more_buttons)
        url = reverse("hardware_device", args=[self.object.pk])
        return [
            *found,
            Button(_("How it is"), url=url, icon_name="info-circle"),
        ]


class DeviceDeleteView(DeleteView):
    """For what was entered by mistake; a device with a past is retired."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the form, with the reason, where it stays."""
        may_delete = self.permission_policy.user_has_permission(request.user, "delete")
        if not may_delete or not queries.has_a_past(self.object):
            return super().dispatch(request, *args, **kwargs)
        text = _("“%(name)s” has readings or commands and stays. Please enter when it was retired.")
        messages.error(request, text % {"name": self.object.name})
        return redirect("hardware_devices:edit", self.object.pk)


class DeviceViewSet(ModelViewSet):
    """All devices."""

    model = Device
    name = "hardware_devices"
    url_prefix = "hardware/devices"
    icon = "cogs"
    index_view_class = DeviceIndexView
    add_view_class = DeviceCreateView
    edit_view_class = DeviceEditView
    delete_view_class = DeviceDeleteView
    filterset_class = DeviceFilter
    list_per_page = 50
    copy_view_enabled = False
    ordering = "name"
    search_fields = ["name", "slug", "place", "address", "notes"]
    search_backend_name = None
    list_display = [
        "name",
        Column("kind", label=gettext_lazy("Kind"), accessor="get_kind_display", sort_key="kind"),
        HealthColumn("health", label=pgettext_lazy("device", "State")),
        DateColumn(
            "seen",
            label=gettext_lazy("Last seen"),
            accessor="state.last_seen_at",
            sort_key="state__last_seen_at",
        ),
        Column(
            "battery",
            label=gettext_lazy("Battery"),
            accessor=_of_state("battery_percent", "%"),
            sort_key="state__battery_percent",
        ),
        Column(
            "signal",
            label=gettext_lazy("Signal"),
            accessor=_of_state("signal_dbm", "dBm"),
            sort_key="state__signal_dbm",
        ),
        Column(
            "firmware", label=gettext_lazy("Firmware"), accessor=lambda d: d.state.firmware or "–"
        ),
        Column("place", label=gettext_lazy("Place"), sort_key="place"),
    ]
    edit_handler = DEVICE_PANELS


@hooks.register("register_admin_viewset")
def device_viewset() -> DeviceViewSet:
    """Devices; their entry stands in the menu of the machines."""
    return DeviceViewSet()


@for_right(SEE)
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """How a device is: its state, newest values, incidents and commands. Six queries."""
    device = get_object_or_404(queries.listed(), pk=pk)
    return show(
        request,
        "device.html",
        device.name,
        subtitle=device.get_kind_display(),
        device=device,
        health=queries.health_of(device),
        health_word=queries.HEALTH[queries.health_of(device)],
        doubt=queries.doubt_of(device),
        values=queries.values_of(device),
        alerts=list(queries.incidents_of(device)),
        commands=list(queries.commands_of(device)),
        topics=queries.topics_of(device) if device.adapter == Adapter.OWN else [],
        can_identify=device.adapter == Adapter.OWN and not device.is_retired,
    )


@for_right(OPERATE)
@require_POST
def identify(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a device show which one it is."""
    device = get_object_or_404(Device, pk=pk)
    command = request_command(device=device, action=Action.IDENTIFY, by=person(request))
    if command.is_refused:
        messages.error(request, command.reason)
    else:
        messages.success(request, _("The command is on its way; what comes of it stands below."))
    return redirect("hardware_device", pk)


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    """One device."""
    return [
        path("hardware/device/<int:pk>/", detail, name="hardware_device"),
        path("hardware/device/<int:pk>/identify/", identify, name="hardware_identify"),
    ]


add_entry(20, gettext_lazy("All devices"), "hardware_devices:index", "cogs", SEE)
