"""What is known of doors."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from hardware_bridge.models import Command, CommandEvent, Device, Reading
from hardware_bridge.models.choices import CommandState

LOOK_BACK = timedelta(days=1)

# A station may say "open" again and again: since the first time after the last "closed".
_OPEN = """
SELECT latest.device_id, latest.channel, coalesce(since.at, latest.at) AS since
FROM hardware_latest latest
JOIN hardware_compartment compartment ON compartment.device_id = latest.device_id
    AND compartment.number = latest.channel AND compartment.is_in_service
JOIN hardware_device device ON device.id = latest.device_id
    AND (device.retired_on IS NULL OR device.retired_on > %(today)s)
CROSS JOIN LATERAL (
    SELECT coalesce(max(reading.at), %(from)s) AS at FROM hardware_reading reading
    WHERE reading.device_id = latest.device_id AND reading.channel = latest.channel
        AND reading.at > %(from)s AND reading.measures->>'door' = 'closed'
) AS closed
CROSS JOIN LATERAL (
    SELECT min(reading.at) AS at FROM hardware_reading reading
    WHERE reading.device_id = latest.device_id AND reading.channel = latest.channel
        AND reading.at > closed.at AND reading.measures->>'door' = 'open'
) AS since
WHERE latest.measure = 'door' AND latest.value = '"open"'::jsonb
ORDER BY latest.device_id, latest.channel
"""


@dataclass(frozen=True)
class OpenDoor:
    """A door that is open, as far as the station says."""

    device: Device
    channel: int
    since: datetime


def open_doors(now: datetime) -> list[OpenDoor]:
    """Doors of compartments in service that are open, and since when (a day back at most). Two
    queries."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, {"from": now - LOOK_BACK, "today": now.date()})
        rows = cursor.fetchall()
    devices = Device.objects.in_bulk({device for device, _channel, _since in rows})
    return [OpenDoor(devices[device], channel, since) for device, channel, since in rows]


def used_at(command: Command, before: datetime) -> datetime | None:
    """When the door that a command had opened was closed again, before a moment; None: not yet.

    By the answers to the command, and by the readings where an answer was lost.
    """
    closed = CommandEvent.objects.filter(
        command=command, state=CommandState.DOOR_CLOSED, at__lte=before
    ).first()
    if closed is not None:
        return closed.at
    readings = Reading.objects.filter(
        device=command.device_id,
        channel=command.channel,
        at__gt=command.requested_at,
        at__lt=before,
        measures__has_key="door",
    )
    is_open, found = False, None
    for at, door in readings.order_by("at").values_list("at", "measures__door"):
        if door == "closed" and is_open:
            found = found or at
        is_open = is_open or door == "open"
    return found
