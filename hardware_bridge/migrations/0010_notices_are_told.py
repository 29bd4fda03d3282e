"""Whoever shows devices hears of new, changed and ended notices about them."""

from django.db import migrations

TELLING = """
CREATE FUNCTION hardware_notice_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('hardware', concat_ws(',', OLD.device_id, NEW.device_id));
    RETURN NULL;
END
$$;
CREATE TRIGGER hardware_notice_changed AFTER INSERT OR UPDATE OR DELETE ON hardware_override
    FOR EACH ROW EXECUTE FUNCTION hardware_notice_changed();
"""

TELLING_BACK = "DROP FUNCTION hardware_notice_changed() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("hardware", "0009_doubts")]
    operations = [migrations.RunSQL(TELLING, TELLING_BACK)]
