"""The database itself keeps the history of stages: rows come, and go only with their project."""

from django.db import migrations

APPEND_ONLY = """
ALTER TABLE programme_stagechange
    ADD CONSTRAINT programme_stagechange_project_fk FOREIGN KEY (project_id)
    REFERENCES programme_projectpage (page_ptr_id)
    ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;

CREATE FUNCTION programme_stagechange_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        -- Cascading from the project, whose row is gone by now.
        IF NOT EXISTS (SELECT FROM programme_projectpage WHERE page_ptr_id = OLD.project_id) THEN
            RETURN OLD;
        END IF;
    ELSIF NEW.update_page_id IS NULL
        AND (NEW.id, NEW.project_id, NEW.from_stage, NEW.to_stage, NEW.date, NEW.recorded_at)
        = (OLD.id, OLD.project_id, OLD.from_stage, OLD.to_stage, OLD.date, OLD.recorded_at) THEN
        -- The update has been deleted; what it brought about stays.
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the history of stages is append-only' USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER programme_stagechange_append_only
    BEFORE UPDATE OR DELETE ON programme_stagechange
    FOR EACH ROW EXECUTE FUNCTION programme_stagechange_append_only();
"""

BACK = """
DROP TRIGGER programme_stagechange_append_only ON programme_stagechange;
DROP FUNCTION programme_stagechange_append_only();
ALTER TABLE programme_stagechange DROP CONSTRAINT programme_stagechange_project_fk;
"""


class Migration(migrations.Migration):
    dependencies = [("programme", "0002_initial")]
    operations = [migrations.RunSQL(APPEND_ONLY, BACK)]
