"""From bytes and a topic to what a machine says: one module for each kind of source.

Everything here is pure: it knows no Django, no database and no clock. A module of a source has
``route(parts)``, which tells from the topic's levels whose message it is, and ``read(route,
payload, fields)``, which makes a :class:`~hardware_bridge.adapters.messages.Message` of it or
raises :class:`~hardware_bridge.adapters.values.Refused`.
"""

from types import ModuleType

from hardware_bridge.adapters import chirpstack, home_assistant, own, things_stack
from hardware_bridge.adapters.messages import Route

ADAPTERS: dict[str, ModuleType] = {
    module.NAME: module for module in (own, chirpstack, things_stack, home_assistant)
}
_BY_FIRST_LEVEL = {module.FIRST_LEVEL: module for module in ADAPTERS.values()}


def route(topic: str) -> Route | None:
    """Whose message a topic bears; None for a topic of no source."""
    parts = topic.split("/")
    module = _BY_FIRST_LEVEL.get(parts[0])
    return module.route(parts) if module else None


def subscriptions() -> list[str]:
    """The topic filters of all sources; none of them overlap."""
    return [topic for module in ADAPTERS.values() for topic in module.TOPICS]
