"""What was decided about an institution, and what was noted when something changed hands, stays.

Who wrote it may be forgotten, since accounts can be erased.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION culture_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.by_id IS NULL
        AND (to_jsonb(NEW) - 'by_id') = (to_jsonb(OLD) - 'by_id') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the rows of % are append-only', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER culture_append_only BEFORE UPDATE OR DELETE ON culture_institutionstep
    FOR EACH ROW EXECUTE FUNCTION culture_append_only();
CREATE TRIGGER culture_append_only BEFORE UPDATE OR DELETE ON culture_handovernote
    FOR EACH ROW EXECUTE FUNCTION culture_append_only();
"""
BACK = """
DROP TRIGGER culture_append_only ON culture_handovernote;
DROP TRIGGER culture_append_only ON culture_institutionstep;
DROP FUNCTION culture_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("culture", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
