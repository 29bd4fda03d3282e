"""Alarms of doors, and what readings of a door say about the command that it was opened by."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from hardware_bridge.domain import alerts, commands
from hardware_bridge.domain.ingest import Stored, watcher
from hardware_bridge.domain.lockers import DOORS
from hardware_bridge.models import Alert, Command, Compartment, Device, HardwareSettings, Latest
from hardware_bridge.models.choices import Action, CommandState, Condition, Kind, Origin
from hardware_bridge.queries import doors as queries

CLOCK = timedelta(seconds=60)
"""A station's clock may be wrong by so much."""
AGAIN = timedelta(minutes=10)
"""A door that is reported open so soon after it was closed did not lock."""
S = CommandState
NEVER_OPENED = (S.REQUESTED, S.REFUSED, S.EXPIRED, S.FAILED)


@dataclass(frozen=True)
class Seen:
    """A door that was seen to be open or closed."""

    device: Device
    compartment: Compartment
    at: datetime


@watcher("door")
def look_at_doors(readings: list[Stored]) -> None:
    """Open and close the alarms of doors; three queries and some for each door that moved."""
    moved = [each for each in readings if each.kind == Kind.LOCKER and each.channel]
    compartments = {
        (each.device_id, each.number): each
        for each in Compartment.objects.select_related("device").filter(
            device__in={each.device_id for each in moved}
        )
    }
    for reading in moved:
        compartment = compartments.get((reading.device_id, reading.channel))
        door = reading.measures.get("door")
        if compartment is None or door not in ("open", "closed"):
            continue
        seen = Seen(compartment.device, compartment, reading.at)
        (_opened if door == "open" else _closed)(seen)


def _opened(seen: Seen) -> None:
    command = _command_of(seen)
    used_at = queries.used_at(command, seen.at) if command else None
    if command and used_at is None and _is_by(command, seen):
        commands.advance(command=command, to=S.DOOR_OPENED, origin=Origin.DEVICE, at=seen.at)
        return
    # Where people open with a code at the station, nobody here knows whether one was asked for.
    if seen.compartment.is_in_service and not seen.device.has_keypad:
        is_again = used_at is not None and seen.at - used_at <= AGAIN
        _alarm(seen, Condition.DOOR_AGAIN if is_again else Condition.DOOR_UNASKED)


def _command_of(seen: Seen) -> Command | None:
    """The newest command of the day that can have opened the door."""
    asked = Command.objects.filter(
        device=seen.device,
        channel=seen.compartment.number,
        action=Action.OPEN,
        requested_at__range=(seen.at - timedelta(days=1), seen.at + CLOCK),
    ).exclude(state__in=NEVER_OPENED)
    return asked.order_by("-requested_at", "-pk").first()


def _is_by(command: Command, seen: Seen) -> bool:
    """Whether the door is open by the command: still, or soon enough after it was sent."""
    if command.state == S.DOOR_OPENED:
        return True
    begun = command.sent_at or command.requested_at
    return seen.at <= begun + timedelta(seconds=command.answer_seconds) + CLOCK


def _alarm(seen: Seen, condition: str) -> None:
    """Open the alarm once for one opening; one that has ended meanwhile is closed with its end."""
    channel = seen.compartment.number
    known = Alert.objects.filter(
        device=seen.device, channel=channel, condition__in=DOORS, opened_at=seen.at
    )
    if known.exists():
        return
    alerts.open_alert(device=seen.device, condition=condition, channel=channel, at=seen.at)
    now = Latest.objects.filter(device=seen.device, channel=channel, measure="door").first()
    if now is not None and now.value == "closed" and now.at > seen.at:
        _end_alarms(seen.device, channel, now.at)


def _closed(seen: Seen) -> None:
    opened = Command.objects.filter(
        device=seen.device,
        channel=seen.compartment.number,
        state=S.DOOR_OPENED,
        events__state=S.DOOR_OPENED,
        events__at__lte=seen.at,
    )
    for command in opened.order_by("pk").distinct():
        commands.advance(command=command, to=S.DOOR_CLOSED, origin=Origin.DEVICE, at=seen.at)
    newer = Latest.objects.filter(
        device=seen.device,
        channel=seen.compartment.number,
        measure="door",
        at__gt=seen.at,
        value="open",
    )
    if not newer.exists():
        _end_alarms(seen.device, seen.compartment.number, seen.at)


def _end_alarms(device: Device, channel: int, at: datetime) -> None:
    for condition in DOORS:
        alerts.close_alert(device=device, condition=condition, channel=channel, at=at)


def look_for_long_open_doors(*, now: datetime | None = None) -> int:
    """Raise an alarm for each door that has been open for longer than its limit; how many."""
    now = now or timezone.now()
    usual = HardwareSettings.load().door_seconds
    raised = 0
    for door in queries.open_doors(now):
        rule = alerts.rule_for(device=door.device, condition=Condition.DOOR_LONG)
        limit = (rule.seconds if rule else None) or usual
        if now - door.since >= timedelta(seconds=limit):
            raised += bool(
                alerts.open_alert(
                    device=door.device,
                    condition=Condition.DOOR_LONG,
                    channel=door.channel,
                    rule=rule,
                    at=now,
                )
            )
    return raised
