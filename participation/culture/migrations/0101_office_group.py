"""Who of the office may do what in the culture section."""

from django.db import migrations


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
    manage = permission(
        apps, "culture", "culturesettings", "manage_culture", "Can manage the culture section"
    )
    change = permission(
        apps, "culture", "culturesettings", "change_culturesettings", "Can change culture"
    )
    for name in ("Culture office", "Administrators"):
        group, _created = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        group.permissions.add(admin, manage, change)


class Migration(migrations.Migration):
    dependencies = [
        ("culture", "0100_append_only"),
        ("users", "0003_project_leads_and_administrators"),
    ]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
