"""The devices of a whole page, read at once."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.db.models import Q

from hardware_bridge.models import Device
from hardware_bridge.models.choices import LiveStatus
from hardware_bridge.queries.live import LiveDevice, Switches, live, public_measures

MOST = 1000
"""Devices on one page; of more, the first by name are shown."""
NAMED = 60
"""Devices that an event stream is asked for by name; for more, for all."""


class Board:
    """Everything that a page shows of machines. Two queries, however many blocks ask."""

    def __init__(self, devices: Iterable[int] = (), groups: Iterable[int] = ()) -> None:
        self.device_ids = frozenset(devices)
        self.group_ids = frozenset(groups)

    @classmethod
    def of_stream(cls, stream: Any) -> "Board":
        """The board of a StreamField: what its blocks have chosen."""
        values = [raw["value"] for raw in stream.raw_data if isinstance(raw.get("value"), dict)]
        return cls(
            devices=[value["device"] for value in values if value.get("device")],
            groups=[value["group"] for value in values if value.get("group")],
        )

    @cached_property
    def switches(self) -> Switches:
        """The measures that everybody may see."""
        return public_measures()

    @cached_property
    def all(self) -> list[LiveDevice]:
        """The devices, by name."""
        if not self.device_ids and not self.group_ids:
            return []
        wanted = Q(pk__in=self.device_ids) | Q(group__in=self.group_ids)
        return live(Device.objects.public().filter(wanted)[:MOST], self.switches)

    def device(self, pk: int) -> LiveDevice | None:
        """One of them; None unless everybody may see it."""
        return next((each for each in self.all if each.device.pk == pk), None)

    def group(self, pk: int) -> list[LiveDevice]:
        """Those of a group."""
        return [each for each in self.all if each.device.group_id == pk]

    def may_show(self, devices: Iterable[LiveDevice], measure: str) -> bool:
        """Whether the measure is public for one of the devices."""
        return any(measure in self.switches[each.device.kind] for each in devices)


def query_of(devices: Iterable[LiveDevice]) -> str:
    """What the event stream is asked for: the devices by name, or nothing, which means all."""
    slugs = [each.device.slug for each in devices]
    return f"devices={','.join(slugs)}" if len(slugs) <= NAMED else ""


def count_where(
    devices: Iterable[LiveDevice], measure: str, comparison: str, limit: float
) -> tuple[int, int, int]:
    """How many are at or beyond the limit, how many are there, of how many nothing is known now.

    What a device without connection has said last counts for nothing.
    """
    devices = list(devices)
    known = [
        value
        for each in devices
        if each.status != LiveStatus.OFFLINE and (value := each.value_of(measure)) is not None
    ]
    numbers = [float(value) for value in known if not isinstance(value, str)]
    hits = [n for n in numbers if (n >= limit if comparison == "above" else n <= limit)]
    return len(hits), len(devices), len(devices) - len(numbers)
