"""What a city decides about its machines."""

from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


def _days(label: Any, default: int) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        label, default=default, validators=[MinValueValidator(2), MaxValueValidator(3660)]
    )


@register_setting(icon="cogs")
class HardwareSettings(BaseGenericSetting):
    """How long readings and names are kept, and where the city lies."""

    days_bin = _days(_("days of readings of containers"), 400)
    days_light = _days(_("days of readings of lights"), 100)
    # Who used which compartment when is nobody's business for long.
    days_locker = _days(_("days of readings of lockers"), 60)
    days_sensor = _days(_("days of readings of sensors"), 400)
    days_hours = _days(_("days of hourly values"), 800)
    days_names = _days(_("days of names of drivers and of who gave a command"), 365)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=6,
        default=Decimal("53.706300"),
        # Further on the sun does not set every day.
        validators=[MinValueValidator(-60), MaxValueValidator(60)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=9,
        decimal_places=6,
        default=Decimal("10.010200"),
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    door_seconds = models.PositiveSmallIntegerField(
        _("seconds that a door may stay open"),
        default=180,
        validators=[MinValueValidator(10), MaxValueValidator(3600)],
        help_text=_("Where no alert rule says otherwise."),
    )

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("days_bin"),
                FieldPanel("days_light"),
                FieldPanel("days_locker"),
                FieldPanel("days_sensor"),
                FieldPanel("days_hours"),
                FieldPanel("days_names"),
            ],
            heading=_("How long values are kept"),
        ),
        MultiFieldPanel(
            [FieldPanel("latitude"), FieldPanel("longitude")],
            heading=_("Where the sun rises and sets"),
        ),
        FieldPanel("door_seconds"),
    ]

    class Meta:
        verbose_name = _("devices")

    def days_of(self, kind: str) -> int:
        """Days that readings of a kind of device are kept."""
        return getattr(self, f"days_{kind}")
