"""Devices with what is known of them now, as everybody may see them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, F, Func, OuterRef, Value
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import get_language

from hardware_bridge.models import (
    MEASURES,
    Device,
    DeviceState,
    Latest,
    Measure,
    Override,
    PublicMeasure,
)
from hardware_bridge.models.choices import Kind, LiveStatus
from hardware_bridge.models.devices import DeviceQuerySet
from hardware_bridge.queries.words import in_words

Switches = dict[str, frozenset[str]]
CHANGING = frozenset(model._meta.db_table for model in (DeviceState, Latest, Override))
"""Tables whose rows change with every message, or by the clock."""


@dataclass(frozen=True)
class LiveValue:
    """The newest value of a measure; ``channel`` is 0 or a compartment's number."""

    measure: Measure
    channel: int
    value: Any
    at: datetime
    received_at: datetime
    limit: float | None = None

    @property
    def words(self) -> str:
        """With its unit."""
        return in_words(self.measure, self.value)

    @property
    def is_over(self) -> bool:
        """Whether it has reached the device's limit of the measure."""
        number = type(self.value) in (int, float)
        return self.limit is not None and number and self.value >= self.limit


@dataclass(frozen=True)
class Notice:
    """What an editor says in place of the values; ``texts`` are by language, in German always."""

    texts: dict[str, str]
    until: datetime | None

    @property
    def language(self) -> str:
        """The reader's language where there are words in it, else German."""
        language = get_language() or "de"
        return language if language in self.texts else "de"

    @property
    def words(self) -> str:
        """What the reader is told, in :attr:`language`."""
        return self.texts[self.language]


@dataclass(frozen=True)
class LiveDevice:
    """A device, whether what is shown is how it is now, its public values, and what editors say."""

    device: Device
    status: LiveStatus
    values: list[LiveValue] = field(default_factory=list)
    notice: Notice | None = None

    @property
    def seen_at(self) -> datetime | None:
        """When it was last heard of, as far as everybody may know."""
        is_locker = self.device.kind == Kind.LOCKER
        return self.received_at if is_locker else self.device.state.last_seen_at

    @property
    def own_values(self) -> list[LiveValue]:
        """Values of the device itself, in the order of the measures."""
        return [value for value in self.values if value.channel == 0]

    @property
    def channels(self) -> dict[int, list[LiveValue]]:
        """Values of its compartments, by number."""
        found: dict[int, list[LiveValue]] = {}
        for value in self.values:
            if value.channel:
                found.setdefault(value.channel, []).append(value)
        return dict(sorted(found.items()))

    @property
    def timed_values(self) -> list[LiveValue]:
        """Values whose time everybody may know.

        When a compartment was last heard of says when somebody stood before it.
        """
        return self.own_values if self.device.kind == Kind.LOCKER else self.values

    @property
    def measured_at(self) -> datetime | None:
        """The time of the newest value."""
        return max((value.at for value in self.timed_values), default=None)

    @property
    def received_at(self) -> datetime | None:
        """When the newest value arrived."""
        return max((value.received_at for value in self.timed_values), default=None)

    def value_of(self, measure: str) -> Any:
        """The device's own value of a measure; None without."""
        found = (value.value for value in self.own_values if value.measure.key == measure)
        return next(found, None)


def public_measures() -> Switches:
    """The measures that everybody may see, by kind of device. One query."""
    switched = {(row.kind, row.measure): row.is_public for row in PublicMeasure.objects.all()}
    return {
        kind: frozenset(
            key
            for key, measure in MEASURES.items()
            if kind in measure.kinds and switched.get((kind, key), measure.is_public)
        )
        for kind in Kind.values
    }


def status_of(moment: datetime) -> Func:
    """A device's status as an expression."""
    return Func(
        F("state__last_seen_at"),
        F("state__is_online"),
        F("interval_seconds"),
        Value(moment),
        function="hardware_status",
        output_field=CharField(),
    )


def annotated(devices: DeviceQuerySet) -> DeviceQuerySet:
    """The devices with all that :func:`live` needs, in their one query."""
    own = {"device": OuterRef("pk")}
    values = JSONObject(
        channel="channel", measure="measure", value="value", at="at", received_at="received_at"
    )
    notices = JSONObject(de="text", en="text_en", easy="text_easy", until="until")
    latest = Latest.objects.filter(**own).order_by("channel").values(data=values)
    notice = Override.objects.current().filter(**own).order_by("-start", "-pk")
    return devices.with_state().annotate(
        live_status=status_of(timezone.now()),
        latest=ArraySubquery(latest),
        notices=ArraySubquery(notice.values(data=notices)[:1]),
    )


def live(devices: DeviceQuerySet, switches: Switches | None = None) -> list[LiveDevice]:
    """The devices as they are shown. Two queries, one where the switches are known."""
    shown = public_measures() if switches is None else switches
    return [of_row(row, shown) for row in annotated(devices)]


def of_row(row: Any, switches: Switches) -> LiveDevice:
    """A row of :func:`annotated` as it is shown."""
    return LiveDevice(
        device=row,
        status=LiveStatus(row.live_status),
        values=_values(row, switches[row.kind]),
        notice=_notice(row.notices[0]) if row.notices else None,
    )


def _values(row: Any, shown: Iterable[str]) -> list[LiveValue]:
    order = {key: number for number, key in enumerate(MEASURES)}
    found = [data for data in row.latest if data["measure"] in shown]
    found.sort(key=lambda data: (data["channel"], order[data["measure"]]))
    return [
        LiveValue(
            measure=MEASURES[data["measure"]],
            channel=data["channel"],
            value=data["value"],
            at=datetime.fromisoformat(data["at"]),
            received_at=datetime.fromisoformat(data["received_at"]),
            limit=_limit(row, data["measure"]),
        )
        for data in found
    ]


def _limit(row: Any, measure: str) -> float | None:
    limit: Any = row.thresholds.get(measure) if isinstance(row.thresholds, dict) else None
    return float(limit) if type(limit) in (int, float) else None


def _notice(data: dict[str, Any]) -> Notice:
    until = data["until"] and datetime.fromisoformat(data["until"])
    texts = {"de": data["de"], "en": data["en"], "de-simple": data["easy"]}
    return Notice({code: text for code, text in texts.items() if text}, until)
