"""Our own topics: ``ngo/v1/{kind}/{device}/…`` with a JSON object, as in docs/asyncapi.yaml."""

from typing import Any
from uuid import UUID

from hardware_bridge.adapters.messages import About, Fields, Message, Reading, Result, Route, Status
from hardware_bridge.adapters.parsing import (
    channel_of,
    json_object,
    json_value,
    known_measures,
    microseconds,
)
from hardware_bridge.adapters.values import Refused

NAME = "own"
FIRST_LEVEL = "ngo"
TOPICS = (
    "ngo/v1/+/+/state",
    "ngo/v1/+/+/event",
    "ngo/v1/+/+/status",
    "ngo/v1/+/+/command/+/result",
)
RESULTS = {
    "done": "confirmed",
    "door_opened": "door_opened",
    "door_closed": "door_closed",
    "failed": "failed",
}
_ABOUT = {"state": About.READING, "event": About.READING, "status": About.STATUS}


def route(parts: list[str]) -> Route | None:
    """``ngo/v1/kind/device/state|event|status`` or ``…/command/id/result``."""
    if len(parts) < 5 or parts[1] != "v1":
        return None
    address = f"{parts[2]}/{parts[3]}"
    if len(parts) == 5 and parts[4] in _ABOUT:
        return Route(NAME, address, _ABOUT[parts[4]])
    if len(parts) == 7 and parts[4] == "command" and parts[6] == "result":
        return Route(NAME, address, About.RESULT, parts[5])
    return None


def read(route: Route, payload: bytes, fields: Fields = ()) -> Message:
    """What the message says. Raises Refused."""
    if route.about is About.READING:
        return _reading(payload)
    return _status(payload) if route.about is About.STATUS else _result(route.detail, payload)


def _reading(payload: bytes) -> Reading:
    values = json_object(payload)
    measures = known_measures(values)
    if not measures:
        raise Refused("empty", ", ".join(map(str, values))[:120])
    reading = Reading(measures)
    moment = values.get("ts")
    if moment is not None:
        reading.at = microseconds(moment)
    if "compartment" in values:
        reading.channel = channel_of(values["compartment"])
    if "firmware" in values:
        reading.firmware = str(values["firmware"])[:60]
    return reading


def _status(payload: bytes) -> Status:
    """``online`` or ``offline``, bare or as the ``status`` of an object."""
    said: Any = payload[:20].decode("utf-8", "replace").strip()
    if said not in ("online", "offline"):
        said = json_value(payload)
        said = said.get("status") if type(said) is dict else said
    if said not in ("online", "offline"):
        raise Refused("type", f"status = {str(said)[:80]}")
    return Status(said == "online")


def _result(command: str, payload: bytes) -> Result:
    values = json_object(payload)
    state = values.get("state")
    if type(state) is not str or state not in RESULTS:
        raise Refused("type", f"state = {str(state)[:80]}")
    try:
        identity = UUID(command)
    except ValueError as error:
        raise Refused("command", command[:80]) from error
    moment = values.get("ts")
    at = None if moment is None else microseconds(moment)
    return Result(identity, RESULTS[state], str(values.get("reason") or "")[:300], at)
