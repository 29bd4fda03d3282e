"""The statements of the bridge.

Rows come as arrays: measured on PostgreSQL 18 with 2,000 rows a batch, ``unnest`` takes 8 µs a row,
COPY into a temporary table and one statement from there 12 µs. Times are microseconds since 1970.
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
SELECT given.device, given.channel, given.at
FROM unnest(%s::int[], %s::smallint[], %s::bigint[], %s::text[])
    AS given (device, channel, at, measures)
JOIN hardware_reading known ON known.device_id = given.device AND known.channel = given.channel
    AND known.at = hardware_time(given.at) AND known.measures @> given.measures::jsonb
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
        THEN greatest(state.last_seen_at, hardware_time(given.received))
        ELSE state.last_seen_at END
FROM unnest(%s::bigint[], %s::boolean[], %s::bigint[]) AS given (device, online, received)
WHERE state.device_id = given.device AND state.is_online IS DISTINCT FROM given.online
    AND (state.online_since IS NULL OR state.online_since < hardware_time(given.received))
"""

DOUBTS = """
UPDATE hardware_devicestate AS state SET
    doubt = given.doubt, doubt_at = greatest(state.doubt_at, hardware_time(given.received))
FROM unnest(%s::bigint[], %s::text[], %s::bigint[]) AS given (device, doubt, received)
WHERE state.device_id = given.device
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
SELECT %s, mid, digest, %s FROM unnest(%s::int[], %s::bytea[]) AS given (mid, digest)
ON CONFLICT (client, mid) DO UPDATE SET digest = excluded.digest, number = excluded.number
"""

FORGET_RECEIVED = "DELETE FROM hardware_received WHERE client = %s"

LATE = "INSERT INTO hardware_late_batch (since) VALUES (hardware_time(%s))"

# A payload of a notification has at most 7,999 bytes.
NOTIFY = "SELECT pg_notify('hardware', part) FROM unnest(%s::text[]) AS part"

# As ``cms.core.jobs.enqueue`` does it; a job with the lock of one that waits is that one.
ENQUEUE = """
INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args)
VALUES ('default', %s, 0, %s, %s, %s::jsonb) ON CONFLICT DO NOTHING
"""

# --- the process itself ---------------------------------------------------------------------------

# Channels of migration 0002. No statement may take so long that readings pile up behind it.
# What is acknowledged must be on the disk, also where the server lets a commit return before it is;
# where it waits for more than that, it goes on doing so.
PREPARE = """
SET statement_timeout = '30s';
SET TimeZone = 'UTC';
SELECT set_config('synchronous_commit', 'on', false)
    WHERE current_setting('synchronous_commit') = 'off';
LISTEN hardware_devices;
LISTEN hardware_commands
"""

# Under a lock, so that two bridges that start at once get numbers of their own.
REGISTER = """
WITH alone AS MATERIALIZED (SELECT pg_advisory_xact_lock(%(lock)s)),
free AS (
    SELECT min(n) AS number FROM alone, generate_series(0, 1000) AS n
    WHERE n NOT IN (SELECT number FROM hardware_bridgestatus))
INSERT INTO hardware_bridgestatus (name, number, protocol, started_at, updated_at, is_connected,
    queue, lag_ms, received, stored, duplicates, dead_letters, unknown, last_fault)
SELECT %(name)s, number, '', now(), now(), false, 0, 0, 0, 0, 0, 0, 0, '' FROM free
ON CONFLICT (name) DO UPDATE SET started_at = now(), updated_at = now(), stopped_at = NULL,
    is_connected = false
RETURNING id, number, received,
    coalesce(extract(epoch FROM last_message_at) * 1000000, 0)::bigint AS last_message
"""

SIGN = """
UPDATE hardware_bridgestatus SET
    updated_at = now(),
    stopped_at = CASE WHEN %(is_last)s THEN now() END,
    protocol = %(protocol)s,
    connected_since = CASE WHEN NOT %(is_connected)s THEN NULL
        WHEN is_connected THEN connected_since ELSE now() END,
    is_connected = %(is_connected)s,
    last_message_at = coalesce(hardware_time(nullif(%(last_message)s, 0)), last_message_at),
    last_stored_at = coalesce(hardware_time(nullif(%(last_stored)s, 0)), last_stored_at),
    queue = %(queue)s, lag_ms = %(lag_ms)s, last_fault = %(fault)s,
    received = received + %(received)s, stored = stored + %(stored)s,
    duplicates = duplicates + %(duplicates)s, dead_letters = dead_letters + %(dead)s,
    unknown = unknown + %(unknown)s
WHERE id = %(id)s
"""

HOLD = "SELECT pg_try_advisory_lock(%s, %s)"

DEVICES = """
SELECT device.id, device.kind, device.adapter, device.address, model.fields,
    ARRAY(SELECT number FROM hardware_compartment WHERE device_id = device.id) AS compartments
FROM hardware_device device LEFT JOIN hardware_devicemodel model ON model.id = device.model_id
WHERE device.retired_on IS NULL OR device.retired_on > (now() AT TIME ZONE %s)::date
"""

# --- commands -------------------------------------------------------------------------------------

# The permits are asked for again: whatever has written the row, and what was granted then may be
# gone now.
CLAIM = """
UPDATE hardware_command AS command SET lease_until = now() + interval '10 seconds'
FROM (
    SELECT waiting.id FROM hardware_command waiting
    WHERE waiting.state = 'accepted' AND waiting.expires_at > now()
        AND (waiting.lease_until IS NULL OR waiting.lease_until < now())
    ORDER BY waiting.id LIMIT 100 FOR UPDATE SKIP LOCKED
) AS free, hardware_device AS device
WHERE command.id = free.id AND device.id = command.device_id
    AND (device.kind <> 'light' OR hardware_is_permitted(device.project_id, %s))
RETURNING command.id, command.public_id, command.action, command.channel, command.arguments,
    command.requested_at, command.expires_at, device.kind, device.slug
"""

SENT = """
WITH sent AS (
    UPDATE hardware_command
    SET state = 'sent', sent_at = now(), changed_at = now(), lease_until = NULL
    WHERE id = ANY(%s) AND state = 'accepted' RETURNING id)
INSERT INTO hardware_commandevent (command_id, state, origin, at, recorded_at, detail)
SELECT id, 'sent', 'system', now(), now(), '' FROM sent
"""

OVERDUE = """
SELECT EXISTS (
    SELECT FROM hardware_command WHERE state IN ('requested', 'accepted', 'sent')
    AND CASE WHEN state = 'sent' THEN sent_at + answer_seconds * interval '1 second' < now()
        ELSE expires_at < now() AND (lease_until IS NULL OR lease_until < now()) END)
"""
