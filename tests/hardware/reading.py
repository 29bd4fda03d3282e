"""What adapters make of messages."""

import json
from datetime import UTC, datetime

import pytest

from hardware_bridge import adapters
from hardware_bridge.adapters import fields
from hardware_bridge.adapters.messages import Message, Reading
from hardware_bridge.adapters.values import Refused
from hardware_bridge.models.choices import Reason


def read(topic: str, payload: object, mapping: dict | None = None) -> Message:
    """What the adapter of the topic makes of a payload."""
    route = adapters.route(topic)
    assert route is not None
    data = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    return adapters.ADAPTERS[route.adapter].read(route, data, fields.compiled(mapping or {}))


def refused(topic: str, payload: object, mapping: dict | None = None) -> str:
    """Why it is refused."""
    with pytest.raises(Refused) as fault:
        read(topic, payload, mapping)
    assert fault.value.reason in Reason.values
    return fault.value.reason


def verdict(topic: str, payload: bytes) -> str:
    """``read``, or why it is refused."""
    try:
        return "read" if isinstance(read(topic, payload), Reading) else "odd"
    except Refused as fault:
        return fault.reason


def epoch(text: str) -> int:
    """A time in microseconds since 1970."""
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1_000_000)
