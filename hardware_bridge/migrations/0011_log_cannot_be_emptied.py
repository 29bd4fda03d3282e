"""The log of commands cannot be emptied at once either: triggers of rows do not see TRUNCATE."""

from django.db import migrations

NO_TRUNCATE = """
CREATE TRIGGER hardware_commandevent_no_truncate BEFORE TRUNCATE ON hardware_commandevent
    FOR EACH STATEMENT EXECUTE FUNCTION hardware_commandevent_append_only();
"""

NO_TRUNCATE_BACK = (
    "DROP TRIGGER hardware_commandevent_no_truncate ON hardware_commandevent;"
)


class Migration(migrations.Migration):
    dependencies = [("hardware", "0010_notices_are_told")]
    operations = [migrations.RunSQL(NO_TRUNCATE, NO_TRUNCATE_BACK)]
