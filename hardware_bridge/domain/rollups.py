"""Verb: hourly and daily values out of readings.

The rollups follow the time of receipt. What was received since the last run names the hours that
have changed, each for a device and channel; these are reckoned anew from all their readings, so a
late reading counts, and a run that is repeated changes nothing. A span before the mark is looked at
again, since a transaction may commit after one that began later; what a bridge has stored long
after its receipt it notes (``hardware_late_batch``), and the mark goes back to there.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from hardware_bridge.models import LateBatch, RollupMark

OVERLAP = timedelta(minutes=10)
"""Longer than a bridge takes from receipt to commit without noting that it was late."""
LONGEST_STEP = timedelta(hours=6)
"""Of receipt; after a long outage the job catches up in steps, each a transaction."""
SETTLED = timedelta(seconds=1)
MARK = "rollups"

# Flags count as 1 and 0, words not at all. Fewer readings than before are what the retention has
# left of an hour: its values stay.
_HOURS = """
WITH changed AS MATERIALIZED (
    SELECT DISTINCT device_id, channel, date_trunc('hour', at, 'UTC') AS bucket
    FROM hardware_reading WHERE received_at >= %(since)s AND received_at < %(until)s
),
numbers AS (
    SELECT changed.device_id, changed.channel, changed.bucket, reading.at, entry.key AS measure,
        CASE jsonb_typeof(entry.value)
            WHEN 'number' THEN entry.value::float8
            WHEN 'boolean' THEN (entry.value::boolean)::int::float8 END AS value
    FROM changed
    JOIN hardware_reading reading ON reading.device_id = changed.device_id
        AND reading.channel = changed.channel AND reading.at >= changed.bucket
        AND reading.at < changed.bucket + interval '1 hour'
    CROSS JOIN LATERAL jsonb_each(reading.measures) AS entry
)
INSERT INTO hardware_rollup_hour AS known
    (device_id, channel, measure, bucket, count, low, high, total, last)
SELECT device_id, channel, measure, bucket, count(*), min(value), max(value), sum(value),
    (array_agg(value ORDER BY at DESC))[1]
FROM numbers WHERE value IS NOT NULL
GROUP BY device_id, channel, measure, bucket
ON CONFLICT (device_id, channel, measure, bucket) DO UPDATE SET count = excluded.count,
    low = excluded.low, high = excluded.high, total = excluded.total, last = excluded.last
WHERE excluded.count >= known.count
"""

# Days begin at midnight of the site's time zone, so the one of a clock change has 23 or 25 hours.
_DAYS = """
WITH changed AS MATERIALIZED (
    SELECT DISTINCT device_id, channel, (at AT TIME ZONE %(zone)s)::date AS day
    FROM hardware_reading WHERE received_at >= %(since)s AND received_at < %(until)s
)
INSERT INTO hardware_rollup_day AS known
    (device_id, channel, measure, bucket, count, low, high, total, last)
SELECT hour.device_id, hour.channel, hour.measure, changed.day, sum(hour.count), min(hour.low),
    max(hour.high), sum(hour.total), (array_agg(hour.last ORDER BY hour.bucket DESC))[1]
FROM changed JOIN hardware_rollup_hour hour ON hour.device_id = changed.device_id
    AND hour.channel = changed.channel
    AND hour.bucket >= changed.day::timestamp AT TIME ZONE %(zone)s
    AND hour.bucket < (changed.day + 1)::timestamp AT TIME ZONE %(zone)s
GROUP BY hour.device_id, hour.channel, hour.measure, changed.day
ON CONFLICT (device_id, channel, measure, bucket) DO UPDATE SET count = excluded.count,
    low = excluded.low, high = excluded.high, total = excluded.total, last = excluded.last
WHERE excluded.count >= known.count
"""


def catch_up(*, now: datetime | None = None) -> int:
    """Bring the rollups up to now, step by step; the number of steps. Each step is a transaction,
    and only one run at a time is at work."""
    until, steps = (now or timezone.now()) - SETTLED, 0
    while _step(until):
        steps += 1
    return steps


def _step(until: datetime) -> bool:
    """Take in one span of receipt; whether there was one."""
    with transaction.atomic(), connection.cursor() as cursor:
        mark = _locked_mark()
        since = min([mark.until, *_late()])
        if since >= until:
            return False
        end = min(until, since + LONGEST_STEP)
        span: dict[str, datetime | str] = {
            "since": since - OVERLAP,
            "until": end,
            "zone": settings.TIME_ZONE,
        }
        cursor.execute(_HOURS, span)
        cursor.execute(_DAYS, span)
        mark.until = end
        mark.save()
    return True


def _locked_mark() -> RollupMark:
    """The mark, at the beginning of all readings where there is none yet."""
    mark = RollupMark.objects.select_for_update().filter(pk=MARK).first()
    if mark is None:
        RollupMark.objects.bulk_create(
            [RollupMark(name=MARK, until=_first_receipt())], ignore_conflicts=True
        )
        mark = RollupMark.objects.select_for_update().get(pk=MARK)
    return mark


def _first_receipt() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(received_at) FROM hardware_reading")
        return cursor.fetchone()[0] or timezone.now() - timedelta(days=1)


def _late() -> list[datetime]:
    """Times of receipt to go back to; they are noted no longer once the step commits."""
    rows = list(LateBatch.objects.select_for_update(skip_locked=True))
    LateBatch.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return [row.since for row in rows]
