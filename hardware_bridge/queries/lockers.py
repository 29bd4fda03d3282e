"""Locker stations and their compartments as they are now."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from hardware_bridge.models import Alert, Command, Compartment, Device, Latest
from hardware_bridge.models.choices import Action, Kind

OF_A_DOOR = ("door", "occupied", "fault")
SHOWN_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Box:
    """A compartment with what is known of it."""

    compartment: Compartment
    values: dict[str, Any] = field(default_factory=dict)
    seen_at: datetime | None = None
    command: Command | None = None
    """The last one of the week to open it."""
    alerts: list[Alert] = field(default_factory=list)

    @property
    def door(self) -> str:
        """``open``, ``closed`` or ``unknown``."""
        return self.values.get("door", "unknown")

    @property
    def is_occupied(self) -> bool | None:
        """Whether something lies in it; None where it cannot tell."""
        return self.values.get("occupied")

    @property
    def has_fault(self) -> bool:
        """Whether the station says that something is wrong with it."""
        return self.values.get("fault") is True

    @property
    def is_free(self) -> bool:
        """Whether something can be put into it: in service, shut, empty, and nobody at it."""
        is_usable = self.compartment.is_in_service and not self.has_fault
        is_waited_for = self.command is not None and self.command.is_underway
        return is_usable and self.door == "closed" and not self.is_occupied and not is_waited_for


@dataclass(frozen=True)
class Station:
    """A station and its compartments by number."""

    device: Device
    boxes: list[Box]

    @property
    def free(self) -> int:
        """How many compartments are free."""
        return sum(box.is_free for box in self.boxes)

    @property
    def out_of_service(self) -> int:
        """How many are out of service."""
        return sum(not box.compartment.is_in_service for box in self.boxes)


def stations(devices: Iterable[Device] | None = None) -> list[Station]:
    """Stations in service, or those given. Five queries, however many there are."""
    if devices is None:
        devices = Device.objects.in_service().filter(kind=Kind.LOCKER).with_state()
    every = list(devices)
    boxes = _boxes(Compartment.objects.filter(device__in=every).select_related("device"))
    found: dict[int, list[Box]] = {}
    for box in boxes:
        found.setdefault(box.compartment.device_id, []).append(box)
    return [Station(device, found.get(device.pk, [])) for device in every]


def compartment(*, device_id: int, number: int) -> Box | None:
    """One compartment. Four queries."""
    rows = Compartment.objects.filter(device=device_id, number=number).select_related("device")
    return next(iter(_boxes(rows)), None)


def free_compartments(*, station: Device, size: str = "") -> list[Compartment]:
    """Compartments of a station into which something can be put, by number. Four queries."""
    rows = Compartment.objects.filter(device=station).select_related("device")
    boxes = _boxes(rows.filter(size=size) if size else rows)
    return [box.compartment for box in boxes if box.is_free]


def _boxes(rows: Any) -> list[Box]:
    compartments = list(rows.order_by("device", "number"))
    devices = {each.device_id for each in compartments}
    values: dict[tuple[int, int], dict[str, Any]] = {}
    seen: dict[tuple[int, int], datetime] = {}
    for row in Latest.objects.filter(device__in=devices, channel__gt=0, measure__in=OF_A_DOOR):
        key = (row.device_id, row.channel)
        values.setdefault(key, {})[row.measure] = row.value
        seen[key] = max(row.at, seen.get(key, row.at))
    asked = Command.objects.filter(
        device__in=devices,
        action=Action.OPEN,
        channel__gt=0,
        requested_at__gte=timezone.now() - SHOWN_FOR,
    )
    newest = asked.order_by("device_id", "channel", "-requested_at", "-pk")
    commands = {
        (each.device_id, each.channel): each
        for each in newest.distinct("device_id", "channel").select_related("requested_by")
    }
    alerts: dict[tuple[int, int], list[Alert]] = {}
    for alert in Alert.objects.filter(device__in=devices, channel__gt=0, closed_at=None):
        alerts.setdefault((alert.device_id, alert.channel), []).append(alert)
    return [
        Box(each, values.get(key, {}), seen.get(key), commands.get(key), alerts.get(key, []))
        for each in compartments
        for key in [(each.device_id, each.number)]
    ]


def commands_of(box: Compartment) -> QuerySet[Command]:
    """What a compartment was told, the newest first, with the steps of each."""
    told = Command.objects.filter(device=box.device_id, channel=box.number)
    return told.select_related("requested_by").prefetch_related("events")
