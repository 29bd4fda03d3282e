"""What is known of a device now, and what editors say instead."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hardware_bridge.models.choices import Doubt
from hardware_bridge.models.devices import Device


class DeviceState(models.Model):
    """When a device was last heard of, and how it is. Made with the device by the database.

    ``last_seen_at`` is the time of receipt, exact to some seconds for those that talk much.
    ``is_online`` is what its ``status`` topic says (retained, with a last will); None: nothing.
    ``doubt`` is why two senders seem to speak as it, ``doubt_at`` when that was last noticed.
    """

    device = models.OneToOneField(
        Device, primary_key=True, on_delete=models.CASCADE, related_name="state"
    )
    last_seen_at = models.DateTimeField(_("last seen"), null=True)
    is_online = models.BooleanField(_("online"), null=True)
    online_since = models.DateTimeField(_("status of"), null=True)
    battery_percent = models.FloatField(_("battery"), null=True)
    signal_dbm = models.FloatField(_("signal"), null=True)
    firmware = models.CharField(_("firmware"), max_length=60, blank=True, db_default="")
    doubt = models.CharField(
        _("doubt"), max_length=10, choices=Doubt.choices, blank=True, db_default=""
    )
    doubt_at = models.DateTimeField(_("last in doubt"), null=True)

    class Meta:
        verbose_name = _("state of a device")
        verbose_name_plural = _("states of devices")

    def __str__(self) -> str:
        return str(self.device_id)


class OverrideQuerySet(models.QuerySet["Override"]):
    """Ways to choose notices."""

    def current(self) -> "OverrideQuerySet":
        """Those that hold now."""
        now = timezone.now()
        return self.filter(Q(until=None) | Q(until__gt=now), start__lte=now)


class Override(models.Model):
    """What an editor says of a device in place of its values: "out of order, repair on Tuesday"."""

    device = models.ForeignKey(
        Device, verbose_name=_("device"), on_delete=models.CASCADE, related_name="overrides"
    )
    text = models.CharField(_("text"), max_length=200)
    text_en = models.CharField(_("text in English"), max_length=200, blank=True)
    text_easy = models.CharField(_("text in Leichte Sprache"), max_length=200, blank=True)
    start = models.DateTimeField(_("valid from"), default=timezone.now)
    until = models.DateTimeField(_("valid until"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = OverrideQuerySet.as_manager()

    class Meta:
        ordering = ["-start", "-pk"]
        verbose_name = _("notice about a device")
        verbose_name_plural = _("notices about devices")

    def __str__(self) -> str:
        return self.text
