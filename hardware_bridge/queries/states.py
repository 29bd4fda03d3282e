"""A device's state as machines read it: what the event stream sends and the interface answers."""

from typing import Any

from hardware_bridge.queries.live import LiveDevice


def state_of(shown: LiveDevice) -> dict[str, Any]:
    """The message of a device; ``channels`` only where it has compartments, ``notice`` only while
    one holds."""
    channels = {
        str(number): {value.measure.key: value.value for value in values}
        for number, values in shown.channels.items()
    }
    state: dict[str, Any] = {
        "device": shown.device.slug,
        "values": {value.measure.key: value.value for value in shown.own_values},
        "at": shown.measured_at,
        "received": shown.received_at,
        "status": shown.status.value,
    }
    if channels:
        state["channels"] = channels
    if shown.notice:
        state["notice"] = {"words": shown.notice.texts, "until": shown.notice.until}
    return state
