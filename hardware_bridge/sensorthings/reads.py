"""What SensorThings asks of the database: public devices and public measures alone."""

import operator
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import reduce
from json import loads
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from hardware_bridge.models import Device, Latest, Reading
from hardware_bridge.models.choices import Kind
from hardware_bridge.models.devices import DeviceQuerySet
from hardware_bridge.queries.live import Switches, public_measures
from hardware_bridge.sensorthings.entities import Key, Observed
from hardware_bridge.sensorthings.options import Clause, Options, RefusedError

LONGEST_WINDOW = timedelta(days=1)
FIELDS = {"phenomenonTime": "at", "resultTime": "received_at"}
LOOKUPS = {"eq": "exact", "gt": "gt", "ge": "gte", "lt": "lt", "le": "lte"}
# Their messages say when somebody stood before them.
COMPARTMENTS = Q(device__kind=Kind.LOCKER, channel__gt=0)
# A device's clock is believed up to five minutes ahead of the receipt.
AHEAD = timedelta(minutes=5)

# Of all devices; rows lie by the time of receipt, which has an index of its own.
_OF_ALL = """
SELECT reading.device_id, reading.channel, entry.key, reading.at, reading.received_at, entry.value
FROM "hardware_reading" reading
JOIN "hardware_device" device ON device.id = reading.device_id
CROSS JOIN LATERAL jsonb_each(reading.measures) AS entry
JOIN unnest(%(kinds)s::text[], %(measures)s::text[]) AS shown (kind, measure)
    ON shown.kind = device.kind AND shown.measure = entry.key
WHERE device.is_public AND (device.retired_on IS NULL OR device.retired_on > %(today)s)
    AND NOT (device.kind = 'locker' AND reading.channel > 0)
    AND reading.at >= %(start)s AND reading.at <= %(end)s AND reading.received_at >= %(received)s
ORDER BY reading.at {way}, reading.device_id, reading.channel, entry.key
LIMIT %(limit)s OFFSET %(offset)s
"""
_OF_SOME = """
SELECT given.device, given.channel, given.measure, found.at, found.received_at, found.value
FROM unnest(%s::int[], %s::smallint[], %s::text[]) AS given (device, channel, measure)
CROSS JOIN LATERAL (
    SELECT at, received_at, measures -> given.measure AS value FROM "hardware_reading"
    WHERE device_id = given.device AND channel = given.channel AND measures ? given.measure
    ORDER BY at {way} LIMIT %s
) AS found
"""


def devices() -> DeviceQuerySet:
    """Public devices, with what entities say of them."""
    return Device.objects.public().select_related("group", "model").order_by("pk")


def streams(switches: Switches | None = None) -> QuerySet[Latest]:
    """Public measures that a public device has sent. One query for the switches unless given."""
    shown = public_measures() if switches is None else switches
    allowed = (Q(device__kind=kind, measure__in=keys) for kind, keys in shown.items())
    found = Latest.objects.filter(
        reduce(operator.or_, allowed), device__in=Device.objects.public().values("pk")
    ).exclude(COMPARTMENTS)
    return found.select_related("device__group", "device__model").order_by(
        "device_id", "channel", "measure"
    )


def stream(key: Key) -> Latest | None:
    """One of them."""
    return streams().filter(device=key[0], channel=key[1], measure=key[2]).first()


def readings(key: Key, options: Options) -> QuerySet[Reading]:
    """Readings of a datastream through the filter, in the order asked for."""
    rows = Reading.objects.filter(device=key[0], channel=key[1], measures__has_key=key[2])
    for clause in options.clauses:
        rows = rows.filter(**_condition(clause))
    return rows.order_by(*(f"{'-' if down else ''}{name}" for name, down in order_of(options)))


def _condition(clause: Clause) -> dict[str, Any]:
    if clause.field not in FIELDS:
        raise RefusedError("Observations are filtered by their times.")
    return {f"{FIELDS[clause.field]}__{LOOKUPS[clause.comparison]}": clause.value}


def order_of(options: Options) -> list[tuple[str, bool]]:
    """Columns that observations are ordered by. Raises RefusedError."""
    unknown = [name for name, _down in options.order if name not in (*FIELDS, "id")]
    if unknown:
        raise RefusedError("Observations are ordered by their times.")
    chosen = [(FIELDS[name], down) for name, down in options.order if name in FIELDS]
    return chosen or [("at", False)]


def observed(key: Key, rows: Iterable[Reading]) -> list[Observed]:
    """The values of a measure in readings."""
    return [Observed(key, row.at, row.received_at, row.measures[key[2]]) for row in rows]


def observed_of_all(options: Options) -> list[Observed]:
    """Values of all devices within a day, one more than asked for. Raises RefusedError."""
    start, end = _window(options)
    order = order_of(options)
    if order[0][0] != "at" or options.times("resultTime"):
        raise RefusedError("All observations are filtered and ordered by phenomenonTime alone.")
    pairs = [(kind, key) for kind, keys in public_measures().items() for key in keys]
    given = {
        "kinds": [kind for kind, _key in pairs],
        "measures": [key for _kind, key in pairs],
        "today": timezone.localdate(),
        "start": start,
        "end": end,
        "received": start - AHEAD,
        "limit": options.top + 1,
        "offset": options.skip,
    }
    return _rows(_OF_ALL.format(way="DESC" if order[0][1] else "ASC"), given)


def _window(options: Options) -> tuple[datetime, datetime]:
    """The time that is asked for, the last day without; its ends are within."""
    clauses = options.times("phenomenonTime")
    starts = [c.value for c in clauses if c.comparison in ("ge", "gt", "eq")]
    ends = [c.value for c in clauses if c.comparison in ("le", "lt", "eq")]
    end = min(ends, default=timezone.now() if not starts else max(starts) + LONGEST_WINDOW)
    start = max(starts, default=end - LONGEST_WINDOW)
    if end - start > LONGEST_WINDOW:
        raise RefusedError(
            "Observations of all devices are told for a day at most; ask a Datastream for more."
        )
    strict = timedelta(microseconds=1)
    if any(c.comparison == "gt" and c.value == start for c in clauses):
        start += strict
    if any(c.comparison == "lt" and c.value == end for c in clauses):
        end -= strict
    return start, end


def observed_of_some(keys: Sequence[Key], top: int, newest_first: bool) -> list[Observed]:
    """The first or last values of several datastreams. One query."""
    columns = [list(column) for column in zip(*keys, strict=True)] if keys else [[], [], []]
    way = "DESC" if newest_first else "ASC"
    return _rows(_OF_SOME.format(way=way), [*columns, top])


def _rows(statement: str, given: Any) -> list[Observed]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        rows = cursor.fetchall()
    return [
        Observed((device, channel, measure), at, received, _plain(value))
        for device, channel, measure, at, received, value in rows
    ]


def _plain(value: Any) -> Any:
    """PostgreSQL's JSON as Python has it; Django's connections read it as text."""
    return loads(value) if isinstance(value, str) else value
