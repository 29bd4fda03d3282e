"""How the bridges are, for monitors and for the office."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Sum
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hardware_bridge.models import BridgeStatus, DeadLetter, Device, UnknownDevice
from hardware_bridge.models.choices import Reason
from hardware_bridge.queries.devices import of_health
from hardware_bridge.queries.words import rounded

LONGEST_LAG_MS = 5000

ADVICE: dict[str, Any] = {
    Reason.NOT_JSON: gettext_lazy(
        "What was sent cannot be read as JSON. Look at the settings of the device or at the "
        "codec of its make."
    ),
    Reason.NO_NUMBER: gettext_lazy(
        "A sensor that has nothing to measure sends such values. If it goes on, it is broken."
    ),
    Reason.TYPE: gettext_lazy(
        "A value is of another kind than this measure has: a text in place of a number, or the "
        "like."
    ),
    Reason.RANGE: gettext_lazy(
        "The value cannot be true. The sensor is broken, or the fields of its make reckon wrongly."
    ),
    Reason.TIME: gettext_lazy(
        "The time is neither a date as in 2026-05-01T12:00:00Z nor milliseconds since 1970."
    ),
    Reason.EMPTY: gettext_lazy(
        "Nothing in it is one of our measures. Say in the fields of its make what they mean."
    ),
    Reason.SIZE: gettext_lazy("A message has at most 64 KB."),
    Reason.RATE: gettext_lazy("It sends more than a device may. Look at its settings."),
    Reason.TOPIC: gettext_lazy(
        "Nobody reads this topic, or the message names another device than its topic does."
    ),
    Reason.COMPARTMENT: gettext_lazy(
        "The station has no such compartment. Enter how many it has in its form."
    ),
    Reason.COMMAND: gettext_lazy(
        "It answers to something that nobody has told it. Perhaps somebody imitates the device."
    ),
    Reason.DATABASE: gettext_lazy("The database did not take it. The bridge's log says why."),
}
"""What a reason means and what can be done, for those who do not read JSON every day."""


@dataclass(frozen=True)
class BridgeHealth:
    """All bridges taken together. Of those that were stopped in order only their last message
    counts."""

    bridges: list[BridgeStatus] = field(default_factory=list)
    stopped: list[BridgeStatus] = field(default_factory=list)
    dead_letters: int = 0
    unknown_devices: int = 0
    doubted_devices: int = 0

    @property
    def working(self) -> list[BridgeStatus]:
        """Bridges that live and are connected."""
        return [each for each in self.bridges if each.is_alive and each.is_connected]

    @property
    def state(self) -> str:
        """``ok``, ``slow`` (messages wait for more than five seconds, or cannot be stored) or
        ``away``."""
        if not self.working:
            return "away"
        is_hindered = any(each.last_fault for each in self.working)
        return "slow" if is_hindered or self.lag_ms > LONGEST_LAG_MS else "ok"

    @property
    def lag_ms(self) -> int:
        """The longest lag in milliseconds."""
        return max((each.lag_ms for each in self.working), default=0)

    @property
    def queue(self) -> int:
        """Messages received and not yet stored."""
        return sum(each.queue for each in self.working)

    @property
    def last_message_at(self) -> datetime | None:
        """When anybody was last heard of."""
        every = [*self.bridges, *self.stopped]
        return max(filter(None, (each.last_message_at for each in every)), default=None)

    @property
    def seconds_of_silence(self) -> float | None:
        """How long nobody was heard of."""
        last = self.last_message_at
        return None if last is None else (timezone.now() - last).total_seconds()


def bridge_health() -> BridgeHealth | None:
    """How the bridges are; None where none was ever started. One query then, else four."""
    bridges = list(BridgeStatus.objects.all())
    if not bridges:
        return None
    return BridgeHealth(
        bridges=[each for each in bridges if each.stopped_at is None],
        stopped=[each for each in bridges if each.stopped_at is not None],
        dead_letters=DeadLetter.objects.aggregate(sum=Sum("count"))["sum"] or 0,
        unknown_devices=UnknownDevice.objects.filter(is_ignored=False).count(),
        doubted_devices=of_health(Device.objects.all(), "doubted").count(),
    )


def verdict(health: BridgeHealth | None) -> tuple[str, str]:
    """How it is in one word for a colour, and in one sentence."""
    if health is None:
        return "away", _("No bridge was ever started: messages of devices do not arrive.")
    return health.state, {
        "ok": _("All is well: messages of devices arrive and are stored at once."),
        "slow": _("Messages arrive, but are stored late."),
        "away": _("No bridge works at present: messages of devices wait at the broker."),
    }[health.state]


def sentences(health: BridgeHealth | None) -> list[str]:
    """What else is to be said, a sentence each."""
    if health is None:
        return [_("It is started by “manage.py bridge”; operations.md says how.")]
    found = [_about(bridge) for bridge in health.bridges]
    found.append(_last_message(health))
    if health.working:
        found.append(_waiting(health))
    return found


def _about(bridge: BridgeStatus) -> str:
    words = {"name": bridge.name, "since": "", "fault": bridge.last_fault}
    if not bridge.is_alive:
        words["since"] = timesince(bridge.updated_at)
        return _("The bridge “%(name)s” has given no sign of life for %(since)s.") % words
    if not bridge.is_connected:
        return _detailed(
            _("The bridge “%(name)s” runs and does not reach the broker.") % words, bridge
        )
    words["since"] = timesince(bridge.connected_since or bridge.started_at)
    words["protocol"] = f"MQTT {bridge.protocol}".strip()
    if bridge.last_fault:
        text = _("The bridge “%(name)s” is connected (%(protocol)s), but something hinders it.")
        return _detailed(text % words, bridge)
    return _("The bridge “%(name)s” has been connected for %(since)s (%(protocol)s).") % words


def _detailed(text: str, bridge: BridgeStatus) -> str:
    return f"{text} {_('Technical detail:')} {bridge.last_fault}" if bridge.last_fault else text


def _last_message(health: BridgeHealth) -> str:
    last = health.last_message_at
    if last is None:
        return _("No device has been heard of yet.")
    when = date_format(timezone.localtime(last), "SHORT_DATETIME_FORMAT")
    if (timezone.now() - last).total_seconds() < 60:
        return _("The last message came within the last minute (%(when)s).") % {"when": when}
    words = {"ago": timesince(last), "when": when}
    return _("The last message came %(ago)s ago (%(when)s).") % words


def _waiting(health: BridgeHealth) -> str:
    lag = rounded(health.lag_ms / 1000, 2)
    text = ngettext(
        "%(n)s message waits to be stored; the last ones had waited for %(lag)s seconds.",
        "%(n)s messages wait to be stored; the last ones had waited for %(lag)s seconds.",
        health.queue,
    )
    return text % {"n": number_format(health.queue, force_grouping=True), "lag": lag}
