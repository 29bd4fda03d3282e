"""Histories of campaigns and donations are append-only: the database refuses all else.

Who did something may be forgotten, since accounts can be erased.
"""

from django.db import migrations

HISTORIES = {"crowdfunding_lite_stagestep": "by_id", "crowdfunding_lite_donationevent": "actor_id"}

FUNCTION = """
CREATE FUNCTION crowdfunding_lite_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) ->> TG_ARGV[0] IS NULL
        AND (to_jsonb(NEW) - TG_ARGV[0]) = (to_jsonb(OLD) - TG_ARGV[0]) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the history % is append-only', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$;
"""
TRIGGER = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION crowdfunding_lite_append_only('{person}');
"""


class Migration(migrations.Migration):
    dependencies = [("crowdfunding_lite", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION crowdfunding_lite_append_only();"),
        *(
            migrations.RunSQL(
                TRIGGER.format(table=table, person=person),
                f"DROP TRIGGER {table}_append_only ON {table};",
            )
            for table, person in HISTORIES.items()
        ),
    ]
