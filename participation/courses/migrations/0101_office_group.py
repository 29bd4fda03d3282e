"""The courses office: who releases courses and looks after bookings."""

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


def make_group(apps, schema_editor):
    rights = [
        permission(apps, "wagtailadmin", "admin", "access_admin", "Can access Wagtail admin"),
        permission(
            apps, "courses", "coursesettings", "manage_courses",
            "Can release courses and manage every booking",
        ),
        permission(
            apps, "courses", "coursesettings", "change_coursesettings", "Can change courses"
        ),
    ]
    for name in ("Courses office", "Administrators"):
        group, _created = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        group.permissions.add(*rights)


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0100_seats"),
        ("users", "0003_project_leads_and_administrators"),
    ]
    operations = [migrations.RunPython(make_group, migrations.RunPython.noop)]
