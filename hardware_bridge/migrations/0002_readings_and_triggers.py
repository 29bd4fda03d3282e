"""What Django's models cannot say: partitions, who is told of changes, and what is append-only."""

from django.db import migrations

READINGS = """
CREATE TABLE hardware_reading (
    device_id integer NOT NULL,
    channel smallint NOT NULL,
    at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    claimed_at timestamptz,
    measures jsonb NOT NULL,
    PRIMARY KEY (device_id, channel, at)
) PARTITION BY RANGE (at);

CREATE TABLE hardware_reading_rest PARTITION OF hardware_reading DEFAULT;

-- Rollups ask for what was received since they last looked; rows lie in about that order.
CREATE INDEX hardware_reading_received ON hardware_reading
    USING brin (received_at) WITH (pages_per_range = 32, autosummarize = on);

-- The bridge counts time in microseconds since 1970; the planner puts this in place of the call.
CREATE FUNCTION hardware_time(microseconds bigint) RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT timestamptz 'epoch' + microseconds * interval '1 microsecond'
$$;

-- Makes the partition of a month (in UTC) unless it is there, and moves into it what the partition
-- of the rest had taken in for it. Says whether it made one.
CREATE FUNCTION hardware_make_partition(month date) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    first date := date_trunc('month', month)::date;
    part text := 'hardware_reading_' || to_char(first, 'YYYY_MM');
    low timestamptz := first::timestamp AT TIME ZONE 'UTC';
    high timestamptz := (first + interval '1 month')::timestamp AT TIME ZONE 'UTC';
BEGIN
    IF to_regclass(part) IS NOT NULL THEN
        RETURN false;
    END IF;
    LOCK TABLE hardware_reading_rest IN ACCESS EXCLUSIVE MODE;
    EXECUTE format('CREATE TABLE %I (LIKE hardware_reading INCLUDING DEFAULTS)', part);
    EXECUTE format(
        'WITH moved AS (DELETE FROM hardware_reading_rest WHERE at >= %L AND at < %L RETURNING *)'
        ' INSERT INTO %I SELECT * FROM moved', low, high, part);
    EXECUTE format(
        'ALTER TABLE hardware_reading ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
        part, low, high);
    RETURN true;
END
$$;

SELECT hardware_make_partition(month::date) FROM generate_series(
    date_trunc('month', now()) - interval '4 months',
    date_trunc('month', now()) + interval '3 months', interval '1 month') AS month;

-- Rows that change all day: room beside each, so that its new version needs no entry in an index.
ALTER TABLE hardware_latest SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);
ALTER TABLE hardware_devicestate SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);
ALTER TABLE hardware_received SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);
"""

READINGS_BACK = """
DROP TABLE hardware_reading;
DROP FUNCTION hardware_make_partition(date);
DROP FUNCTION hardware_time(bigint);
"""

# "hardware_devices": bridges read their devices anew. "hardware_commands": one is to be sent.
# "hardware": something about these devices has changed, for whoever shows them.
TELLING = """
CREATE FUNCTION hardware_device_has_a_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO hardware_devicestate (device_id) VALUES (NEW.id) ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;
CREATE TRIGGER hardware_device_has_a_state AFTER INSERT ON hardware_device
    FOR EACH ROW EXECUTE FUNCTION hardware_device_has_a_state();

CREATE FUNCTION hardware_devices_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('hardware_devices', '');
    RETURN NULL;
END
$$;
CREATE TRIGGER hardware_devices_changed AFTER INSERT OR UPDATE OR DELETE ON hardware_device
    FOR EACH STATEMENT EXECUTE FUNCTION hardware_devices_changed();
CREATE TRIGGER hardware_devices_changed AFTER INSERT OR UPDATE OR DELETE ON hardware_devicemodel
    FOR EACH STATEMENT EXECUTE FUNCTION hardware_devices_changed();
CREATE TRIGGER hardware_devices_changed AFTER INSERT OR UPDATE OR DELETE ON hardware_compartment
    FOR EACH STATEMENT EXECUTE FUNCTION hardware_devices_changed();

CREATE FUNCTION hardware_command_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state = 'accepted' THEN
        PERFORM pg_notify('hardware_commands', '');
    END IF;
    PERFORM pg_notify('hardware', NEW.device_id::text);
    RETURN NULL;
END
$$;
CREATE TRIGGER hardware_command_changed AFTER INSERT OR UPDATE OF state ON hardware_command
    FOR EACH ROW EXECUTE FUNCTION hardware_command_changed();
"""

TELLING_BACK = """
DROP FUNCTION hardware_device_has_a_state() CASCADE;
DROP FUNCTION hardware_devices_changed() CASCADE;
DROP FUNCTION hardware_command_changed() CASCADE;
"""

# One rule for the domain and for the bridge, which sends commands: there are permits on record and
# all of them are granted. The permits are facts, so those of the page in the main language count.
PERMITS = """
CREATE FUNCTION hardware_is_permitted(project bigint, language text) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT coalesce(bool_and(permit.state = 'granted'), false)
    FROM wagtailcore_page given
    JOIN wagtailcore_page original ON original.translation_key = given.translation_key
    JOIN wagtailcore_locale locale ON locale.id = original.locale_id
    JOIN programme_permit permit ON permit.page_id = original.id
    WHERE given.id = project AND locale.language_code = language
$$;
"""

PERMITS_BACK = "DROP FUNCTION hardware_is_permitted(bigint, text);"

APPEND_ONLY = """
CREATE FUNCTION hardware_commandevent_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log of commands is append-only' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER hardware_commandevent_append_only BEFORE UPDATE OR DELETE ON hardware_commandevent
    FOR EACH ROW EXECUTE FUNCTION hardware_commandevent_append_only();
"""

APPEND_ONLY_BACK = "DROP FUNCTION hardware_commandevent_append_only() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("hardware", "0001_initial")]
    operations = [
        migrations.RunSQL(READINGS, READINGS_BACK),
        migrations.RunSQL(TELLING, TELLING_BACK),
        migrations.RunSQL(PERMITS, PERMITS_BACK),
        migrations.RunSQL(APPEND_ONLY, APPEND_ONLY_BACK),
    ]
