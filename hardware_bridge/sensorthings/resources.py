"""The collections: what each has, what leads from it, and how it is read."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from hardware_bridge.models import MEASURES, Device, Latest
from hardware_bridge.queries.live import public_measures
from hardware_bridge.sensorthings import entities, reads
from hardware_bridge.sensorthings.entities import Base, Entity, Key, Observed
from hardware_bridge.sensorthings.options import Clause, Expansion, Options, RefusedError

PATH = re.compile(
    r"(?P<plural>[A-Za-z]+)(?:\((?P<id>\d{1,18}|'[\w-]{1,120}')\)(?:/(?P<relation>[A-Za-z]+))?)?/?"
)
STREAM_ID = re.compile(r"(\d{1,9})-(\d{1,5})-(\w{1,40})")
OBSERVATION_ID = re.compile(r"(\d{1,9})-(\d{1,5})-(\w{1,40})-(-?\d{1,17})")
NAMES = (
    "Things",
    "Locations",
    "HistoricalLocations",
    "Datastreams",
    "Sensors",
    "ObservedProperties",
    "Observations",
    "FeaturesOfInterest",
)


class MissingError(Exception):
    """There is nothing at this path."""


@dataclass(frozen=True)
class Part:
    """A part of a collection: its rows, whether more follow, and how many there are if asked."""

    rows: list[Entity]
    more: bool
    count: int | None = None


Write = Callable[[Base, Sequence[Any], list[Expansion]], list[Entity]]


def cut(found: QuerySet[Any], options: Options) -> tuple[list[Any], bool, int | None]:
    """The part of a query that is asked for: one query, two where all are to be counted."""
    rows = list(found[options.skip : options.skip + options.top + 1])
    count = found.count() if options.count else None
    return rows[: options.top], len(rows) > options.top, count


def plain_filter(found: QuerySet[Any], clauses: list[Clause], names: dict[str, str]) -> Any:
    """Comparisons of id and name."""
    for clause in clauses:
        if clause.field not in names:
            raise RefusedError(f"This collection is not filtered by {clause.field}.")
        value: Any = clause.value
        if clause.field == "id":
            if not value.isdecimal() or len(value) > 9:
                return found.none()
            value = int(value)
        elif "\0" in value:  # PostgreSQL has no such text
            return found.none()
        found = found.filter(**{names[clause.field]: value})
    return found


def plain_order(found: QuerySet[Any], options: Options, names: dict[str, str]) -> Any:
    """The order by id or name."""
    for name, _down in options.order:
        if name not in names:
            raise RefusedError(f"This collection is not ordered by {name[:40]}.")
    order = [f"{'-' if down else ''}{names[name]}" for name, down in options.order]
    return found.order_by(*order, "pk") if order else found


def things(base: Base, rows: Sequence[Device], expand: list[Expansion]) -> list[Entity]:
    """Devices, perhaps with their places and datastreams."""
    written = [entities.thing(base, row) for row in rows]
    for each in expand:
        if each.name == "Locations":
            for row, entity in zip(rows, written, strict=True):
                entity["Locations"] = locations(base, [row], [])
        elif each.name == "Datastreams":
            streams = reads.streams().filter(device__in=rows)
            for entity in written:
                entity["Datastreams"] = []
            by_id = {entity["@iot.id"]: entity for entity in written}
            for stream in streams:
                by_id[stream.device_id]["Datastreams"] += datastreams(base, [stream], [])
        else:
            raise _unknown(each)
    return written


def locations(base: Base, rows: Sequence[Device], expand: list[Expansion]) -> list[Entity]:
    """The places of devices that have one, perhaps with these."""
    placed = [row for row in rows if row.latitude is not None]
    written = [entities.location(base, row) for row in placed]
    for each in expand:
        if each.name != "Things":
            raise _unknown(each)
        for row, entity in zip(placed, written, strict=True):
            entity["Things"] = things(base, [row], [])
    return written


def features(base: Base, rows: Sequence[Device], expand: list[Expansion]) -> list[Entity]:
    """The surroundings of devices."""
    if expand:
        raise _unknown(expand[0])
    return [entities.feature(base, row) for row in rows]


def key_of(row: Latest) -> Key:
    """The datastream of a newest value."""
    return row.device_id, row.channel, row.measure


def datastreams(base: Base, rows: Sequence[Latest], expand: list[Expansion]) -> list[Entity]:
    """Measures of devices, perhaps with what belongs to them."""
    written = [entities.datastream(base, row.device, key_of(row)) for row in rows]
    for each in expand:
        if each.name == "Observations":
            _expand_observations(base, rows, written, each)
            continue
        write: Callable[[Latest], Entity] | None = {
            "Thing": lambda row: entities.thing(base, row.device),
            "Sensor": lambda row: entities.sensor(base, row.device),
            "ObservedProperty": lambda row: entities.observed_property(base, row.measure),
        }.get(each.name)
        if write is None:
            raise _unknown(each)
        for row, entity in zip(rows, written, strict=True):
            entity[each.name] = write(row)
    return written


def _expand_observations(
    base: Base, rows: Sequence[Latest], written: list[Entity], asked: Expansion
) -> None:
    found: dict[Key, list[Observed]] = {key_of(row): [] for row in rows}
    for value in reads.observed_of_some(list(found), asked.top, asked.newest_first):
        found[value.stream].append(value)
    for row, entity in zip(rows, written, strict=True):
        entity["Observations"] = [entities.observation(base, v) for v in found[key_of(row)]]


def observations(base: Base, rows: Sequence[Observed], expand: list[Expansion]) -> list[Entity]:
    """Values, perhaps each with its datastream or its surroundings."""
    written = [entities.observation(base, row) for row in rows]
    if not expand:
        return written
    devices = {
        device.pk: device for device in reads.devices().filter(pk__in={r.stream[0] for r in rows})
    }
    for each in expand:
        if each.name not in ("Datastream", "FeatureOfInterest"):
            raise _unknown(each)
        for row, entity in zip(rows, written, strict=True):
            device = devices[row.stream[0]]
            entity[each.name] = (
                entities.datastream(base, device, row.stream)
                if each.name == "Datastream"
                else entities.feature(base, device)
            )
    return written


def properties(base: Base, rows: Sequence[str], expand: list[Expansion]) -> list[Entity]:
    """Measures."""
    if expand:
        raise _unknown(expand[0])
    return [entities.observed_property(base, row) for row in rows]


def sensors(base: Base, rows: Sequence[Device], expand: list[Expansion]) -> list[Entity]:
    """Makes, each told by one of its devices."""
    if expand:
        raise _unknown(expand[0])
    return [entities.sensor(base, row) for row in rows]


def public_properties() -> list[str]:
    """Measures that are public for some kind of device."""
    shown = frozenset().union(*public_measures().values())
    return [key for key in MEASURES if key in shown]


def _unknown(asked: Expansion) -> RefusedError:
    return RefusedError(f"$expand: {asked.name[:40]} does not lead on from here.")
