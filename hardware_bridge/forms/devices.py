"""Forms of devices, makes and groups in the admin."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from hardware_bridge.adapters.values import MEASURES as SPECS
from hardware_bridge.forms.widgets import FieldMapField, LimitsField
from hardware_bridge.models import MOST_COMPARTMENTS, Device
from hardware_bridge.models.choices import Adapter, Condition, Kind
from hardware_bridge.queries.addresses import address_fault, normal_address
from hardware_bridge.queries.inbox import free_slug


class DeviceForm(WagtailAdminModelForm):
    """A device. Its address has to be one that its source can have."""

    thresholds = LimitsField(
        label=gettext_lazy("Limits"),
        required=False,
        help_text=gettext_lazy(
            "From which value on this device stands out, on pages and for rules without a limit."
        ),
    )
    compartment_count = forms.IntegerField(
        label=gettext_lazy("Compartments"),
        required=False,
        min_value=0,
        max_value=MOST_COMPARTMENTS,
        help_text=gettext_lazy("Of a locker station: so many are made, numbered from 1."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False
        if self.instance.pk:
            self.fields["thresholds"].widget.kind = self.instance.kind
            self.fields["compartment_count"].initial = self.instance.compartments.count() or None

    def clean_slug(self) -> str:
        """From the name where nothing was typed."""
        return self.cleaned_data.get("slug") or free_slug(self.cleaned_data.get("name") or "")

    def clean(self) -> dict[str, Any]:
        """What the fields say together."""
        found = super().clean() or {}
        self._check_address(found)
        if (found.get("latitude") is None) != (found.get("longitude") is None):
            self.add_error("longitude", _("Please enter both coordinates or none."))
        installed, retired = found.get("installed_on"), found.get("retired_on")
        if isinstance(installed, date) and isinstance(retired, date) and retired < installed:
            self.add_error("retired_on", _("This is before the installation."))
        if found.get("compartment_count") and found.get("kind") != Kind.LOCKER:
            self.add_error("compartment_count", _("Only locker stations have compartments."))
        return found

    def _check_address(self, found: dict[str, Any]) -> None:
        adapter, address = found.get("adapter"), (found.get("address") or "").strip()
        if adapter == Adapter.OWN:
            found["address"] = f"{found.get('kind')}/{found.get('slug')}"
            return
        if fault := address_fault(str(adapter), address):
            self.add_error("address", fault)
            return
        found["address"] = normal_address(str(adapter), address)
        twins = Device.objects.filter(adapter=adapter, address=found["address"])
        if twin := twins.exclude(pk=self.instance.pk).first():
            text = _("“%(name)s” has this address already.")
            self.add_error("address", text % {"name": twin.name})


class DeviceModelForm(WagtailAdminModelForm):
    """A make with its map of fields."""

    fields_help = gettext_lazy(
        "The maker's field as a path (“data.distance”), and which measure it is. A number becomes "
        "number × factor + offset; words are written as “OPEN = open, CLOSED = closed”."
    )
    # The model calls it so, too; a form makes its own attribute of that name.
    fields = FieldMapField(label=gettext_lazy("Fields"), required=False, help_text=fields_help)


class GroupForm(WagtailAdminModelForm):
    """A group, which gets its name in addresses by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False

    def clean_slug(self) -> str:
        """From the name where nothing was typed."""
        return self.cleaned_data.get("slug") or slugify(self.cleaned_data.get("name") or "")[:80]


class AlertRuleForm(WagtailAdminModelForm):
    """A rule: which fields it needs follows from what it looks at."""

    NEEDED: ClassVar = {
        Condition.ABOVE: ("measure",),
        Condition.BELOW: ("measure",),
        Condition.SILENCE: ("intervals",),
        Condition.DOOR_LONG: ("seconds",),
    }
    OWN = ("measure", "limit", "back_at", "intervals", "seconds")

    def clean(self) -> dict[str, Any]:
        """What the condition needs is there, and what it does not need is emptied."""
        found = super().clean() or {}
        condition = found.get("condition")
        if condition is None:
            return found
        needed = self.NEEDED.get(condition, ())
        for name in needed:
            if found.get(name) in (None, "") and name not in self.errors:
                self.add_error(name, _("This condition needs it."))
        is_limit = condition in (Condition.ABOVE, Condition.BELOW)
        kept = (*needed, "limit", "back_at") if is_limit else needed
        for name in set(self.OWN) - set(kept):
            found[name] = "" if name == "measure" else None
        if is_limit:
            self._check_limits(found)
        self._check_scope(found)
        return found

    def _check_limits(self, found: dict[str, Any]) -> None:
        limit, back_at, measure = (found.get(name) for name in ("limit", "back_at", "measure"))
        if back_at is not None and limit is None:
            self.add_error("back_at", _("Without a limit the device's own holds, both ways."))
        elif back_at is not None:
            is_above = found["condition"] == Condition.ABOVE
            if back_at > limit if is_above else back_at < limit:
                self.add_error("back_at", _("It would close before it opens."))
        spec = SPECS.get(measure or "")
        if spec is None or spec.words:
            if measure:
                self.add_error("measure", _("This measure has no numbers."))
            return
        if limit is not None and not spec.low <= limit <= spec.high:
            self.add_error("limit", _("The measure never has this value."))

    def _check_scope(self, found: dict[str, Any]) -> None:
        device, kind, group = (found.get(name) for name in ("device", "kind", "group"))
        if device and kind and device.kind != kind:
            self.add_error("kind", _("The device is of another kind."))
        if device and group and device.group_id != group.pk:
            self.add_error("group", _("The device is in another group."))


class DutyGroupForm(WagtailAdminModelForm):
    """A group on duty; a night has two ends."""

    def clean(self) -> dict[str, Any]:
        """Both times or none."""
        found = super().clean() or {}
        if (found.get("night_from") is None) != (found.get("night_until") is None):
            raise ValidationError({"night_until": _("Please enter both times or none.")})
        return found
