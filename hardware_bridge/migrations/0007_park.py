"""Rounds, forecasts, plans of lights, and lockers out of service."""

import datetime
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


ALL = ("add", "change", "delete", "view")
RIGHTS = {
    "Hardware operators": {"lightplan": ALL, "lightoverride": ALL, "collectionround": ALL},
    "Depot": {"collectionround": ("view", "change"), "devicegroup": ("view",)},
    "Administrators": {"lightplan": ALL, "lightoverride": ALL, "collectionround": ALL},
}


def give_rights(apps, schema_editor):
    # Django makes the rows of permissions only after the last migration.
    content_types = apps.get_model("contenttypes", "ContentType").objects
    permissions = apps.get_model("auth", "Permission").objects
    for name, models in RIGHTS.items():
        group, _created = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        for model, actions in models.items():
            kind, _created = content_types.get_or_create(app_label="hardware", model=model)
            words = apps.get_model("hardware", model)._meta.verbose_name
            for action in actions:
                found, _created = permissions.get_or_create(
                    content_type=kind,
                    codename=f"{action}_{model}",
                    defaults={"name": f"Can {action} {words}"},
                )
                group.permissions.add(found)


class Migration(migrations.Migration):

    dependencies = [
        ('hardware', '0006_status_pages'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='device',
            name='has_keypad',
            field=models.BooleanField(db_default=False, default=False, help_text='People open compartments there with a code: a door that opens without a command of this site then raises no alarm.', verbose_name='opened at the station, too'),
        ),
        migrations.CreateModel(
            name='LightControl',
            fields=[
                ('device', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='light_control', serialize=False, to='hardware.device')),
                ('level_percent', models.PositiveSmallIntegerField(null=True, verbose_name='brightness it was told')),
                ('told_at', models.DateTimeField(null=True, verbose_name='told at')),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('boost_until', models.DateTimeField(null=True, verbose_name='brighter until')),
            ],
            options={
                'verbose_name': 'what a light was told',
                'verbose_name_plural': 'what lights were told',
            },
        ),
        migrations.CreateModel(
            name='LightNight',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('night', models.DateField(verbose_name='night')),
                ('used_wh', models.FloatField(verbose_name='used')),
                ('full_wh', models.FloatField(verbose_name='at full brightness')),
                ('lights', models.PositiveSmallIntegerField(verbose_name='lights')),
                ('covered_percent', models.FloatField(verbose_name='hours with values')),
            ],
            options={
                'verbose_name': 'night of lights',
                'verbose_name_plural': 'nights of lights',
                'ordering': ['-night', 'group'],
            },
        ),
        migrations.CreateModel(
            name='LightOverride',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level_percent', models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(100)], verbose_name='brightness')),
                ('reason', models.CharField(max_length=200, verbose_name='reason')),
                ('start', models.DateTimeField(default=django.utils.timezone.now, verbose_name='from')),
                ('until', models.DateTimeField(verbose_name='until')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended early')),
            ],
            options={
                'verbose_name': 'light set by hand',
                'verbose_name_plural': 'lights set by hand',
                'ordering': ['-start', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='LightPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_active', models.BooleanField(default=True, verbose_name='in force')),
                ('level_percent', models.PositiveSmallIntegerField(default=60, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='brightness in the evening and in the morning')),
                ('night_level_percent', models.PositiveSmallIntegerField(default=20, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='brightness late at night')),
                ('night_from', models.TimeField(default=datetime.time(22, 0), verbose_name='late night begins')),
                ('night_until', models.TimeField(default=datetime.time(5, 0), verbose_name='late night ends')),
                ('minutes_after_sunset', models.SmallIntegerField(default=0, help_text='Negative: before it.', validators=[django.core.validators.MinValueValidator(-180), django.core.validators.MaxValueValidator(180)], verbose_name='minutes after sunset')),
                ('minutes_after_sunrise', models.SmallIntegerField(default=0, help_text='Negative: before it.', validators=[django.core.validators.MinValueValidator(-180), django.core.validators.MaxValueValidator(180)], verbose_name='minutes after sunrise')),
                ('motion_level_percent', models.PositiveSmallIntegerField(default=100, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='brightness when somebody comes')),
                ('motion_seconds', models.PositiveSmallIntegerField(default=120, validators=[django.core.validators.MinValueValidator(10), django.core.validators.MaxValueValidator(3600)], verbose_name='seconds that it stays so')),
                ('motion_metres', models.PositiveSmallIntegerField(default=60, validators=[django.core.validators.MaxValueValidator(500)], verbose_name='metres around, in which lights join in')),
                ('full_power_w', models.FloatField(default=40, help_text='What a night would take without this plan is reckoned with it.', validators=[django.core.validators.MinValueValidator(0.1), django.core.validators.MaxValueValidator(10000)], verbose_name='power of a light at full brightness, in watts')),
            ],
            options={
                'verbose_name': 'plan of lights',
                'verbose_name_plural': 'plans of lights',
                'ordering': ['group__name'],
            },
        ),
        migrations.AddField(
            model_name='command',
            name='is_maintenance',
            field=models.BooleanField(default=False, verbose_name='for maintenance'),
        ),
        migrations.AddField(
            model_name='compartment',
            name='out_reason',
            field=models.CharField(blank=True, max_length=200, verbose_name='reason'),
        ),
        migrations.AddField(
            model_name='compartment',
            name='out_since',
            field=models.DateTimeField(blank=True, null=True, verbose_name='out of service since'),
        ),
        migrations.AddField(
            model_name='hardwaresettings',
            name='door_seconds',
            field=models.PositiveSmallIntegerField(default=180, help_text='Where no alert rule says otherwise.', validators=[django.core.validators.MinValueValidator(10), django.core.validators.MaxValueValidator(3600)], verbose_name='seconds that a door may stay open'),
        ),
        migrations.AddField(
            model_name='hardwaresettings',
            name='latitude',
            field=models.DecimalField(decimal_places=6, default=Decimal('53.706300'), max_digits=8, validators=[django.core.validators.MinValueValidator(-60), django.core.validators.MaxValueValidator(60)], verbose_name='latitude'),
        ),
        migrations.AddField(
            model_name='hardwaresettings',
            name='longitude',
            field=models.DecimalField(decimal_places=6, default=Decimal('10.010200'), max_digits=9, validators=[django.core.validators.MinValueValidator(-180), django.core.validators.MaxValueValidator(180)], verbose_name='longitude'),
        ),
        migrations.AddField(
            model_name='tour',
            name='finished_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='finished'),
        ),
        migrations.AddField(
            model_name='tour',
            name='started_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='started'),
        ),
        migrations.AddField(
            model_name='tourstop',
            name='listed',
            field=models.CharField(blank=True, choices=[('full', 'Above the limit'), ('soon', 'Full before the next round'), ('unknown', 'No current value'), ('added', 'Added by hand')], max_length=10, verbose_name='why'),
        ),
        migrations.AddField(
            model_name='tourstop',
            name='metres',
            field=models.PositiveIntegerField(default=0, verbose_name='metres from the stop before'),
        ),
        migrations.CreateModel(
            name='BinForecast',
            fields=[
                ('device', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='forecast', serialize=False, to='hardware.device')),
                ('made_at', models.DateTimeField(verbose_name='made')),
                ('level_percent', models.FloatField(verbose_name='fill level')),
                ('level_at', models.DateTimeField(verbose_name='level of')),
                ('emptied_at', models.DateTimeField(null=True, verbose_name='last emptied')),
                ('percent_per_day', models.FloatField(null=True, verbose_name='percent a day')),
                ('full_at', models.DateTimeField(null=True, verbose_name='full')),
                ('earliest', models.DateTimeField(null=True, verbose_name='at the earliest')),
                ('latest', models.DateTimeField(null=True, verbose_name='at the latest')),
            ],
            options={
                'verbose_name': 'forecast of a container',
                'verbose_name_plural': 'forecasts of containers',
                'indexes': [models.Index(condition=models.Q(('full_at', None), _negated=True), fields=['full_at'], name='forecast_full')],
            },
        ),
        migrations.CreateModel(
            name='CollectionRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekdays', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(6)]), size=None, verbose_name='days of the week')),
                ('starts_at', models.TimeField(default=datetime.time(7, 0), verbose_name='begins at')),
                ('threshold_percent', models.PositiveSmallIntegerField(default=75, help_text='In percent.', validators=[django.core.validators.MinValueValidator(10), django.core.validators.MaxValueValidator(100)], verbose_name='emptied from this level on')),
                ('depot_name', models.CharField(max_length=120, verbose_name='where it begins and ends')),
                ('depot_latitude', models.DecimalField(decimal_places=6, max_digits=8, validators=[django.core.validators.MinValueValidator(-90), django.core.validators.MaxValueValidator(90)], verbose_name='latitude')),
                ('depot_longitude', models.DecimalField(decimal_places=6, max_digits=9, validators=[django.core.validators.MinValueValidator(-180), django.core.validators.MaxValueValidator(180)], verbose_name='longitude')),
                ('group', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='round', to='hardware.devicegroup', verbose_name='group')),
            ],
            options={
                'verbose_name': 'fixed round',
                'verbose_name_plural': 'fixed rounds',
                'ordering': ['group__name'],
            },
        ),
        migrations.AddField(
            model_name='tour',
            name='round',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='tours', to='hardware.collectionround', verbose_name='fixed round'),
        ),
        migrations.AddConstraint(
            model_name='tour',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['proposed', 'underway'])), fields=('group', 'date'), name='one_open_tour_a_day'),
        ),
        migrations.AddField(
            model_name='lightcontrol',
            name='command',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='hardware.command'),
        ),
        migrations.AddField(
            model_name='lightnight',
            name='group',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='light_nights', to='hardware.devicegroup'),
        ),
        migrations.AddField(
            model_name='lightoverride',
            name='created_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='lightoverride',
            name='device',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='light_overrides', to='hardware.device'),
        ),
        migrations.AddField(
            model_name='lightoverride',
            name='group',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='light_overrides', to='hardware.devicegroup'),
        ),
        migrations.AddField(
            model_name='lightplan',
            name='group',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='light_plan', to='hardware.devicegroup', verbose_name='group'),
        ),
        migrations.AddConstraint(
            model_name='lightnight',
            constraint=models.UniqueConstraint(fields=('group', 'night'), name='one_night_of_a_group'),
        ),
        migrations.AddIndex(
            model_name='lightoverride',
            index=models.Index(condition=models.Q(('ended_at', None)), fields=['until'], name='light_override_running'),
        ),
        migrations.AddConstraint(
            model_name='lightoverride',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('device', None), ('group__isnull', False)), models.Q(('device__isnull', False), ('group', None)), _connector='OR'), name='override_of_a_light_or_a_group'),
        ),
        migrations.RunPython(give_rights, migrations.RunPython.noop),
    ]
