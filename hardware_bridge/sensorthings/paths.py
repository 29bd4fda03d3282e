"""Paths: a collection, an entity of it by its id, and what leads on from there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from hardware_bridge.models import MEASURES, Latest, Reading
from hardware_bridge.sensorthings import reads, resources
from hardware_bridge.sensorthings.entities import UNKNOWN_MAKE, Base, Entity, Key, Observed
from hardware_bridge.sensorthings.options import Options, RefusedError
from hardware_bridge.sensorthings.resources import MissingError, Part

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Kind:
    """A collection that is a query: how it is read and written, and what it is filtered by."""

    find: Callable[[], QuerySet[Any]]
    write: Callable[..., list[Entity]]
    names: dict[str, str]


def _placed() -> QuerySet[Any]:
    return reads.devices().filter(latitude__isnull=False)


_DEVICE = {"id": "pk", "name": "name"}
KINDS = {
    "Things": Kind(reads.devices, resources.things, _DEVICE),
    "Locations": Kind(_placed, resources.locations, _DEVICE),
    "FeaturesOfInterest": Kind(_placed, resources.features, _DEVICE),
    "Datastreams": Kind(reads.streams, resources.datastreams, {}),
}


def answer(path: str, base: Base, options: Options) -> Entity | Part:
    """What stands at a path. Raises MissingError and RefusedError."""
    match = resources.PATH.fullmatch(path)
    if not match or match["plural"] not in resources.NAMES:
        raise MissingError
    plural, key, relation = match["plural"], match["id"], match["relation"]
    if key is None:
        return _collection(plural, base, options)
    if relation is None:
        return _entity(plural, key.strip("'"), base, options)
    return _relation(plural, key.strip("'"), relation, base, options)


def _collection(plural: str, base: Base, options: Options) -> Part:
    if plural in KINDS:
        return _part(KINDS[plural], KINDS[plural].find(), base, options)
    if plural == "Observations":
        rows = reads.observed_of_all(options)
        return _observations(rows, base, options, None)
    return _listed(_rows(plural, base, options), options)


def _rows(plural: str, base: Base, options: Options) -> list[Entity]:
    """The short collections, read whole: makes and measures. Places of the past are not kept."""
    if plural == "Sensors":
        makes = {device.model_id or UNKNOWN_MAKE: device for device in reads.devices()}
        return resources.sensors(base, [makes[pk] for pk in sorted(makes)], options.expand)
    if plural == "ObservedProperties":
        return resources.properties(base, resources.public_properties(), options.expand)
    return []


def _listed(rows: list[Entity], options: Options) -> Part:
    if options.clauses or options.order:
        raise RefusedError("This collection is neither filtered nor ordered.")
    end = options.skip + options.top
    count = len(rows) if options.count else None
    return Part(rows[options.skip : end], len(rows) > end, count)


def _part(kind: Kind, found: QuerySet[Any], base: Base, options: Options) -> Part:
    found = resources.plain_filter(found, options.clauses, kind.names)
    found = resources.plain_order(found, options, kind.names)
    rows, more, count = resources.cut(found, options)
    return Part(kind.write(base, rows, options.expand), more, count)


def _observations(rows: list[Observed], base: Base, options: Options, count: int | None) -> Part:
    shown = resources.observations(base, rows[: options.top], options.expand)
    return Part(shown, len(rows) > options.top, count)


def _entity(plural: str, key: str, base: Base, options: Options) -> Entity:
    if plural == "Observations":
        return resources.observations(base, [_observed(key)], options.expand)[0]
    if plural == "Datastreams":
        return resources.datastreams(base, [_stream(key)], options.expand)[0]
    if plural in KINDS:
        row = KINDS[plural].find().filter(pk=_number(key)).first()
        found = KINDS[plural].write(base, [row], options.expand) if row else []
    else:
        found = [row for row in _rows(plural, base, options) if str(row["@iot.id"]) == key]
    if not found:
        raise MissingError
    return found[0]


def _relation(plural: str, key: str, name: str, base: Base, options: Options) -> Entity | Part:
    _entity(plural, key, base, Options())  # what is missing leads nowhere
    if plural in ("Things", "Locations") and name == "HistoricalLocations":
        return _listed([], options)
    queries: dict[tuple[str, str], Callable[[], QuerySet[Any]]] = {
        ("Things", "Datastreams"): lambda: reads.streams().filter(device=int(key)),
        ("Things", "Locations"): lambda: _placed().filter(pk=key),
        ("Locations", "Things"): lambda: reads.devices().filter(pk=key),
        ("Sensors", "Datastreams"): lambda: reads.streams().filter(
            device__model=None if int(key) == UNKNOWN_MAKE else int(key)
        ),
        ("ObservedProperties", "Datastreams"): lambda: reads.streams().filter(measure=key),
    }
    if (plural, name) in queries:
        return _part(KINDS[name], queries[plural, name](), base, options)
    if (plural, name) == ("Datastreams", "Observations"):
        return _of_stream(_key(key), base, options)
    return _one(plural, key, name, base, options)


def _of_stream(key: Key, base: Base, options: Options) -> Part:
    """The observations of a datastream."""
    found = reads.readings(key, options)
    rows: list[Reading] = list(found[options.skip : options.skip + options.top + 1])
    count = found.count() if options.count else None
    return _observations(reads.observed(key, rows), base, options, count)


def _one(plural: str, key: str, name: str, base: Base, options: Options) -> Entity:
    """What an entity leads to that is one."""
    stream = None
    if plural == "Datastreams":
        stream = _stream(key)
    elif plural == "Observations" and name in ("Datastream", "FeatureOfInterest"):
        stream = _stream(key.rpartition("-")[0])
    if stream is None:
        raise MissingError
    device = stream.device
    write: Callable[[], list[Entity]] | None = {
        "Thing": lambda: resources.things(base, [device], options.expand),
        "Sensor": lambda: resources.sensors(base, [device], options.expand),
        "ObservedProperty": lambda: resources.properties(base, [stream.measure], options.expand),
        "Datastream": lambda: resources.datastreams(base, [stream], options.expand),
        "FeatureOfInterest": lambda: resources.features(base, [device], options.expand),
    }.get(name)
    if write is None or (plural == "Datastreams") == (name in ("Datastream", "FeatureOfInterest")):
        raise MissingError
    return write()[0]


def _number(key: str) -> int:
    if not key.isdecimal() or len(key) > 9:
        raise MissingError
    return int(key)


def _key(text: str) -> Key:
    match = resources.STREAM_ID.fullmatch(text)
    if not match or match[3] not in MEASURES:
        raise MissingError
    return int(match[1]), int(match[2]), match[3]


def _stream(text: str) -> Latest:
    found = reads.stream(_key(text))
    if found is None:
        raise MissingError
    return found


def _observed(text: str) -> Observed:
    match = resources.OBSERVATION_ID.fullmatch(text)
    if not match:
        raise MissingError
    stream = _stream(text.rpartition("-")[0].rstrip("-"))
    key = resources.key_of(stream)
    try:
        at = EPOCH + timedelta(microseconds=int(match[4]))
    except OverflowError as error:  # before the year 1
        raise MissingError from error
    row = Reading.objects.filter(device=key[0], channel=key[1], at=at).first()
    if row is None or key[2] not in row.measures:
        raise MissingError
    return reads.observed(key, [row])[0]
