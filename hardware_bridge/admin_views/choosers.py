"""Dialogues in which editors choose devices and groups."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm, SearchFilterMixin
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import BaseChooseView, ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from hardware_bridge.models import Device, DeviceGroup


class SearchForm(SearchFilterMixin, BaseFilterForm):
    """Wagtail's field for words, over columns of the table: devices stand in no search index."""

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        """Those that have every word in their name or place."""
        for word in self.cleaned_data.get("q", "").split():
            objects = objects.filter(Q(name__icontains=word) | Q(place__icontains=word))
        return objects


class DeviceChoice(BaseChooseView):
    """Devices with what they are and where: names alone are told apart by few."""

    filter_form_class = SearchForm

    @property
    def columns(self) -> list[Column]:
        """Beside Wagtail's own."""
        kind = Column("kind", label=_("Kind"), accessor="get_kind_display")
        return [*super().columns, kind, Column("place", label=_("Place"))]


class ChooseDevice(DeviceChoice, ChooseView):
    """The dialogue."""


class ChooseDeviceResults(DeviceChoice, ChooseResultsView):
    """What it shows of a search or of another page."""


class DeviceChooserViewSet(ChooserViewSet):
    """Devices, to be searched."""

    choose_view_class = ChooseDevice
    choose_results_view_class = ChooseDeviceResults


CHOOSERS = {
    "device": DeviceChooserViewSet(
        "hardware_device_chooser",
        model=Device,
        icon="site",
        choose_one_text=_("Choose a device"),
        choose_another_text=_("Choose another device"),
        register_widget=False,
    ),
    "devicegroup": ChooserViewSet(
        "hardware_group_chooser",
        model=DeviceGroup,
        icon="list-ul",
        choose_one_text=_("Choose a group"),
        choose_another_text=_("Choose another group"),
        register_widget=False,
    ),
}
