"""The Things Stack 3: ``v3/{application}@{tenant}/devices/{device}/up`` in JSON.

https://www.thethingsindustries.com/docs/integrations/data-formats/
Its own broker speaks MQTT 3.1.1 with QoS 0 only; a bridge of the city's broker fetches from it.
"""

from typing import Any

from hardware_bridge.adapters.chirpstack import radio
from hardware_bridge.adapters.fields import applied
from hardware_bridge.adapters.messages import About, Fields, Message, Reading, Route
from hardware_bridge.adapters.parsing import json_object, microseconds
from hardware_bridge.adapters.values import Refused, checked

NAME = "things_stack"
FIRST_LEVEL = "v3"
TOPICS = ("v3/+/devices/+/up",)


def route(parts: list[str]) -> Route | None:
    """An uplink's device, by application (with tenant) and device id."""
    if len(parts) != 5 or parts[2] != "devices" or parts[4] != "up":
        return None
    return Route(NAME, f"{parts[1]}/{parts[3]}", About.READING)


def read(route: Route, payload: bytes, fields: Fields = ()) -> Message:
    """What the uplink says. Raises Refused."""
    message = json_object(payload)
    _ensure_own(route, message)
    uplink = message.get("uplink_message")
    if type(uplink) is not dict:
        raise Refused("empty", "no uplink_message")
    decoded = uplink.get("decoded_payload")
    if type(decoded) is not dict:
        raise Refused("empty", "no decoded_payload: the device has no payload formatter")
    measures = applied(fields, decoded)
    if not measures:
        raise Refused("empty", ", ".join(decoded)[:120])
    measures = radio(uplink.get("rx_metadata")) | _battery(uplink) | measures
    reading = Reading(measures, firmware=_firmware(uplink))
    moment = uplink.get("received_at") or message.get("received_at")
    if moment is not None:
        reading.at = microseconds(moment)
    return reading


def _ensure_own(route: Route, message: dict[str, Any]) -> None:
    """Refuse an uplink whose topic names another device than it does itself."""
    ids = message.get("end_device_ids")
    named = ids.get("device_id") if type(ids) is dict else None
    if type(named) is str and named != route.address.rpartition("/")[2]:
        raise Refused("topic", f"uplink of {named[:40]}")


def _battery(uplink: dict[str, Any]) -> dict[str, Any]:
    last = uplink.get("last_battery_percentage")
    value = last.get("value") if type(last) is dict else None
    return {} if value is None else {"battery_percent": checked("battery_percent", value)}


def _firmware(uplink: dict[str, Any]) -> str:
    versions = uplink.get("version_ids")
    return str(versions.get("firmware_version") or "")[:60] if type(versions) is dict else ""
