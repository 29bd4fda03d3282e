"""ChirpStack 4: ``application/{id}/device/{DevEUI}/event/{event}`` in JSON.

https://www.chirpstack.io/docs/chirpstack/integrations/events.html
"""

from typing import Any

from hardware_bridge.adapters.fields import applied
from hardware_bridge.adapters.messages import About, Fields, Message, Reading, Route
from hardware_bridge.adapters.parsing import json_object, microseconds
from hardware_bridge.adapters.values import Refused, checked

NAME = "chirpstack"
FIRST_LEVEL = "application"
TOPICS = ("application/+/device/+/event/+",)
EVENTS = {"up", "status"}


def route(parts: list[str]) -> Route | None:
    """Uplinks and the status of the battery; joins, logs and the like say nothing we keep."""
    if len(parts) != 6 or parts[2] != "device" or parts[4] != "event":
        return None
    about = About.READING if parts[5] in EVENTS else About.NOTHING
    return Route(NAME, parts[3].lower(), about, parts[5])


def read(route: Route, payload: bytes, fields: Fields = ()) -> Message:
    """What the event says. Raises Refused."""
    event = json_object(payload)
    _ensure_own(route, event)
    if route.detail == "status":
        measures = {}
        if not event.get("batteryLevelUnavailable") and "batteryLevel" in event:
            measures["battery_percent"] = checked("battery_percent", event["batteryLevel"])
    else:
        decoded = event.get("object")
        if type(decoded) is not dict:
            raise Refused("empty", "no object: the device profile has no codec")
        measures = applied(fields, decoded)
        if measures:
            measures = radio(event.get("rxInfo")) | measures
    if not measures:
        raise Refused("empty", route.detail)
    return Reading(measures, microseconds(event["time"]) if "time" in event else None)


def _ensure_own(route: Route, event: dict[str, Any]) -> None:
    """Refuse an event whose topic names another device than it does itself."""
    info = event.get("deviceInfo")
    named = info.get("devEui") if type(info) is dict else None
    if type(named) is str and named.lower() != route.address:
        raise Refused("topic", f"event of {named[:40]}")


def radio(gateways: Any, rssi: str = "rssi") -> dict[str, Any]:
    """Signal of the gateway that heard the device best."""
    heard = [each for each in gateways if type(each) is dict] if type(gateways) is list else []
    signals = [each for each in heard if type(each.get(rssi)) in (int, float)]
    if not signals:
        return {}
    best = max(signals, key=lambda each: each[rssi])
    found = {"signal_dbm": checked("signal_dbm", best[rssi])}
    if type(best.get("snr")) in (int, float):
        found["snr_db"] = checked("snr_db", best["snr"])
    return found
