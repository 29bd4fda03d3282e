"""Devices and readings as SensorThings writes them (OGC 18-088, 8.2)."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from hardware_bridge.models import MEASURES, Device

MEASUREMENT = "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement"
TRUTH = "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_TruthObservation"
CATEGORY = "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_CategoryObservation"
GEOJSON = "application/geo+json"
UNKNOWN_MAKE = 0
DEFINITION = "https://docs.ogc.org/is/18-088/18-088.html#observedproperty"
Entity = dict[str, Any]
Key = tuple[int, int, str]
"""A datastream: device, channel and measure."""


@dataclass(frozen=True)
class Observed:
    """A value of a reading."""

    stream: Key
    at: datetime
    received_at: datetime
    value: Any


@dataclass(frozen=True)
class Base:
    """Where the service is; makes links."""

    root: str

    def entity(self, plural: str, key: int | str, relations: tuple[str, ...]) -> Entity:
        """What every entity begins with: its id and its links."""
        shown = key if isinstance(key, int) else f"'{key}'"
        link = f"{self.root}{plural}({shown})"
        links = {f"{name}@iot.navigationLink": f"{link}/{name}" for name in relations}
        return {"@iot.id": key, "@iot.selfLink": link} | links


def stream_id(key: Key) -> str:
    """The id of a datastream."""
    return "-".join(map(str, key))


def instant(moment: datetime) -> str:
    """A time in UTC."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def thing(base: Base, device: Device) -> Entity:
    """A device."""
    relations = ("Datastreams", "Locations", "HistoricalLocations")
    group = device.group.name if device.group else None
    return base.entity("Things", device.pk, relations) | {
        "name": device.name,
        "description": str(device.get_kind_display()),
        "properties": {"slug": device.slug, "kind": device.kind, "group": group},
    }


def _point(device: Device) -> dict[str, Any]:
    """As GeoJSON; empty where the place is not known."""
    return {"type": "Point", "coordinates": [*device.point]} if device.point else {}


def location(base: Base, device: Device) -> Entity:
    """Where a device stands; it needs coordinates."""
    return base.entity("Locations", device.pk, ("Things", "HistoricalLocations")) | {
        "name": device.place or device.name,
        "description": device.place,
        "encodingType": GEOJSON,
        "location": _point(device),
    }


def feature(base: Base, device: Device) -> Entity:
    """What is observed: the surroundings of the device."""
    return base.entity("FeaturesOfInterest", device.pk, ()) | {
        "name": device.place or device.name,
        "description": device.place,
        "encodingType": GEOJSON,
        "feature": _point(device),
    }


def datastream(base: Base, device: Device, key: Key) -> Entity:
    """A measure of a device, or of one of its compartments."""
    relations = ("Thing", "Sensor", "ObservedProperty", "Observations")
    measure = MEASURES[key[2]]
    place = f" {key[1]}" if key[1] else ""
    kind = MEASUREMENT if measure.is_number else CATEGORY if measure.is_word else TRUTH
    unit = measure.unit or None
    return base.entity("Datastreams", stream_id(key), relations) | {
        "name": f"{device.name}{place}: {measure.label}",
        "description": str(measure.label),
        "observationType": kind,
        "unitOfMeasurement": {"name": unit, "symbol": unit, "definition": None},
        "properties": {"measure": measure.key, "channel": key[1]},
        **({"observedArea": _point(device)} if device.point else {}),
    }


def observed_property(base: Base, measure: str) -> Entity:
    """A measure."""
    return base.entity("ObservedProperties", measure, ("Datastreams",)) | {
        "name": measure,
        "description": str(MEASURES[measure].label),
        "definition": DEFINITION,
    }


def sensor(base: Base, device: Device) -> Entity:
    """The make of a device; one stands for all whose make is unknown."""
    made = device.model
    return base.entity("Sensors", made.pk if made else UNKNOWN_MAKE, ("Datastreams",)) | {
        "name": made.name if made else "unknown",
        "description": made.vendor if made else "",
        "encodingType": "text/html",
        "metadata": "",
    }


def observation(base: Base, row: Observed) -> Entity:
    """A value with the time it is of, and the one it was received at."""
    microseconds = round(row.at.timestamp() * 1_000_000)
    key = f"{stream_id(row.stream)}-{microseconds}"
    return base.entity("Observations", key, ("Datastream", "FeatureOfInterest")) | {
        "phenomenonTime": instant(row.at),
        "resultTime": instant(row.received_at),
        "result": row.value,
    }
