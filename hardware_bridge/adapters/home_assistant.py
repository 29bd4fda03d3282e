"""Topics as Home Assistant writes them: ``homeassistant/{component}/{object}/state``.

MQTT Statestream publishes a bare word or number, in JSON or not; MQTT entities with
``schema: json`` an object. https://www.home-assistant.io/integrations/mqtt_statestream/
"""

from typing import Any

from hardware_bridge.adapters.fields import applied
from hardware_bridge.adapters.messages import About, Fields, Message, Reading, Route, Status
from hardware_bridge.adapters.parsing import LONGEST_PAYLOAD, json_value, microseconds
from hardware_bridge.adapters.values import Refused

NAME = "home_assistant"
FIRST_LEVEL = "homeassistant"
TOPICS = (
    "homeassistant/+/+/state",
    "homeassistant/+/+/+/state",
    "homeassistant/+/+/availability",
    "homeassistant/+/+/+/availability",
)
SWITCHED = {"light", "switch"}
FLAGS = {"on": True, "off": False, "true": True, "false": False}
ABSENT = {"unavailable": False, "offline": False, "online": True}


def route(parts: list[str]) -> Route | None:
    """``component/object`` or ``component/node/object``, as in discovery."""
    if len(parts) not in (4, 5) or parts[-1] not in ("state", "availability"):
        return None
    about = About.READING if parts[-1] == "state" else About.STATUS
    return Route(NAME, "/".join(parts[1:-1]), about, parts[1])


def read(route: Route, payload: bytes, fields: Fields = ()) -> Message:
    """What the entity says; ``unavailable`` is a status. Raises Refused."""
    said = _said(payload)
    if type(said) is str and said.lower() in ABSENT:
        return Status(ABSENT[said.lower()])
    if route.about is About.STATUS:
        raise Refused("type", f"availability = {str(said)[:80]}")
    values = said if type(said) is dict else {"value": said}
    measures = applied(fields, values) if fields else _unmapped(route.detail, values)
    if not measures:
        raise Refused("empty", str(said)[:120])
    moment = values.get("last_updated") or values.get("ts")
    at = None if moment is None else microseconds(moment)
    # Statestream says ``unavailable`` in place of a value, and then a value again: no ``online``.
    return Reading(measures, at, is_available=True)


def _said(payload: bytes) -> Any:
    """The JSON value, or the bare word where it is none."""
    if len(payload) > LONGEST_PAYLOAD:
        raise Refused("size", f"{len(payload)} bytes")
    try:
        return json_value(payload)
    except Refused as fault:
        text = payload.decode("utf-8", "replace").strip()
        if fault.reason == "not_json" and len(text) <= 100 and not text.startswith(("{", "[")):
            return text
        raise


def _unmapped(component: str, values: dict[str, Any]) -> dict[str, Any]:
    """Without a map: a light's or switch's state, and whatever bears our own names."""
    found = applied((), values)
    state = values.get("state", values.get("value"))
    if component in SWITCHED and type(state) in (str, bool):
        word = str(state).lower()
        if word in FLAGS:
            found["on"] = FLAGS[word]
        brightness = values.get("brightness")
        if isinstance(brightness, int | float) and 0 <= brightness <= 255:
            found["level_percent"] = round(brightness / 2.55, 1)
    return found
