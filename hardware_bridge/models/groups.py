"""Groups of devices, and of people on duty."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DeviceGroup(models.Model):
    """Devices that are shown, switched or emptied together."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(_("name in addresses"), max_length=80, unique=True)
    note = models.TextField(_("note"), blank=True, max_length=400)

    class Meta:
        ordering = ["name"]
        verbose_name = _("group of devices")
        verbose_name_plural = _("groups of devices")

    def __str__(self) -> str:
        return self.name


class DutyGroup(models.Model):
    """Who is told of alerts; at night they wait for the digest of the morning."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    email = models.EmailField(_("e-mail address"))
    night_from = models.TimeField(_("night begins"), null=True, blank=True)
    night_until = models.TimeField(_("night ends"), null=True, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("group on duty")
        verbose_name_plural = _("groups on duty")

    def __str__(self) -> str:
        return self.name
