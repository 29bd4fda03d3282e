"""Who may do what in the idea process. Moderators are Wagtail's own group; three come with it."""

from django.db import migrations

PERMISSIONS = {
    "moderate_idea": "Can moderate ideas and comments",
    "assess_idea": "Can assess ideas",
    "facilitate_idea": "Can lead workshops, merge and split ideas",
    "decide_idea": "Can record decisions on ideas",
}
GROUPS = {
    "Moderators": ["moderate_idea"],
    "Assessors": ["assess_idea"],
    "Facilitators": ["facilitate_idea"],
    "Decision makers": ["decide_idea"],
    "Administrators": list(PERMISSIONS),
}


def permission(apps, app_label, model, codename, name):
    # Django makes these rows only after the last migration.
    content_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=model
    )
    found, _created = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": name}
    )
    return found


def make_groups(apps, schema_editor):
    admin = permission(apps, "wagtailadmin", "admin", "access_admin", "Can access Wagtail admin")
    settings = permission(
        apps, "ideas", "ideasettings", "change_ideasettings", "Can change idea process"
    )
    for name, codenames in GROUPS.items():
        group, _created = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        group.permissions.add(
            admin,
            *(permission(apps, "ideas", "idea", code, PERMISSIONS[code]) for code in codenames),
        )
        if name in ("Moderators", "Administrators"):
            group.permissions.add(settings)


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0001_initial"),
        ("users", "0003_project_leads_and_administrators"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="idea",
            options={
                "ordering": ["-published_at", "-pk"],
                "permissions": list(PERMISSIONS.items()),
                "verbose_name": "idea",
                "verbose_name_plural": "ideas",
            },
        ),
        migrations.RunPython(make_groups, migrations.RunPython.noop),
    ]
