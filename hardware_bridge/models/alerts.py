"""What is worth telling somebody, and what was."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hardware_bridge.models.choices import Condition, Kind
from hardware_bridge.models.devices import Device
from hardware_bridge.models.groups import DeviceGroup, DutyGroup
from hardware_bridge.models.measures import MEASURE_CHOICES

BY_HAND = (Condition.DOOR_UNASKED, Condition.DOOR_LONG, Condition.DOOR_AGAIN)
"""What was noticed once and may have nothing that ends it."""


class AlertRule(models.Model):
    """When an alert opens and when it closes by itself.

    A rule is for a kind, narrowed to a group or a device where one is named. ``limit`` opens and
    ``back_at`` closes it (hysteresis); ``intervals`` counts expected intervals of silence;
    ``seconds`` is how long a door may be open.
    """

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, blank=True)
    group = models.ForeignKey(
        DeviceGroup, verbose_name=_("group"), null=True, blank=True, on_delete=models.CASCADE
    )
    device = models.ForeignKey(
        Device, verbose_name=_("device"), null=True, blank=True, on_delete=models.CASCADE
    )
    condition = models.CharField(_("condition"), max_length=20, choices=Condition.choices)
    measure = models.CharField(_("measure"), max_length=40, choices=MEASURE_CHOICES, blank=True)
    limit = models.FloatField(_("limit"), null=True, blank=True)
    back_at = models.FloatField(_("closes at"), null=True, blank=True)
    intervals = models.PositiveSmallIntegerField(_("intervals of silence"), null=True, blank=True)
    seconds = models.PositiveIntegerField(_("seconds"), null=True, blank=True)
    duty_group = models.ForeignKey(
        DutyGroup, verbose_name=_("who is told"), null=True, blank=True, on_delete=models.SET_NULL
    )
    is_urgent = models.BooleanField(_("at night, too"), default=False)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("alert rule")
        verbose_name_plural = _("alert rules")

    def __str__(self) -> str:
        return self.name


class Alert(models.Model):
    """An incident: opened once, told once, closed by itself."""

    rule = models.ForeignKey(AlertRule, null=True, on_delete=models.SET_NULL, related_name="alerts")
    condition = models.CharField(_("condition"), max_length=20, choices=Condition.choices)
    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="alerts")
    channel = models.SmallIntegerField(_("compartment"), default=0)
    detail = models.CharField(_("detail"), max_length=200, blank=True)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    told_at = models.DateTimeField(_("told at"), null=True, blank=True)
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("acknowledged by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "device", "channel"],
                condition=Q(closed_at=None),
                name="one_open_alert_a_rule",
            )
        ]

    def __str__(self) -> str:
        return f"{self.device}: {self.get_condition_display()}"

    @property
    def is_ended_by_hand(self) -> bool:
        """Whether somebody may close it; anything else would open again at once."""
        return self.condition in BY_HAND or self.rule_id is None
