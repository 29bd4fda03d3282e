"""Trying what would be read out of a message."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hardware_bridge import adapters
from hardware_bridge.adapters import fields as maps
from hardware_bridge.adapters.messages import Reading, Status
from hardware_bridge.adapters.values import Refused, Value
from hardware_bridge.models import DeviceModel
from hardware_bridge.models.choices import Adapter, Reason

# A topic of each source that says "an uplink"; the device in it is left out of what is checked.
TOPICS = {
    Adapter.OWN: "ngo/v1/sensor/try/state",
    Adapter.CHIRPSTACK: "application/try/device/{eui}/event/up",
    Adapter.THINGS_STACK: "v3/try/devices/{eui}/up",
    Adapter.HOME_ASSISTANT: "homeassistant/sensor/try/state",
}


@dataclass(frozen=True)
class Result:
    """What was read, or why nothing was."""

    measures: dict[str, Value] = field(default_factory=dict)
    status: str = ""
    """``online`` or ``offline`` where the message says nothing else."""
    reason: str = ""
    detail: str = ""


class TryForm(forms.Form):
    """A message, whose it is, and which make has sent it."""

    adapter = forms.ChoiceField(label=_("Source"), choices=Adapter.choices)
    model = forms.ModelChoiceField(
        label=_("Make"),
        queryset=DeviceModel.objects.all(),
        required=False,
        help_text=_("Without one, fields that bear our own names are read."),
    )
    payload = forms.CharField(
        label=_("Message"),
        widget=forms.Textarea({"rows": 14, "spellcheck": "false"}),
        max_length=64 * 1024,
        help_text=_("As the source sends it, such as from its log."),
    )

    def result(self) -> Result:
        """What the bridge would read."""
        chosen = self.cleaned_data
        adapter, model = Adapter(chosen["adapter"]), chosen["model"]
        payload = chosen["payload"].strip()
        route = adapters.route(TOPICS[adapter].format(eui=_named(payload)))
        try:
            mapping = maps.compiled(model.fields if model else {})
            message: Any = adapters.ADAPTERS[adapter].read(route, payload.encode(), mapping)
        except Refused as fault:
            return Result(reason=str(Reason(fault.reason).label), detail=fault.detail)
        except ValueError as fault:
            return Result(reason=str(_("The fields of this make have a fault.")), detail=str(fault))
        if isinstance(message, Status):
            return Result(status="online" if message.is_online else "offline")
        return Result(message.measures if isinstance(message, Reading) else {})


def _named(payload: str) -> str:
    """Whom the message names, so that it fits its topic."""
    for key in ('"devEui"', '"device_id"'):
        _before, found, rest = payload.partition(key)
        if found:
            name = rest.lstrip(" :\n\t")[1:].partition('"')[0]
            if name and not set(name) & set("/{}"):
                return name[:80]
    return "try"
