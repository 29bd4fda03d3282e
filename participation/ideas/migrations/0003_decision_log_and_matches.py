"""The decision log keeps itself: entries continue the chain, and none is changed or deleted.

Who recorded an entry may be forgotten, since accounts can be erased. Emptying the whole table is
left to the database's owner, who could drop the triggers, too: against that, anybody can compare
the log with the hash they have noted.
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

APPEND_ONLY = """
CREATE FUNCTION ideas_decision_continues() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last ideas_decision%ROWTYPE;
BEGIN
    SELECT * INTO last FROM ideas_decision ORDER BY number DESC LIMIT 1;
    IF NEW.number <> coalesce(last.number, 0) + 1
        OR NEW.previous_hash <> coalesce(last.hash, repeat('0', 64))
        OR NEW.hash <> encode(
            sha256(convert_to(NEW.previous_hash || E'\\n' || NEW.line, 'UTF8')), 'hex')
    THEN
        RAISE EXCEPTION 'the entry does not continue the decision log'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION ideas_decision_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.recorded_by_id IS NULL
        AND (to_jsonb(NEW) - 'recorded_by_id') = (to_jsonb(OLD) - 'recorded_by_id') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the decision log is append-only' USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER ideas_decision_continues
    BEFORE INSERT ON ideas_decision
    FOR EACH ROW EXECUTE FUNCTION ideas_decision_continues();
CREATE TRIGGER ideas_decision_append_only
    BEFORE UPDATE OR DELETE ON ideas_decision
    FOR EACH ROW EXECUTE FUNCTION ideas_decision_append_only();
"""

BACK = """
DROP TRIGGER ideas_decision_append_only ON ideas_decision;
DROP TRIGGER ideas_decision_continues ON ideas_decision;
DROP FUNCTION ideas_decision_append_only();
DROP FUNCTION ideas_decision_continues();
"""

CHECKS = {
    "check_complexity": "Can do the complexity check",
    "check_sustainability": "Can do the sustainability check",
}
GROUPS = {
    "Complexity experts": ["check_complexity"],
    "Sustainability office": ["check_sustainability"],
    "Administrators": list(CHECKS),
}


def _permission(apps, app_label, model, codename, name):
    # Django makes these rows only after the last migration.
    content_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=model
    )
    found, _created = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": name}
    )
    return found


def make_groups(apps, schema_editor):
    """The two checks of the sheet have groups of their own."""
    admin = _permission(apps, "wagtailadmin", "admin", "access_admin", "Can access Wagtail admin")
    for name, codenames in GROUPS.items():
        group, _created = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        group.permissions.add(
            admin,
            *(_permission(apps, "ideas", "assessment", code, CHECKS[code]) for code in codenames),
        )


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0002_groups"),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="assessment",
            options={
                "ordering": ["created_at", "pk"],
                "permissions": list(CHECKS.items()),
                "verbose_name": "assessment",
                "verbose_name_plural": "assessments",
            },
        ),
        migrations.CreateModel(
            name="ParkedMatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.CharField(max_length=300, verbose_name="words in common")),
                ("score", models.FloatField()),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("handled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="matches",
                        to="ideas.idea",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "parked idea suggested",
                "verbose_name_plural": "parked ideas suggested",
                "ordering": ["-created_at", "-score"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["idea", "page"], name="suggested_once_for_a_page"
                    )
                ],
            },
        ),
        migrations.RunSQL(APPEND_ONLY, BACK),
        migrations.RunPython(make_groups, migrations.RunPython.noop),
    ]
