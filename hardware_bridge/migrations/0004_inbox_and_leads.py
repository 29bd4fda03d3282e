"""Unknown senders that are not ours, and what leads of projects may look at."""

from importlib import import_module

from django.db import migrations, models

permission = import_module("hardware_bridge.migrations.0003_groups").permission
SEEN = {
    "Project leads": {"device": ("view",)},
    "Hardware operators": {"unknowndevice": ("view", "change", "delete")},
    "Administrators": {"unknowndevice": ("view", "change", "delete")},
}


def allow(apps, schema_editor):
    for name, seen in SEEN.items():
        group, _created = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        for model, actions in seen.items():
            words = apps.get_model("hardware", model)._meta.verbose_name
            for action in actions:
                code = f"{action}_{model}"
                found = permission(apps, "hardware", model, code, f"Can {action} {words}")
                group.permissions.add(found)


class Migration(migrations.Migration):
    dependencies = [("hardware", "0003_groups")]
    operations = [
        migrations.AddField(
            model_name="unknowndevice",
            name="is_ignored",
            field=models.BooleanField(db_default=False, default=False, verbose_name="not ours"),
        ),
        migrations.RunPython(allow, migrations.RunPython.noop),
    ]
