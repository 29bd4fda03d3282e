"""Filters of the list of devices."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.core.filters import EVERYTHING, FilterForm
from hardware_bridge.models import Device
from hardware_bridge.models.choices import Kind, LiveStatus

LONGEST_QUERY = 100


def _groups() -> Any:
    shown = Device.objects.public().filter(group__isnull=False).order_by("group__name")
    return shown.values_list("group__slug", "group__name").distinct()


class DeviceFilterForm(FilterForm):
    """What the list of devices shows."""

    q = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=LONGEST_QUERY,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[EVERYTHING, *Kind.choices])
    group = forms.ChoiceField(label=_("Group"), required=False)
    status = forms.ChoiceField(
        label=_("Values"), required=False, choices=[EVERYTHING, *LiveStatus.choices]
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.give_choices("group", _groups)
