"""The workflow and the root of all pages get names in the site's language.

Wagtail makes them with English ones. Groups get theirs after every migration (roles.py).
"""

from django.conf import settings
from django.db import migrations
from django.utils.translation import override

from cms.users.roles import ROOT, WORKFLOW

ENGLISH_WORKFLOW = "Moderators approval"


def rename(apps, schema_editor):
    with override(settings.LANGUAGE_CODE):
        for model in ("Workflow", "Task"):
            rows = apps.get_model("wagtailcore", model).objects.filter(name=ENGLISH_WORKFLOW)
            rows.update(name=str(WORKFLOW))
        root = apps.get_model("wagtailcore", "Page").objects.filter(depth=1, title="Root")
        root.update(title=str(ROOT), draft_title=str(ROOT))


class Migration(migrations.Migration):
    dependencies = [
        ("users", "0004_shared_cache"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
