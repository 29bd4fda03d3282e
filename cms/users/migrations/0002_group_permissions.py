"""What editors and moderators may do besides pages, pictures and documents.

Wagtail's own migrations make both groups. Messages from the public are personal data: moderators
answer and delete them, editors do not see them.
"""

from django.db import migrations

EDITED = [
    ("core", "contact"),
    ("core", "menu"),
    ("core", "place"),
    ("programme", "guideline"),
    ("programme", "carrier"),
]
GRANTS = [
    *(("Editors", *model, ("add", "change")) for model in EDITED),
    *(("Moderators", *model, ("add", "change", "delete")) for model in EDITED),
    ("Moderators", "pages", "enquiry", ("view", "change", "delete")),
    ("Moderators", "core", "sitesettings", ("change",)),
]


def grant(apps, schema_editor):
    content_types = apps.get_model("contenttypes", "ContentType")
    permissions = apps.get_model("auth", "Permission")
    groups = apps.get_model("auth", "Group")
    for group_name, app_label, model, actions in GRANTS:
        group, _created = groups.objects.get_or_create(name=group_name)
        # Django makes these rows only after the last migration.
        content_type, _created = content_types.objects.get_or_create(
            app_label=app_label, model=model
        )
        for action in actions:
            permission, _created = permissions.objects.get_or_create(
                content_type=content_type,
                codename=f"{action}_{model}",
                defaults={"name": f"Can {action} {model}"},
            )
            group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("users", "0001_initial"),
        ("core", "0003_locales"),
        ("programme", "0002_initial"),
        ("pages", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
