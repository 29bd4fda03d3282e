"""Lights: by which plan a group shines, what people say instead, and what a night took."""

from datetime import time, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hardware_bridge.models.commands import Command
from hardware_bridge.models.devices import Device
from hardware_bridge.models.groups import DeviceGroup

LONGEST_OVERRIDE = timedelta(days=14)
PERCENT = [MaxValueValidator(100)]
HOURS = [MinValueValidator(-180), MaxValueValidator(180)]


class LightPlan(models.Model):
    """By which hours a group of lights shines. Levels are percent, offsets minutes.

    From sunset to sunrise ``level_percent``, between the two times of the night
    ``night_level_percent``, and when somebody comes ``motion_level_percent`` for a while.
    """

    group = models.OneToOneField(
        DeviceGroup, verbose_name=_("group"), on_delete=models.CASCADE, related_name="light_plan"
    )
    is_active = models.BooleanField(_("in force"), default=True)
    level_percent = models.PositiveSmallIntegerField(
        _("brightness in the evening and in the morning"), default=60, validators=PERCENT
    )
    night_level_percent = models.PositiveSmallIntegerField(
        _("brightness late at night"), default=20, validators=PERCENT
    )
    night_from = models.TimeField(_("late night begins"), default=time(22))
    night_until = models.TimeField(_("late night ends"), default=time(5))
    minutes_after_sunset = models.SmallIntegerField(
        _("minutes after sunset"),
        default=0,
        validators=HOURS,
        help_text=_("Negative: before it."),
    )
    minutes_after_sunrise = models.SmallIntegerField(
        _("minutes after sunrise"),
        default=0,
        validators=HOURS,
        help_text=_("Negative: before it."),
    )
    motion_level_percent = models.PositiveSmallIntegerField(
        _("brightness when somebody comes"), default=100, validators=PERCENT
    )
    motion_seconds = models.PositiveSmallIntegerField(
        _("seconds that it stays so"),
        default=120,
        validators=[MinValueValidator(10), MaxValueValidator(3600)],
    )
    motion_metres = models.PositiveSmallIntegerField(
        _("metres around, in which lights join in"),
        default=60,
        validators=[MaxValueValidator(500)],
    )
    full_power_w = models.FloatField(
        _("power of a light at full brightness, in watts"),
        default=40,
        validators=[MinValueValidator(0.1), MaxValueValidator(10_000)],
        help_text=_("What a night would take without this plan is reckoned with it."),
    )

    class Meta:
        ordering = ["group__name"]
        verbose_name = _("plan of lights")
        verbose_name_plural = _("plans of lights")

    def __str__(self) -> str:
        return str(self.group)


class LightOverrideQuerySet(models.QuerySet["LightOverride"]):
    """Ways to choose overrides."""

    def current(self) -> "LightOverrideQuerySet":
        """Those that hold now."""
        now = timezone.now()
        return self.filter(start__lte=now, until__gt=now, ended_at=None)


class LightOverride(models.Model):
    """What somebody has set by hand in place of the plan, for a light or a group, until its end."""

    device = models.ForeignKey(
        Device, null=True, blank=True, on_delete=models.CASCADE, related_name="light_overrides"
    )
    group = models.ForeignKey(
        DeviceGroup, null=True, blank=True, on_delete=models.CASCADE, related_name="light_overrides"
    )
    level_percent = models.PositiveSmallIntegerField(_("brightness"), validators=PERCENT)
    reason = models.CharField(_("reason"), max_length=200)
    start = models.DateTimeField(_("from"), default=timezone.now)
    until = models.DateTimeField(_("until"))
    ended_at = models.DateTimeField(_("ended early"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = LightOverrideQuerySet.as_manager()

    class Meta:
        ordering = ["-start", "-pk"]
        verbose_name = _("light set by hand")
        verbose_name_plural = _("lights set by hand")
        constraints = [
            models.CheckConstraint(
                condition=Q(device=None, group__isnull=False) | Q(device__isnull=False, group=None),
                name="override_of_a_light_or_a_group",
            )
        ]
        indexes = [
            models.Index(
                fields=["until"], name="light_override_running", condition=Q(ended_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.device or self.group}: {self.level_percent} %"


class LightControl(models.Model):
    """What a light was last told, so that it is told once. Changed by ``domain.lights`` alone."""

    device = models.OneToOneField(
        Device, primary_key=True, on_delete=models.CASCADE, related_name="light_control"
    )
    level_percent = models.PositiveSmallIntegerField(_("brightness it was told"), null=True)
    command = models.ForeignKey(Command, null=True, on_delete=models.SET_NULL, related_name="+")
    told_at = models.DateTimeField(_("told at"), null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    boost_until = models.DateTimeField(_("brighter until"), null=True)

    class Meta:
        verbose_name = _("what a light was told")
        verbose_name_plural = _("what lights were told")

    def __str__(self) -> str:
        return f"{self.device_id}: {self.level_percent} %"


class LightNight(models.Model):
    """What a group took in a night, and what it would have taken at full brightness all night.

    ``night`` is the date of the evening. Both sums are of those hours alone for which a light has
    told its power; ``covered_percent`` says how many of all these are.
    """

    group = models.ForeignKey(DeviceGroup, on_delete=models.CASCADE, related_name="light_nights")
    night = models.DateField(_("night"))
    used_wh = models.FloatField(_("used"))
    full_wh = models.FloatField(_("at full brightness"))
    lights = models.PositiveSmallIntegerField(_("lights"))
    covered_percent = models.FloatField(_("hours with values"))

    class Meta:
        ordering = ["-night", "group"]
        verbose_name = _("night of lights")
        verbose_name_plural = _("nights of lights")
        constraints = [
            models.UniqueConstraint(fields=["group", "night"], name="one_night_of_a_group")
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.night}: {self.used_wh} Wh"

    @property
    def saved_wh(self) -> float:
        """What was saved."""
        return self.full_wh - self.used_wh

    @property
    def saved_percent(self) -> float:
        """What was saved, in percent of full brightness."""
        return 100 * self.saved_wh / self.full_wh if self.full_wh else 0
