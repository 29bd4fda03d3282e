"""Who may do what with machines: operators, the depot, and editors with their notices."""

from django.db import migrations

OWN = {
    "operate_device": "Can send commands to devices",
    "handle_alert": "Can acknowledge alerts",
    "drive_tour": "Can plan and drive tours",
}
ALL = ("add", "change", "delete", "view")
LOOK = ("view", "delete")
OPERATORS = {
    "device": ALL,
    "devicegroup": ALL,
    "devicemodel": ALL,
    "compartment": ALL,
    "alertrule": ALL,
    "dutygroup": ALL,
    "publicmeasure": ALL,
    "override": ALL,
    "command": ("view",),
    "deadletter": LOOK,
    "unknowndevice": LOOK,
    "hardwaresettings": ("change",),
}
GROUPS = {
    "Hardware operators": (("operate_device", "handle_alert", "drive_tour"), OPERATORS),
    "Depot": (("drive_tour",), {"device": ("view",), "tour": ALL}),
    "Editors": ((), {"override": ALL, "device": ("view",)}),
    "Moderators": ((), {"override": ALL, "device": ("view",)}),
    "Administrators": (tuple(OWN), OPERATORS | {"tour": ALL}),
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
    for name, (own, models) in GROUPS.items():
        group, _created = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        group.permissions.add(admin)
        for code in own:
            group.permissions.add(permission(apps, "hardware", "device", code, OWN[code]))
        for model, actions in models.items():
            words = apps.get_model("hardware", model)._meta.verbose_name
            for action in actions:
                code = f"{action}_{model}"
                found = permission(apps, "hardware", model, code, f"Can {action} {words}")
                group.permissions.add(found)


class Migration(migrations.Migration):
    dependencies = [
        ("hardware", "0002_readings_and_triggers"),
        ("users", "0003_project_leads_and_administrators"),
    ]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
