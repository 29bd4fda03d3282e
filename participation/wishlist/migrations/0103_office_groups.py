"""Who of the office may do what on the wish list."""

from django.db import migrations

PERMISSIONS = {
    "view_books": "Can see the books of the wish list",
    "review_wish": "Can review institutions and wishes",
    "manage_money": "Can refund, pay out and issue receipts",
}
GROUPS = {
    "Treasurers": ["view_books", "manage_money"],
    "Wish list reviewers": ["view_books", "review_wish"],
    "Wish list readers": ["view_books"],
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
    treasury = permission(
        apps, "wishlist", "officesettings", "change_officesettings",
        "Can change treasury of the wish list",
    )
    limits = permission(
        apps, "wishlist", "wishlistsettings", "change_wishlistsettings",
        "Can change digital wish list",
    )
    for name, codenames in GROUPS.items():
        group, _created = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        rights = [
            permission(apps, "wishlist", "officesettings", code, PERMISSIONS[code])
            for code in codenames
        ]
        group.permissions.add(admin, *rights)
        if name in ("Treasurers", "Administrators"):
            group.permissions.add(treasury, limits)


class Migration(migrations.Migration):
    dependencies = [
        ("wishlist", "0102_receipts_are_kept"),
        ("users", "0003_project_leads_and_administrators"),
    ]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
