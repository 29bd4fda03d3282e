"""Words of the search keep how they are written, to be told as corrections."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0005_mail_headers")]

    operations = [
        migrations.AlterField("searchword", "word", models.CharField(max_length=80)),
        migrations.AddField(
            "searchword", "written", models.CharField(default="", max_length=40), False
        ),
        migrations.RunSQL(
            "UPDATE core_searchword SET written = left(word, 40)", migrations.RunSQL.noop
        ),
    ]
