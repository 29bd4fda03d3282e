"""Collection of containers: the fixed round, and when each will be full."""

from datetime import date, time, timedelta

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hardware_bridge.models.devices import Device
from hardware_bridge.models.groups import DeviceGroup

DAYS_AHEAD = 15


class CollectionRound(models.Model):
    """The fixed round of a group of containers: on which days it goes, and from where.

    ``threshold_percent``: from which level on a container is emptied in any case.
    """

    group = models.OneToOneField(
        DeviceGroup, verbose_name=_("group"), on_delete=models.CASCADE, related_name="round"
    )
    weekdays = ArrayField(
        models.PositiveSmallIntegerField(validators=[MaxValueValidator(6)]),
        verbose_name=_("days of the week"),
    )
    """As Python counts them: 0 is Monday."""
    starts_at = models.TimeField(_("begins at"), default=time(7))
    threshold_percent = models.PositiveSmallIntegerField(
        _("emptied from this level on"),
        default=75,
        validators=[MinValueValidator(10), MaxValueValidator(100)],
        help_text=_("In percent."),
    )
    depot_name = models.CharField(_("where it begins and ends"), max_length=120)
    depot_latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=6,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    depot_longitude = models.DecimalField(
        _("longitude"),
        max_digits=9,
        decimal_places=6,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )

    class Meta:
        ordering = ["group__name"]
        verbose_name = _("fixed round")
        verbose_name_plural = _("fixed rounds")

    def __str__(self) -> str:
        return str(self.group)

    def next_day(self, after: date) -> date:
        """The first day after the given one on which the round goes; a week on without any."""
        ahead = (after + timedelta(days=number) for number in range(1, 8))
        return next((day for day in ahead if day.weekday() in self.weekdays), after + timedelta(7))

    def this_or_next_day(self, day: date) -> date:
        """The day itself where the round goes on it, else the next."""
        return self.next_day(day - timedelta(days=1))


class BinForecast(models.Model):
    """When a container will be full, worked out every hour (``forecast.py``).

    ``percent_per_day`` is None where too little is known. ``full_at`` lies between ``earliest`` and
    ``latest`` in eight of ten cases; None: not within two months.
    """

    device = models.OneToOneField(
        Device, primary_key=True, on_delete=models.CASCADE, related_name="forecast"
    )
    made_at = models.DateTimeField(_("made"))
    level_percent = models.FloatField(_("fill level"))
    level_at = models.DateTimeField(_("level of"))
    emptied_at = models.DateTimeField(_("last emptied"), null=True)
    percent_per_day = models.FloatField(_("percent a day"), null=True)
    full_at = models.DateTimeField(_("full"), null=True)
    earliest = models.DateTimeField(_("at the earliest"), null=True)
    latest = models.DateTimeField(_("at the latest"), null=True)

    class Meta:
        verbose_name = _("forecast of a container")
        verbose_name_plural = _("forecasts of containers")
        indexes = [
            models.Index(fields=["full_at"], name="forecast_full", condition=~Q(full_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.device_id}: {self.full_at}"
