"""What rules find: which incidents begin and which are over. One query a rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F, Min, Q, QuerySet
from django.utils import timezone

from hardware_bridge.models import Alert, AlertRule, BridgeStatus
from hardware_bridge.models.choices import Condition

# A flag counts as 1 and 0. A rule without a limit takes the device's own.
_VALUES = """
WITH judged AS (
    SELECT device.id AS device, latest.channel, latest.received_at AS at, number.value,
        own.bound AS threshold, coalesce(%(back)s::float8, own.bound) AS back,
        EXISTS (SELECT FROM hardware_alert open WHERE open.rule_id = %(rule)s
            AND open.device_id = device.id AND open.channel = latest.channel
            AND open.closed_at IS NULL) AS is_open
    FROM hardware_device device
    JOIN hardware_latest latest ON latest.device_id = device.id AND latest.measure = %(measure)s
    CROSS JOIN LATERAL (SELECT CASE jsonb_typeof(latest.value)
        WHEN 'number' THEN latest.value::float8
        WHEN 'boolean' THEN latest.value::boolean::int::float8 END AS value) number
    CROSS JOIN LATERAL (SELECT coalesce(%(limit)s::float8,
        CASE jsonb_typeof(device.thresholds -> %(measure)s)
        WHEN 'number' THEN (device.thresholds -> %(measure)s)::float8 END) AS bound) own
    WHERE {scope})
SELECT device, channel, at, value, threshold, is_open FROM judged
WHERE CASE WHEN is_open THEN %(sign)s * value <= %(sign)s * back
    ELSE %(sign)s * value > %(sign)s * threshold END
"""

# Silence counts from when somebody could have been heard: ``floor``.
_SILENCE = """
WITH judged AS (
    SELECT device.id AS device, state.last_seen_at,
        greatest(coalesce(state.last_seen_at, device.installed_on::timestamp AT TIME ZONE %(zone)s),
            %(floor)s) AS since,
        greatest(device.interval_seconds * %(intervals)s, %(least)s) * interval '1 second' AS given,
        coalesce(state.last_seen_at, device.installed_on::timestamp AT TIME ZONE %(zone)s) AS known,
        EXISTS (SELECT FROM hardware_alert open WHERE open.rule_id = %(rule)s
            AND open.device_id = device.id AND open.closed_at IS NULL) AS is_open
    FROM hardware_device device
    JOIN hardware_devicestate state ON state.device_id = device.id
    WHERE {scope})
SELECT device, 0 AS channel, %(now)s AS at, last_seen_at, NULL, is_open FROM judged
WHERE CASE WHEN is_open THEN last_seen_at > %(now)s - given
    ELSE known IS NOT NULL AND %(floor)s::timestamptz IS NOT NULL AND since < %(now)s - given END
"""

_SCOPE = """
(device.retired_on IS NULL OR device.retired_on > (%(now)s AT TIME ZONE %(zone)s)::date)
AND (%(kind)s = '' OR device.kind = %(kind)s)
AND (%(group)s::bigint IS NULL OR device.group_id = %(group)s)
AND (%(device)s::bigint IS NULL OR device.id = %(device)s)
AND (%(only)s::bigint[] IS NULL OR device.id = ANY(%(only)s))
"""

LEAST_SECONDS = 60
"""``last_seen_at`` is exact to some seconds, so nobody is silent before a minute."""
FAULT = "fault"


@dataclass(frozen=True)
class Finding:
    """An incident that begins, or one that is over (``is_open``).

    ``value`` is what was measured, for silence when the device was last seen.
    """

    device_id: int
    channel: int
    at: datetime
    value: float | datetime | None
    limit: float | None
    is_open: bool


def findings(
    rule: AlertRule, *, now: datetime | None = None, devices: Sequence[int] | None = None
) -> list[Finding]:
    """What a rule finds among all its devices, or among some of them. Two queries for silence."""
    now = now or timezone.now()
    scope = {
        "rule": rule.pk,
        "kind": rule.kind,
        "group": rule.group_id,
        "device": rule.device_id,
        "only": None if devices is None else list(devices),
        "now": now,
        "zone": timezone.get_default_timezone_name(),
    }
    condition = rule.condition
    if condition == Condition.SILENCE:
        own = {"intervals": rule.intervals, "least": LEAST_SECONDS, "floor": listening_since(now)}
        return _found(_SILENCE, scope | own)
    if condition == Condition.FAULT:
        return _found(_VALUES, scope | {"measure": FAULT, "limit": 0.5, "back": None, "sign": 1})
    if condition in (Condition.ABOVE, Condition.BELOW):
        values = {"measure": rule.measure, "limit": rule.limit, "back": rule.back_at}
        sign = 1 if condition == Condition.ABOVE else -1
        return _found(_VALUES, scope | values | {"sign": sign})
    return []


def _found(statement: str, values: dict[str, object]) -> list[Finding]:
    with connection.cursor() as cursor:
        cursor.execute(statement.replace("{scope}", _SCOPE), values)
        return [Finding(*row) for row in cursor.fetchall()]


def listening_since(now: datetime) -> datetime | None:
    """Since when the bridges hear everything; None while none works: then silence means nothing."""
    alive = now - timedelta(seconds=BridgeStatus.ALIVE_SECONDS)
    working = BridgeStatus.objects.filter(stopped_at=None, is_connected=True, updated_at__gt=alive)
    return working.aggregate(since=Min("connected_since"))["since"]


def outlived() -> QuerySet[Alert]:
    """Open incidents whose rule no longer watches the device."""
    rule_off = Q(rule__is_active=False) | ~Q(rule__condition=F("condition"))
    other_kind = ~Q(rule__kind="") & ~Q(rule__kind=F("device__kind"))
    other_group = Q(rule__group__isnull=False) & (
        Q(device__group=None) | ~Q(rule__group=F("device__group"))
    )
    other_device = Q(rule__device__isnull=False) & ~Q(rule__device=F("device"))
    retired = Q(device__retired_on__lte=timezone.localdate())
    ruled = Q(rule__isnull=False) & (rule_off | other_kind | other_group | other_device)
    return Alert.objects.filter(retired | ruled, closed_at=None)
