"""Verbs: partitions for what comes, and an end for what is no longer kept."""

from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from hardware_bridge.models import (
    Command,
    DeadLetter,
    Device,
    HardwareSettings,
    HourRollup,
    Tour,
    UnknownDevice,
)
from hardware_bridge.models.choices import Kind

MONTHS_AHEAD = 3
ASIDE_DAYS = 30
DELETED_AT_ONCE = 20_000
LOCK_SECONDS = 5
PREFIX = "hardware_reading_"

_DELETE = """
DELETE FROM hardware_reading WHERE (device_id, channel, at) IN (
    SELECT device_id, channel, at FROM hardware_reading
    WHERE at < %s AND device_id = ANY(%s) LIMIT %s)
"""
_OF_NO_DEVICE = """
SELECT DISTINCT device_id FROM hardware_latest
WHERE NOT EXISTS (SELECT FROM hardware_device WHERE id = device_id)
"""


def make_partitions(*, today: date | None = None) -> int:
    """Partitions for this month and the next three; how many were missing.

    Waits five seconds at most for readings to make way, and tries again the next day.
    """
    first = (today or timezone.now().date()).replace(day=1)
    made = 0
    for ahead in range(MONTHS_AHEAD + 1):
        month = (first + timedelta(days=31 * ahead)).replace(day=1)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
            cursor.execute("SELECT hardware_make_partition(%s)", [month])
            made += cursor.fetchone()[0]
    return made


def forget(*, now: datetime | None = None) -> dict[str, int]:
    """Drop what the settings keep no longer, by kind of device; how much of what."""
    now = now or timezone.now()
    kept = HardwareSettings.load()
    days = {kind: kept.days_of(kind) for kind in Kind.values}
    counts = {"partitions": _drop_partitions(now - timedelta(days=max(days.values())))}
    for kind, number in days.items():
        ids = list(Device.objects.filter(kind=kind).values_list("pk", flat=True))
        counts[kind] = _delete(now - timedelta(days=number), ids)
    counts["of_no_device"] = _forget_devices_that_are_gone(now)
    hours = HourRollup.objects.filter(bucket__lt=now - timedelta(days=kept.days_hours))
    counts["hours"] = hours._raw_delete(hours.db)
    counts["names"] = _forget_names(now - timedelta(days=kept.days_names))
    limit = now - timedelta(days=ASIDE_DAYS)
    counts["dead_letters"] = DeadLetter.objects.filter(received_at__lt=limit).delete()[0]
    counts["unknown"] = UnknownDevice.objects.filter(last_seen_at__lt=limit).delete()[0]
    return counts


def _forget_names(limit: datetime) -> int:
    """Tours and commands stay; who drove and who pressed is nobody's business for ever."""
    drivers = Tour.objects.filter(date__lt=limit.date(), driver__isnull=False)
    senders = Command.objects.filter(requested_at__lt=limit, requested_by__isnull=False)
    return drivers.update(driver=None) + senders.update(requested_by=None)


def _drop_partitions(limit: datetime) -> int:
    """Drop the months that are over for every kind."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits"
            " WHERE inhparent = 'hardware_reading'::regclass"
        )
        names = [name for (name,) in cursor.fetchall() if name[len(PREFIX) :][:1].isdigit()]
    over = [name for name in names if _end_of(name) <= limit.date()]
    for name in over:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(name)}")
    return len(over)


def _end_of(name: str) -> date:
    year, month = map(int, name[len(PREFIX) :].split("_"))
    return date(year + month // 12, month % 12 + 1, 1)


def _delete(limit: datetime, ids: list[int]) -> int:
    """Delete readings of devices in pieces, so that no lock is held for long."""
    count = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_DELETE, [limit, ids, DELETED_AT_ONCE])
            count += cursor.rowcount
            if cursor.rowcount < DELETED_AT_ONCE:
                return count


def _forget_devices_that_are_gone(now: datetime) -> int:
    """Readings have no link to their device that would delete them with it."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_NO_DEVICE)
        ids = [pk for (pk,) in cursor.fetchall()]
        for table in ("hardware_latest", "hardware_rollup_hour", "hardware_rollup_day"):
            cursor.execute(f"DELETE FROM {table} WHERE device_id = ANY(%s)", [ids])  # noqa: S608
    return _delete(now + timedelta(days=366), ids) if ids else 0
