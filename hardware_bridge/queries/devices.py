"""Devices as the office sees them: how each is, in one word and in figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import DurationField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from hardware_bridge.models import MEASURES, Alert, Command, Device, Latest

LATE_INTERVALS = 3
"""So many expected intervals without a message, and a device counts as silent."""
FEW_BATTERY = 20
DOUBT_LASTS = timedelta(days=1)
"""How long it is said that two senders seemed to speak as one device."""
HEALTH = {
    "ok": pgettext_lazy("device", "Reports"),
    "silent": gettext_lazy("Silent"),
    "offline": gettext_lazy("Offline"),
    "never": gettext_lazy("Not heard of yet"),
    "retired": gettext_lazy("Retired"),
}


@dataclass(frozen=True)
class Value:
    """The newest value of a measure, in words."""

    channel: int
    label: str
    shown: str
    at: datetime
    received_at: datetime
    is_beyond: bool = False
    """Whether it is beyond the device's own limit."""


def listed() -> QuerySet[Device]:
    """Devices with what lists show of them, in one query."""
    named = Device.objects.annotate(project_title=F("project__title"))
    return named.select_related("state", "group", "model")


def late_after() -> ExpressionWrapper:
    """How long a device may be silent."""
    return ExpressionWrapper(
        F("interval_seconds") * timedelta(seconds=LATE_INTERVALS), DurationField()
    )


def of_health(devices: QuerySet[Device], health: str) -> QuerySet[Device]:
    """Those of one state, a key of ``HEALTH``; ``battery`` are those with little of it,
    ``doubted`` those as which two senders seem to speak."""
    retired = Q(retired_on__lte=timezone.localdate())
    if health == "retired":
        return devices.filter(retired)
    devices = devices.exclude(retired)
    if health == "never":
        return devices.filter(state__last_seen_at=None)
    if health == "offline":
        return devices.filter(state__is_online=False)
    if health == "battery":
        return devices.filter(state__battery_percent__lte=FEW_BATTERY)
    if health == "doubted":
        return devices.filter(state__doubt_at__gte=Now() - DOUBT_LASTS)
    on_time = Q(state__last_seen_at__gte=Now() - late_after())
    silent = Q(state__last_seen_at__lt=Now() - late_after())
    offline = Q(state__is_online=False)
    if health == "silent":
        return devices.filter(silent).exclude(offline)
    return devices.filter(on_time).exclude(offline) if health == "ok" else devices


def health_of(device: Device, now: datetime | None = None) -> str:
    """A key of ``HEALTH``. No query for a device of :func:`listed`."""
    if device.is_retired:
        return "retired"
    state = device.state
    if state.is_online is False:
        return "offline"
    if state.last_seen_at is None:
        return "never"
    allowed = timedelta(seconds=LATE_INTERVALS * device.interval_seconds)
    return "silent" if (now or timezone.now()) - state.last_seen_at > allowed else "ok"


def doubt_of(device: Device) -> str:
    """Why two senders seem to speak as it, a key of ``Doubt``; empty where none of it was noticed
    lately."""
    at = device.state.doubt_at
    return device.state.doubt if at and timezone.now() - at < DOUBT_LASTS else ""


def values_of(device: Device) -> list[Value]:
    """The newest value of every measure, by compartment. One query."""
    rows = Latest.objects.filter(device_id=device.pk).order_by("channel", "measure")
    return [_value(row, device.thresholds) for row in rows]


def _value(row: Latest, limits: Mapping[str, Any]) -> Value:
    measure = MEASURES.get(row.measure)
    limit = limits.get(row.measure)
    is_number = type(row.value) in (int, float)
    return Value(
        channel=row.channel,
        label=capfirst(str(measure.label)) if measure else row.measure,
        shown=shown(row.measure, row.value),
        at=row.at,
        received_at=row.received_at,
        is_beyond=is_number and limit is not None and row.value > limit,
    )


WORDS = {
    True: gettext_lazy("yes"),
    False: gettext_lazy("no"),
    "open": pgettext_lazy("door", "open"),
    "closed": pgettext_lazy("door", "closed"),
    "unknown": pgettext_lazy("door", "unknown"),
}


def shown(measure: str, value: Any) -> str:
    """A value with its unit, or its word."""
    if type(value) in (bool, str):
        return str(WORDS.get(value, value))
    known = MEASURES.get(measure)
    return with_unit(value, known.unit if known else "")


def with_unit(value: Any, unit: str) -> str:
    """A number with at most one decimal, and its unit."""
    rounded = round(float(value), 1)
    number = number_format(int(rounded) if rounded.is_integer() else rounded)
    return f"{number}\N{NO-BREAK SPACE}{unit}" if unit else number


def has_a_past(device: Device) -> bool:
    """Whether readings or commands belong to it, so that it may be retired and not deleted."""
    return (
        Latest.objects.filter(device_id=device.pk).exists()
        or Command.objects.filter(device=device).exists()
    )


def commands_of(device: Device, most: int = 20) -> QuerySet[Command]:
    """Its latest commands."""
    return Command.objects.filter(device=device).select_related("requested_by")[:most]


def incidents_of(device: Device, most: int = 20) -> QuerySet[Alert]:
    """Its latest incidents, open ones first."""
    rows = Alert.objects.filter(device=device).select_related("rule", "acknowledged_by")
    return rows.order_by(F("closed_at").desc(nulls_first=True), "-opened_at")[:most]


def topics_of(device: Device) -> list[tuple[str, str]]:
    """For our own devices what each topic is for."""
    base = device.topic
    return [
        (f"{base}/state", _("what it measures")),
        (f"{base}/event", _("what it measures, when something happens")),
        (f"{base}/status", _("online or offline, retained, as last will")),
        (f"{base}/command/+", _("commands, to subscribe to")),
        (f"{base}/command/{{id}}/result", _("what came of a command")),
    ]


def values_in_words(measures: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Measures with their labels and values in words."""
    return [
        (capfirst(str(MEASURES[key].label)) if key in MEASURES else key, shown(key, value))
        for key, value in measures.items()
    ]
