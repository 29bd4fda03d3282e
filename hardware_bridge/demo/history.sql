-- The demo's readings of the past months: the formulas of tests/simulators/devices/behaviour.py, so
-- that what is live goes on where this ends (a test compares them). %(machines)s is a list of
-- devices with what their behaviour follows from, each until when it was heard of.

CREATE OR REPLACE FUNCTION pg_temp.chance(name text, what text, number bigint) RETURNS float8
LANGUAGE sql IMMUTABLE AS $$
    SELECT ('x' || substr(md5('1/' || name || '/' || what || '/' || number), 1, 7))::bit(28)::int
        / 268435456.0::float8
$$;

CREATE TEMPORARY TABLE machine ON COMMIT DROP AS
SELECT * FROM jsonb_to_recordset(%(machines)s::jsonb) AS machine (
    device integer, slug text, kind text, latitude float8, longitude float8, every integer,
    peak float8, battery float8, is_new boolean, is_faulty boolean, used boolean,
    since timestamptz, until timestamptz);

-- Moments of containers and lights: every four hours, every hour of the last week, and the last one.
CREATE TEMPORARY TABLE moment ON COMMIT DROP AS
SELECT machine.*, at, extract(epoch FROM at)::float8 AS epoch,
    (at AT TIME ZONE 'Europe/Berlin')::date - date '0001-01-01' + 1 AS day,
    extract(epoch FROM (at AT TIME ZONE 'Europe/Berlin')::time)::float8 / 60 AS minute,
    extract(doy FROM at AT TIME ZONE 'Europe/Berlin')::int AS doy
FROM machine CROSS JOIN LATERAL (
    SELECT pg_temp.chance(slug, 'shift', 0) AS shift) AS shifts CROSS JOIN LATERAL (
    SELECT generate_series(since + shift * interval '4 hours', %(week)s::timestamptz,
        interval '4 hours') AS at
    UNION ALL SELECT generate_series(%(week)s::timestamptz + shift * interval '1 hour',
        until - interval '1 minute', interval '1 hour')
    UNION ALL SELECT until) AS series
WHERE kind <> 'locker';

INSERT INTO hardware_reading (device_id, channel, at, received_at, measures)
SELECT device, 0, at, at + interval '1 second', jsonb_build_object(
    'fill_percent', round(least(100, greatest(0, 3
        + (peak + 10 * (pg_temp.chance(slug, 'cycle', last) - 0.5) - 3)
        * (day - last + least(1, greatest(0, (minute - 360) / 960)) - (collected_at - 360) / 960)
        / every + 0.6 * (pg_temp.chance(slug, 'echo', quarter) - 0.5)))::numeric, 1),
    'temperature_c', round((9.5 - 8.5 * cos(2 * pi() * (doy - 20) / 365.25)
        + 3.5 * sin(2 * pi() * (minute / 1440 - 0.375))
        + 6 * (pg_temp.chance('weather', 'day', day) - 0.5)
        + pg_temp.chance(slug, 'warm', 0))::numeric, 1),
    'tilt', 0,
    'battery_percent', round((coalesce(battery, 66 + 34 * pg_temp.chance(slug, 'battery', 0))
        - 6 * doy / 366.0::float8)::numeric),
    'signal_dbm', round((-75 - 40 * pg_temp.chance(slug, 'far', 0)
        + 4 * (pg_temp.chance(slug, 'signal', quarter) - 0.5))::numeric))
FROM (
    SELECT *, floor(epoch / 900)::bigint AS quarter,
        day - (day + phase) %% every
        - CASE WHEN (day + phase) %% every = 0 AND minute < collected_at THEN every ELSE 0 END AS last
    FROM moment CROSS JOIN LATERAL (
        SELECT floor(pg_temp.chance(slug, 'phase', 0) * every)::int AS phase,
            390 + floor(pg_temp.chance(slug, 'round', 0) * 300) AS collected_at) AS rounds
    WHERE kind = 'bin') AS each;

INSERT INTO hardware_reading (device_id, channel, at, received_at, measures)
SELECT device, 0, at, at + interval '1 second', jsonb_build_object(
    'on', level > 0,
    'level_percent', level,
    'power_w', round((0.4 + level * CASE WHEN is_new THEN 0.24 ELSE 0.68 END)::numeric, 1),
    'motion', moves,
    'fault', is_faulty)
FROM (
    SELECT *, CASE
        WHEN is_faulty OR NOT dark THEN 0
        WHEN NOT is_new THEN 100
        WHEN moves THEN 70
        WHEN minute >= 1380 OR minute < 300 THEN 0
        ELSE 10 END AS level
    FROM (
        SELECT *,
            pg_temp.chance(slug, 'motion', floor(epoch / 60)::bigint) < CASE
                WHEN minute < 60 THEN 1.0 WHEN minute < 300 THEN 0.2 WHEN minute < 420 THEN 2.0
                WHEN minute < 960 THEN 5.0 WHEN minute < 1200 THEN 6.0 WHEN minute < 1380 THEN 4.0
                ELSE 1.0 END / 60 AS moves,
            sin(radians(latitude)) * sin(tilt) + cos(radians(latitude)) * cos(tilt)
            * cos(radians((epoch::bigint %% 86400) / 240.0 + longitude - 180)) < -0.035 AS dark
        FROM moment CROSS JOIN LATERAL (
            SELECT radians(-23.44) * cos(2 * pi() * (doy + 10) / 365.25) AS tilt) AS sun
        WHERE kind = 'light') AS seen) AS each;

