"""What was decided about an institution can neither be changed nor deleted, once it is confirmed.

Who decided may be forgotten, since accounts can be erased.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION wishlist_step_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.by_id IS NULL
        AND (to_jsonb(NEW) - 'by_id') = (to_jsonb(OLD) - 'by_id') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the steps of institutions are append-only'
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER wishlist_step_append_only
    BEFORE UPDATE OR DELETE ON wishlist_institutionstep
    FOR EACH ROW EXECUTE FUNCTION wishlist_step_append_only();
"""
BACK = """
DROP TRIGGER wishlist_step_append_only ON wishlist_institutionstep;
DROP FUNCTION wishlist_step_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("wishlist", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
