"""What monitors are told about the bridges."""

from collections.abc import Iterable
from typing import Any

from cms.core.health import part
from cms.core.metrics import Figure, metrics
from hardware_bridge.models import BridgeStatus
from hardware_bridge.queries.health import bridge_health

# Field, what it says, whether it only grows.
OF_EACH = (
    ("queue", "Messages received and not yet stored", False),
    ("lag_ms", "Age of the oldest message of the last batch when it was stored", False),
    ("received", "Messages received", True),
    ("stored", "Readings stored", True),
    ("duplicates", "Messages that had been stored before", True),
    ("dead_letters", "Messages set aside", True),
    ("unknown", "Messages of unknown devices", True),
)


@part("bridge")
def readiness() -> dict[str, Any] | None:
    """The bridges in the answer of ``/readyz``; None where there are none."""
    health = bridge_health()
    if health is None:
        return None
    last = health.last_message_at
    return {
        "status": health.state,
        "lag_ms": health.lag_ms,
        "queue": health.queue,
        "last_message": last.isoformat(timespec="seconds") if last else None,
        "dead_letters": health.dead_letters,
    }


@metrics
def figures() -> Iterable[Figure]:
    """Figures of each bridge and of all messages that were set aside."""
    health = bridge_health()
    if health is None:
        return
    for bridge in health.bridges:
        yield from _figures_of(bridge)
    yield Figure("dead_letters", "Messages set aside and kept", health.dead_letters)
    yield Figure("unknown_devices", "Senders that are no devices", health.unknown_devices)
    yield Figure(
        "doubted_devices", "Devices as which two senders seem to speak", health.doubted_devices
    )
    silence = health.seconds_of_silence
    if silence is not None:
        yield Figure("silence_seconds", "Time since the last message of any device", silence)


def _figures_of(bridge: BridgeStatus) -> Iterable[Figure]:
    labels = {"bridge": bridge.name}
    working = bridge.is_alive and bridge.is_connected
    yield Figure("bridge_up", "Whether the bridge works", float(working), labels=labels)
    for name, words, grows in OF_EACH:
        value, kind = getattr(bridge, name), "counter" if grows else "gauge"
        suffix = "_total" if grows else ""
        yield Figure(f"bridge_{name}{suffix}", words, value, kind, labels)
