"""The list of all devices, and how many there are of each status."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.core.paginator import Page
from django.db.models import Count, Q
from django.utils import timezone

from cms.core import locator
from cms.core.pagination import paginate
from cms.core.themes import theme_data
from hardware_bridge.models import Device, DeviceGroup
from hardware_bridge.models.choices import LiveStatus
from hardware_bridge.models.devices import DeviceQuerySet
from hardware_bridge.queries.live import (
    LiveDevice,
    annotated,
    live,
    of_row,
    public_measures,
    status_of,
)


@dataclass(frozen=True)
class Counts:
    """How many devices there are of each status."""

    online: int = 0
    stale: int = 0
    offline: int = 0

    @property
    def all(self) -> int:
        """Devices altogether."""
        return self.online + self.stale + self.offline


@dataclass(frozen=True)
class GroupCounts:
    """A group with its devices."""

    group: DeviceGroup
    counts: Counts


@dataclass(frozen=True)
class Spot:
    """A device and where it is drawn."""

    device: LiveDevice
    number: int
    x: float
    y: float


@dataclass(frozen=True)
class Map:
    """Devices in the outline of the city."""

    places: list[Spot]
    drawing: locator.Drawing


def matching(chosen: Mapping[str, str]) -> DeviceQuerySet:
    """Public devices that pass the filters, by name."""
    found = Device.objects.public()
    if any("\0" in value for value in chosen.values()):  # PostgreSQL has no such text
        return found.none()
    if kind := chosen.get("kind"):
        found = found.filter(kind=kind)
    if group := chosen.get("group"):
        found = found.filter(group__slug=group)
    if words := chosen.get("q"):
        found = found.filter(Q(name__icontains=words) | Q(place__icontains=words))
    if status := chosen.get("status"):
        found = found.annotate(live_status=status_of(timezone.now())).filter(live_status=status)
    return found


def page_of(chosen: Mapping[str, str], number: str | None) -> Page:
    """A page of the list. Three queries."""
    page = paginate(annotated(matching(chosen)), number)
    switches = public_measures()
    page.object_list = [of_row(row, switches) for row in page.object_list]
    return page


def counts() -> Counts:
    """Of all public devices. One query."""
    rows = Device.objects.public().annotate(now=status_of(timezone.now()))
    return _counts(dict(rows.order_by().values_list("now").annotate(Count("pk"))))


def groups() -> list[GroupCounts]:
    """The groups that have public devices. Two queries."""
    rows = Device.objects.public().filter(group__isnull=False)
    rows = rows.annotate(now=status_of(timezone.now())).order_by()
    found: dict[int, dict[str, int]] = {}
    for pk, status, number in rows.values_list("group", "now").annotate(Count("pk")):
        found.setdefault(pk, {})[status] = number
    known = DeviceGroup.objects.filter(pk__in=found)
    return [GroupCounts(group, _counts(found[group.pk])) for group in known]


def _counts(numbers: Mapping[str, int]) -> Counts:
    return Counts(*(numbers.get(status, 0) for status in LiveStatus.values))


def map_of(devices: list[LiveDevice]) -> Map | None:
    """The devices that have a place; None without any. No query."""
    placed = [(each, point) for each in devices if (point := each.device.point)]
    if not placed:
        return None
    drawn = locator.drawing([point for _each, point in placed], theme_data("city"))
    spots = enumerate(zip(placed, drawn.spots, strict=True), start=1)
    return Map([Spot(each, number, x, y) for number, ((each, _point), (x, y)) in spots], drawn)


def of_project(translation_key: Any) -> list[LiveDevice]:
    """The devices of a project's page in any language. Two queries."""
    return live(Device.objects.public().filter(project__translation_key=translation_key))


def some_of_each(devices: list[LiveDevice], limit: int) -> list[LiveDevice]:
    """A few that stand for all: one of each kind in turn, the rarest kind first. No query."""
    by_kind: dict[str, list[LiveDevice]] = {}
    for each in sorted(devices, key=_counted):
        by_kind.setdefault(each.device.kind, []).append(each)
    turns = zip_longest(*sorted(by_kind.values(), key=len))
    return [each for turn in turns for each in turn if each][:limit]


def _counted(each: LiveDevice) -> list[int | str]:
    """The name as people count: Leuchte 2 before Leuchte 10."""
    parts = re.split(r"(\d+)", each.device.name)
    return [int(part) if part.isdecimal() else part for part in parts]


def projects() -> frozenset[Any]:
    """Translation keys of the projects that have public devices. One query."""
    keys = Device.objects.public().filter(project__isnull=False)
    return frozenset(keys.values_list("project__translation_key", flat=True))
