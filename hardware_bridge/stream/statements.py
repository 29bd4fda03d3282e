"""The statements of the stream process."""

LISTEN = """
SET TimeZone = 'UTC';
SET statement_timeout = '10s';
LISTEN hardware;
LISTEN hardware_devices
"""

DEVICES = """
SELECT device.id, device.slug, device.kind, device.interval_seconds,
    coalesce(groups.slug, '') AS group_slug
FROM hardware_device device LEFT JOIN hardware_devicegroup groups ON groups.id = device.group_id
WHERE device.is_public
    AND (device.retired_on IS NULL OR device.retired_on > (now() AT TIME ZONE %s)::date)
ORDER BY device.name, device.id
"""

SWITCHES = "SELECT kind, measure, is_public FROM hardware_publicmeasure"

LATEST = """
SELECT device_id, channel, measure, at, received_at, value
FROM hardware_latest WHERE device_id = ANY(%s) ORDER BY device_id, channel, measure
"""

NOTICES = """
SELECT device_id, start, until, json_strip_nulls(json_build_object('de', text,
    'en', nullif(text_en, ''), 'de-simple', nullif(text_easy, ''))) AS words
FROM hardware_override WHERE device_id = ANY(%s) AND (until IS NULL OR until > now())
ORDER BY device_id, start DESC, id DESC
"""

STATES = """
SELECT device_id, last_seen_at, is_online FROM hardware_devicestate WHERE device_id = ANY(%s)
"""
