"""Every language of the settings exists as a Wagtail locale."""

from django.conf import settings
from django.db import migrations


def create_locales(apps, schema_editor):
    locale = apps.get_model("wagtailcore", "Locale")
    for code, _name in settings.LANGUAGES:
        locale.objects.get_or_create(language_code=code)


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_initial"),
        ("wagtailcore", "0054_initial_locale"),
    ]

    operations = [migrations.RunPython(create_locales, migrations.RunPython.noop)]
