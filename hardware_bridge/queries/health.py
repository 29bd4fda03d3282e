"""How the bridges are, for monitors and for the office."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Sum
from django.utils import timezone

from hardware_bridge.models import BridgeStatus, DeadLetter, UnknownDevice

LONGEST_LAG_MS = 5000


@dataclass(frozen=True)
class BridgeHealth:
    """All bridges taken together. Those that were stopped in order count for nothing."""

    bridges: list[BridgeStatus] = field(default_factory=list)
    dead_letters: int = 0
    unknown_devices: int = 0

    @property
    def working(self) -> list[BridgeStatus]:
        """Bridges that live and are connected."""
        return [each for each in self.bridges if each.is_alive and each.is_connected]

    @property
    def state(self) -> str:
        """``ok``, ``slow`` (messages wait for more than five seconds) or ``away``."""
        if not self.working:
            return "away"
        return "slow" if self.lag_ms > LONGEST_LAG_MS else "ok"

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
        return max(filter(None, (each.last_message_at for each in self.bridges)), default=None)

    @property
    def seconds_of_silence(self) -> float | None:
        """How long nobody was heard of."""
        last = self.last_message_at
        return None if last is None else (timezone.now() - last).total_seconds()


def bridge_health() -> BridgeHealth | None:
    """How the bridges are; None where none was ever started. One query then, else three."""
    bridges = list(BridgeStatus.objects.all())
    if not bridges:
        return None
    return BridgeHealth(
        bridges=[each for each in bridges if each.stopped_at is None],
        dead_letters=DeadLetter.objects.aggregate(sum=Sum("count"))["sum"] or 0,
        unknown_devices=UnknownDevice.objects.filter(is_ignored=False).count(),
    )
