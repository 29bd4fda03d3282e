"""Devices: what they are, where they stand, and how their messages are recognised."""

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hardware_bridge.models.choices import Adapter, Kind, Size
from hardware_bridge.models.groups import DeviceGroup

LONGEST_INTERVAL = 31 * 24 * 60 * 60
MOST_COMPARTMENTS = 200


class DeviceModel(models.Model):
    """A make of sensor, and which of its fields is which measure.

    ``fields`` maps the path of a field in the decoded payload, ``data.distance``, to
    ``{"measure": "fill_percent", "factor": -0.5, "offset": 100}`` or, for words,
    ``{"measure": "door", "values": {"OPEN": "open", "CLOSED": "closed"}}``.
    """

    name = models.CharField(_("name"), max_length=120, unique=True)
    vendor = models.CharField(_("vendor"), max_length=120, blank=True)
    fields = models.JSONField(_("fields"), default=dict, blank=True)
    notes = models.TextField(_("notes"), blank=True, max_length=2000)

    class Meta:
        ordering = ["name"]
        verbose_name = _("make of device")
        verbose_name_plural = _("makes of device")

    def __str__(self) -> str:
        return self.name


class DeviceQuerySet(models.QuerySet["Device"]):
    """Ways to choose devices."""

    def in_service(self) -> Self:
        """Not retired yet."""
        return self.filter(Q(retired_on=None) | Q(retired_on__gt=timezone.localdate()))

    def public(self) -> Self:
        """In service and shown to everybody."""
        return self.in_service().filter(is_public=True)

    def with_state(self) -> Self:
        """With what is known of each, in one query."""
        return self.select_related("state", "group")


class Device(models.Model):
    """A machine.

    ``slug`` is its id in topics of our own; ``address`` what the adapter recognises it by: the
    DevEUI (ChirpStack), ``application/device`` (The Things Stack), the part of the topic between
    ``homeassistant/`` and ``/state``; for our own topics it is kind and slug.
    A trigger of the database gives each device its row of :class:`DeviceState` and tells the
    bridge of every change (migration 0002).
    """

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("name in addresses"), max_length=60, unique=True)
    group = models.ForeignKey(
        DeviceGroup,
        verbose_name=_("group"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="devices",
    )
    place = models.CharField(_("place"), max_length=160, blank=True)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    project = models.ForeignKey(
        "programme.ProjectPage",
        verbose_name=_("project"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="devices",
    )
    adapter = models.CharField(
        _("source"), max_length=20, choices=Adapter.choices, default=Adapter.OWN
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    model = models.ForeignKey(
        DeviceModel,
        verbose_name=_("make"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="devices",
    )
    interval_seconds = models.PositiveIntegerField(
        _("expected interval in seconds"),
        default=3600,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_INTERVAL)],
    )
    thresholds = models.JSONField(
        _("limits"),
        default=dict,
        blank=True,
        help_text=_("For each measure the value from which on it is told apart."),
    )
    installed_on = models.DateField(_("installed on"), null=True, blank=True)
    retired_on = models.DateField(_("retired on"), null=True, blank=True)
    notes = models.TextField(_("notes"), blank=True, max_length=2000)
    is_public = models.BooleanField(_("shown in public"), default=True)
    has_keypad = models.BooleanField(
        _("opened at the station, too"),
        default=False,
        db_default=False,
        help_text=_(
            "People open compartments there with a code: a door that opens without a command of "
            "this site then raises no alarm."
        ),
    )

    objects = DeviceQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("device")
        verbose_name_plural = _("devices")
        permissions = [
            ("operate_device", "Can send commands to devices"),
            ("handle_alert", "Can acknowledge alerts"),
            ("drive_tour", "Can plan and drive tours"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["adapter", "address"], name="one_device_an_address"),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="device_has_whole_coordinates",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the address of our own topics in step with kind and slug."""
        if self.adapter == Adapter.OWN:
            self.address = f"{self.kind}/{self.slug}"
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Its page, in the active language."""
        return reverse("hardware:device", args=[self.slug])

    @property
    def topic(self) -> str:
        """Where its own topics begin; commands go below."""
        return f"ngo/v1/{self.kind}/{self.slug}"

    @property
    def point(self) -> tuple[float, float] | None:
        """Longitude and latitude in degrees (WGS 84), where its place is known."""
        if self.latitude is None or self.longitude is None:
            return None
        return float(self.longitude), float(self.latitude)

    @property
    def is_retired(self) -> bool:
        """Whether its last day is over."""
        return self.retired_on is not None and self.retired_on <= timezone.localdate()


class Compartment(models.Model):
    """A compartment of a locker station; ``number`` is its channel."""

    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="compartments")
    number = models.PositiveSmallIntegerField(
        _("number"), validators=[MinValueValidator(1), MaxValueValidator(999)]
    )
    label = models.CharField(_("label"), max_length=40, blank=True)
    size = models.CharField(_("size"), max_length=1, choices=Size.choices, default=Size.MEDIUM)
    is_in_service = models.BooleanField(_("in service"), default=True)
    out_since = models.DateTimeField(_("out of service since"), null=True, blank=True)
    out_reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        ordering = ["device", "number"]
        verbose_name = _("compartment")
        verbose_name_plural = _("compartments")
        constraints = [
            models.UniqueConstraint(fields=["device", "number"], name="one_compartment_a_number")
        ]

    def __str__(self) -> str:
        return self.label or str(self.number)
