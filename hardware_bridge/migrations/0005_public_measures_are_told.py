"""Whoever shows devices hears of it at once when a measure is hidden or a group is renamed."""

from django.db import migrations

TELLING = """
CREATE TRIGGER hardware_devices_changed AFTER INSERT OR UPDATE OR DELETE ON hardware_publicmeasure
    FOR EACH STATEMENT EXECUTE FUNCTION hardware_devices_changed();
CREATE TRIGGER hardware_devices_changed AFTER UPDATE OR DELETE ON hardware_devicegroup
    FOR EACH STATEMENT EXECUTE FUNCTION hardware_devices_changed();
"""
TELLING_BACK = """
DROP TRIGGER hardware_devices_changed ON hardware_publicmeasure;
DROP TRIGGER hardware_devices_changed ON hardware_devicegroup;
"""


class Migration(migrations.Migration):
    dependencies = [("hardware", "0004_inbox_and_leads")]
    operations = [migrations.RunSQL(TELLING, TELLING_BACK)]
