"""The groups of project leads and administrators.

Project leads may enter the admin and upload pictures; which projects are theirs is said on the
project's page. Administrators may do everything an installation's administration needs.
"""

from django.db import migrations

ADMINISTERED = {
    "users": ["user"],
    "auth": ["group"],
    "core": ["contact", "menu", "place", "sitesettings"],
    "programme": ["guideline", "carrier"],
    "pages": ["enquiry"],
    "wagtailcore": ["collection", "locale", "site", "workflow", "task", "groupapprovaltask"],
    "wagtailredirects": ["redirect"],
}
PAGE_ACTIONS = ["add", "bulk_delete", "change", "lock", "publish", "unlock"]
COLLECTION_ACTIONS = ["add", "change", "choose"]
# Wagtail asks for the rights of its own models, whatever models a site has in their place.
COLLECTED = [("wagtailimages", "image"), ("wagtaildocs", "document")]
ACTIONS = ["add", "change", "delete", "view"]


def permission(apps, app_label, model, action):
    content_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=model
    )
    found, _created = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename=f"{action}_{model}",
        defaults={"name": f"Can {action} {model}"},
    )
    return found


def access_admin(apps):
    content_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="wagtailadmin", model="admin"
    )
    found, _created = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename="access_admin",
        defaults={"name": "Can access Wagtail admin"},
    )
    return found


def make_groups(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects
    leads, _created = groups.get_or_create(name="Project leads")
    leads.permissions.add(access_admin(apps))
    administrators, _created = groups.get_or_create(name="Administrators")
    administrators.permissions.add(
        access_admin(apps),
        apps.get_model("auth", "Permission").objects.get(
            content_type__app_label="wagtail_localize", codename="submit_translation"
        ),
        *(
            permission(apps, app_label, model, action)
            for app_label, models in ADMINISTERED.items()
            for model in models
            for action in ACTIONS
        ),
    )
    grant_on_roots(apps, leads, administrators)


def grant_on_roots(apps, leads, administrators):
    root_page = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
    on_pages = apps.get_model("wagtailcore", "GroupPagePermission").objects
    for action in PAGE_ACTIONS:
        on_pages.get_or_create(
            group=administrators,
            page=root_page,
            permission=permission(apps, "wagtailcore", "page", action),
        )
    root = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    on_collections = apps.get_model("wagtailcore", "GroupCollectionPermission").objects
    for group, actions in ((administrators, COLLECTION_ACTIONS), (leads, ["add", "choose"])):
        for app_label, model in COLLECTED:
            for action in actions:
                on_collections.get_or_create(
                    group=group,
                    collection=root,
                    permission=permission(apps, app_label, model, action),
                )


class Migration(migrations.Migration):
    dependencies = [
        ("users", "0002_group_permissions"),
        ("wagtailadmin", "0005_editingsession_is_editing"),
        ("wagtail_localize", "0006_create_submit_translation_permission"),
        ("wagtailimages", "0023_add_choose_permissions"),
        ("wagtaildocs", "0012_uploadeddocument"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
