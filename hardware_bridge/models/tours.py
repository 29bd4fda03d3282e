"""Tours of the depot."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hardware_bridge.models.choices import Listed, Result, TourState
from hardware_bridge.models.devices import Device
from hardware_bridge.models.groups import DeviceGroup
from hardware_bridge.models.rounds import CollectionRound

FURTHEST = timedelta(days=31)
"""So far ahead tours are planned."""
OPEN = (TourState.PROPOSED, TourState.UNDERWAY)


class Tour(models.Model):
    """A round of collection, against the fixed one that it replaces."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    date = models.DateField(_("date"), default=timezone.localdate)
    group = models.ForeignKey(
        DeviceGroup, verbose_name=_("group"), null=True, blank=True, on_delete=models.SET_NULL
    )
    round = models.ForeignKey(
        CollectionRound,
        verbose_name=_("fixed round"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="tours",
    )
    state = models.CharField(
        _("state"), max_length=10, choices=TourState.choices, default=TourState.PROPOSED
    )
    metres = models.PositiveIntegerField(_("length in metres"), default=0)
    fixed_metres = models.PositiveIntegerField(_("length of the fixed round"), default=0)
    fixed_stops = models.PositiveSmallIntegerField(_("stops of the fixed round"), default=0)
    driver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("driver"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        ordering = ["-date", "-pk"]
        verbose_name = _("tour")
        verbose_name_plural = _("tours")
        constraints = [
            models.UniqueConstraint(
                fields=["group", "date"],
                condition=Q(state__in=["proposed", "underway"]),
                name="one_open_tour_a_day",
            )
        ]

    def __str__(self) -> str:
        return str(self.date)

    def get_absolute_url(self) -> str:
        """The driver's page."""
        return reverse("depot:tour", args=[self.public_id])

    @property
    def is_open(self) -> bool:
        """Whether something can still be reported."""
        return self.state in OPEN

    @property
    def saved_metres(self) -> int:
        """How much shorter it is than the fixed round."""
        return self.fixed_metres - self.metres


class TourStop(models.Model):
    """A stop, and what the driver found. ``client_key`` makes a second report harmless."""

    tour = models.ForeignKey(Tour, on_delete=models.CASCADE, related_name="stops")
    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="stops")
    order = models.PositiveSmallIntegerField(_("order"))
    fill_percent = models.FloatField(_("fill level when planned"), null=True, blank=True)
    listed = models.CharField(_("why"), max_length=10, choices=Listed.choices, blank=True)
    metres = models.PositiveIntegerField(_("metres from the stop before"), default=0)
    result = models.CharField(_("result"), max_length=10, choices=Result.choices, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    done_at = models.DateTimeField(pgettext_lazy("stop", "done"), null=True, blank=True)
    client_key = models.UUIDField(null=True, blank=True, unique=True)

    class Meta:
        ordering = ["tour", "order"]
        verbose_name = _("stop")
        verbose_name_plural = _("stops")
        constraints = [
            models.UniqueConstraint(fields=["tour", "device"], name="a_device_once_a_tour")
        ]

    def __str__(self) -> str:
        return f"{self.order}: {self.device}"
