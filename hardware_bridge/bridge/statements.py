"""The statements with which a batch is stored.

Rows come as arrays: measured on PostgreSQL 18, 2,000 rows a batch, ``unnest`` takes 8 µs a row,
COPY into a temporary table and one statement from there 12 µs, and one round trip less. Times are
microseconds since 1970.
"""

# A replay changes nothing; another message of the same instant adds its measures, the first stays.
# What it adds was received later, so that rollups find it.
READINGS = """
INSERT INTO hardware_reading AS known (device_id, channel, at, received_at, claimed_at, measures)
SELECT device, channel, hardware_time(at), hardware_time(received), hardware_time(claimed),
    measures::jsonb
FROM unnest(%s::int[], %s::smallint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::text[])
    AS given (device, channel, at, received, claimed, measures)
ON CONFLICT (device_id, channel, at) DO UPDATE
SET measures = excluded.measures || known.measures, received_at = excluded.received_at
WHERE NOT known.measures @> excluded.measures
"""

STORED_BEFORE = """
SELECT given.device, given.channel, given.at, known.measures
FROM unnest(%s::int[], %s::smallint[], %s::bigint[]) AS given (device, channel, at)
JOIN hardware_reading known ON known.device_id = given.device AND known.channel = given.channel
    AND known.at = hardware_time(given.at)
"""

LATEST = """
INSERT INTO hardware_latest AS known (device_id, channel, measure, at, received_at, value)
SELECT device, channel, measure, hardware_time(at), hardware_time(received), value::jsonb
FROM unnest(%s::bigint[], %s::smallint[], %s::text[], %s::bigint[], %s::bigint[], %s::text[])
    AS given (device, channel, measure, at, received, value)
ON CONFLICT (device_id, channel, measure) DO UPDATE
SET at = excluded.at, received_at = excluded.received_at, value = excluded.value
WHERE known.at < excluded.at
"""

TOUCHED = """
UPDATE hardware_devicestate AS state SET
    last_seen_at = greatest(state.last_seen_at, hardware_time(given.received)),
    battery_percent = coalesce(given.battery, state.battery_percent),
    signal_dbm = coalesce(given.signal, state.signal_dbm),
    firmware = coalesce(nullif(given.firmware, ''), state.firmware)
FROM unnest(%s::bigint[], %s::bigint[], %s::float8[], %s::float8[], %s::text[])
    AS given (device, received, battery, signal, firmware)
WHERE state.device_id = given.device
"""

# Several bridges hear of a status; the one that is behind must not bring the old one back.
STATUSES = """
UPDATE hardware_devicestate AS state SET
    is_online = given.online,
    online_since = hardware_time(given.received),
    last_seen_at = CASE WHEN given.online
        THEN greatest(state.last_seen_at, hardware_time(given.received)) ELSE state.last_seen_at END
FROM unnest(%s::bigint[], %s::boolean[], %s::bigint[]) AS given (device, online, received)
WHERE state.device_id = given.device AND state.is_online IS DISTINCT FROM given.online
    AND (state.online_since IS NULL OR state.online_since < hardware_time(given.received))
"""

# Whoever floods us with what cannot be taken fills no disk: beyond 2,000 rows nothing is added.
DEAD_LETTERS = """
INSERT INTO hardware_deadletter AS known
    (topic, reason, detail, payload, first_at, received_at, count)
SELECT topic, reason, detail, payload, hardware_time(first), hardware_time(last), count
FROM unnest(%s::text[], %s::text[], %s::text[], %s::bytea[], %s::bigint[], %s::bigint[],
    %s::bigint[]) AS given (topic, reason, detail, payload, first, last, count)
WHERE (SELECT count(*) FROM hardware_deadletter) < 2000 OR EXISTS (
    SELECT FROM hardware_deadletter old WHERE (old.topic, old.reason) = (given.topic, given.reason))
ON CONFLICT (topic, reason) DO UPDATE SET detail = excluded.detail, payload = excluded.payload,
    received_at = excluded.received_at, count = known.count + excluded.count
"""

STRANGERS = """
INSERT INTO hardware_unknowndevice AS known
    (adapter, address, topic, sample, first_seen_at, last_seen_at, count)
SELECT adapter, address, topic, sample, hardware_time(first), hardware_time(last), count
FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::bigint[], %s::bigint[],
    %s::bigint[]) AS given (adapter, address, topic, sample, first, last, count)
WHERE (SELECT count(*) FROM hardware_unknowndevice) < 2000 OR EXISTS (
    SELECT FROM hardware_unknowndevice old
    WHERE (old.adapter, old.address) = (given.adapter, given.address))
ON CONFLICT (adapter, address) DO UPDATE SET topic = excluded.topic, sample = excluded.sample,
    last_seen_at = excluded.last_seen_at, count = known.count + excluded.count
"""

RECEIVED_BEFORE = """
SELECT mid, digest, number FROM hardware_received WHERE client = %s AND mid = ANY(%s::int[])
"""

RECEIVED = """
INSERT INTO hardware_received (client, mid, digest, number)
SELECT %s, mid, digest, number
FROM unnest(%s::int[], %s::bytea[], %s::bigint[]) AS given (mid, digest, number)
ON CONFLICT (client, mid) DO UPDATE SET digest = excluded.digest, number = excluded.number
"""

LATE = """
INSERT INTO hardware_late_batch (since) SELECT hardware_time(%s::bigint)
"""

# A payload of a notification has at most 7,999 bytes.
NOTIFY = "SELECT pg_notify('hardware', part) FROM unnest(%s::text[]) AS part"