-- Compartments: both ends of each loan, and three times a day that nothing has happened.
CREATE TEMPORARY TABLE part ON COMMIT DROP AS
SELECT device, slug, used, since, until, number, slug || '/' || number AS name, date,
    date - date '0001-01-01' + 1 AS day
FROM machine, generate_series(1, %(compartments)s) AS number,
    LATERAL generate_series(since::date, until::date, interval '1 day') AS days,
    LATERAL (SELECT days::date AS date) AS dates
WHERE kind = 'locker';

INSERT INTO hardware_reading (device_id, channel, at, received_at, measures)
SELECT device, number, at, at + interval '1 second',
    jsonb_build_object('door', door, 'occupied', occupied, 'fault', false)
FROM (
    SELECT part.*, door, occupied, (date + seconds * interval '1 second')
        AT TIME ZONE 'Europe/Berlin' AS at
    FROM part, LATERAL (
        SELECT begin, begin + shortest
            + floor(pg_temp.chance(name, 'length' || loan, day) * more) AS ends
        FROM (VALUES (0, 540, 150, 30, 110), (1, 840, 180, 30, 170))
            AS plan (loan, first, spread, shortest, more),
            LATERAL (SELECT first + floor(pg_temp.chance(name, 'begin' || loan, day) * spread)
                AS begin) AS begins
        WHERE pg_temp.chance(name, 'loan' || loan, day) < 0.45) AS loans,
        LATERAL (VALUES (begin * 60, 'open', true), (begin * 60 + 40, 'closed', false),
            (ends * 60, 'open', false), (ends * 60 + 40, 'closed', true))
            AS happened (seconds, door, occupied)
    WHERE used
    UNION ALL
    SELECT part.*, 'closed', true, (date + hour * interval '1 hour') AT TIME ZONE 'Europe/Berlin'
    FROM part, (VALUES (0), (6), (22)) AS hours (hour)) AS each
WHERE at BETWEEN since AND until;

INSERT INTO hardware_reading (device_id, channel, at, received_at, measures)
SELECT device, 0, at, at + interval '1 second', '{"fault": false, "signal_dbm": -61}'
FROM machine, LATERAL generate_series(since, until, interval '6 hours') AS at
WHERE kind = 'locker';

INSERT INTO hardware_latest (device_id, channel, measure, at, received_at, value)
SELECT device_id, channel, entry.key, at, received_at, entry.value
FROM (
    SELECT DISTINCT ON (device_id, channel) device_id, channel, at, received_at, measures
    FROM hardware_reading WHERE device_id IN (SELECT device FROM machine)
    ORDER BY device_id, channel, at DESC) AS last, LATERAL jsonb_each(measures) AS entry;

UPDATE hardware_devicestate AS state SET
    last_seen_at = latest.seen, battery_percent = latest.battery, signal_dbm = latest.signal,
    firmware = CASE kind WHEN 'bin' THEN 'fs-2.4.1' WHEN 'light' THEN 'lm-1.9.0'
        ELSE 'ls-3.0.2' END
FROM machine, LATERAL (
    SELECT max(received_at) AS seen,
        max(value::float8) FILTER (WHERE measure = 'battery_percent') AS battery,
        max(value::float8) FILTER (WHERE measure = 'signal_dbm') AS signal
    FROM hardware_latest WHERE device_id = device) AS latest
WHERE state.device_id = machine.device;

-- Summed up as domain/rollups.py does it, at once and where nothing is summed up yet.
INSERT INTO hardware_rollup_hour
    (device_id, channel, measure, bucket, count, low, high, total, last)
SELECT device_id, channel, measure, bucket, count(*), min(value), max(value), sum(value),
    (array_agg(value ORDER BY at DESC))[1]
FROM (
    SELECT device_id, channel, entry.key AS measure, date_trunc('hour', at, 'UTC') AS bucket, at,
        CASE jsonb_typeof(entry.value)
            WHEN 'number' THEN entry.value::float8
            WHEN 'boolean' THEN (entry.value::boolean)::int::float8 END AS value
    FROM hardware_reading, LATERAL jsonb_each(measures) AS entry
    WHERE device_id IN (SELECT device FROM machine)) AS numbers
WHERE value IS NOT NULL
GROUP BY device_id, channel, measure, bucket;

INSERT INTO hardware_rollup_day
    (device_id, channel, measure, bucket, count, low, high, total, last)
SELECT device_id, channel, measure, (bucket AT TIME ZONE 'Europe/Berlin')::date, sum(count),
    min(low), max(high), sum(total), (array_agg(last ORDER BY bucket DESC))[1]
FROM hardware_rollup_hour WHERE device_id IN (SELECT device FROM machine)
GROUP BY 1, 2, 3, 4;

INSERT INTO hardware_rollup_mark (name, until) VALUES ('rollups', now())
ON CONFLICT (name) DO UPDATE SET until = greatest(hardware_rollup_mark.until, excluded.until);
