"""Forms of the office for lockers, lights and containers."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

from hardware_bridge.models import CollectionRound, Device
from hardware_bridge.models.choices import Kind
from hardware_bridge.models.lights import LONGEST_OVERRIDE
from hardware_bridge.models.tours import FURTHEST


class ServiceForm(forms.Form):
    """Why compartments are out of service."""

    reason = forms.CharField(label=_("Why they go out of service"), max_length=200)


class ByHandForm(forms.Form):
    """A level until an end. A light or its group is named by the page."""

    level_percent = forms.IntegerField(
        label=_("Brightness in percent"),
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        widget=forms.NumberInput({"min": 0, "max": 100}),
    )
    until = forms.DateTimeField(
        label=_("until"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d.%m.%Y %H:%M"],
    )
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def clean_until(self) -> datetime:
        """An end that lies ahead, and not too far."""
        until = self.cleaned_data["until"]
        if not timedelta() < until - timezone.now() <= LONGEST_OVERRIDE:
            raise forms.ValidationError(_("Choose an end within the next two weeks."))
        return until


class DayForm(forms.Form):
    """The day of a tour."""

    day = forms.DateField(label=_("Day"), widget=AdminDateInput)

    def clean_day(self) -> date:
        """Today or a day of the coming month."""
        day = self.cleaned_data["day"]
        if not timedelta() <= day - timezone.localdate() <= FURTHEST:
            raise forms.ValidationError(_("Choose today or a day of the coming month."))
        return day


class StopForm(forms.Form):
    """A container that is added to a tour."""

    device = forms.ModelChoiceField(label=_("Container"), queryset=Device.objects.none())

    def __init__(self, *args: Any, tour: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bins = Device.objects.in_service().filter(kind=Kind.BIN, group=tour.group_id)
        field = self.fields["device"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 – narrows the type
        field.queryset = bins.exclude(stops__tour=tour)


class RoundForm(WagtailAdminModelForm):
    """A fixed round, whose days are ticked."""

    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days of the week"),
        coerce=int,
        choices=list(WEEKDAYS.items()),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = CollectionRound
        fields = "__all__"

    def clean_weekdays(self) -> list[int]:
        """In the order of the week, each once."""
        return sorted(set(self.cleaned_data["weekdays"]))
