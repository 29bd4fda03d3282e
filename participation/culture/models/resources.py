"""Rooms, equipment and people that institutions lend to each other."""

import secrets
from typing import Self
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import MaxValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from participation.culture.models.choices import (
    BookingState,
    Handover,
    InstitutionState,
    ResourceKind,
)
from participation.culture.models.institutions import Institution, slug_of


def new_key() -> str:
    """The secret part of a calendar's address: 192 bits."""
    return secrets.token_urlsafe(24)


class TimeRange(models.Func):
    """From start to end, the end left out, so that one booking may follow another at once."""

    function = "tstzrange"
    output_field = models.Field()


class ResourceQuerySet(models.QuerySet["Resource"]):
    """Resources by who may see them."""

    def offered(self) -> Self:
        """What partners may ask for."""
        return self.filter(is_active=True, institution__state=InstitutionState.VERIFIED)


class Resource(models.Model):
    """Something that an institution offers to its partners, and on which conditions."""

    institution = models.ForeignKey(
        Institution,
        verbose_name=_("institution"),
        on_delete=models.PROTECT,
        related_name="resources",
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ResourceKind.choices)
    title = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), max_length=4000)
    conditions = models.TextField(_("conditions"), max_length=2000, blank=True)
    price = models.CharField(_("what it costs"), max_length=120, blank=True)
    capacity = models.PositiveIntegerField(
        _("for how many people"), null=True, blank=True, validators=[MaxValueValidator(50_000)]
    )
    accessible = models.BooleanField(_("reached without steps"), default=False)
    place = models.CharField(_("where it is"), max_length=200, blank=True)
    is_active = models.BooleanField(_("offered at present"), default=True)
    feed_key = models.CharField(max_length=43, unique=True, default=new_key, editable=False)
    """Whoever knows it reads the calendar of bookings; a new one makes the old worthless."""
    created_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)

    objects = ResourceQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        indexes = [models.Index(fields=["is_active", "kind"], name="culture_resource_kind")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page for partners."""
        return reverse("culture_resource", args=[self.pk])

    @property
    def slug(self) -> str:
        """For the names of files."""
        return slug_of(self.title, "ressource")


class ResourcePicture(models.Model):
    """A picture of a resource; what a camera notes about place and device is taken out."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="pictures")
    image = models.ForeignKey("core.CustomImage", on_delete=models.CASCADE, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("picture of a resource")
        verbose_name_plural = _("pictures of resources")

    def __str__(self) -> str:
        return str(self.image)


class OpenHours(models.Model):
    """Hours of a weekday (0 is Monday) in which a resource can be had; none at all: always."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(_("weekday"), validators=[MaxValueValidator(6)])
    opens = models.TimeField(_("from"))
    closes = models.TimeField(_("until"))

    class Meta:
        ordering = ["weekday", "opens"]
        verbose_name = _("hours of a resource")
        verbose_name_plural = _("hours of resources")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes__gt=models.F("opens")), name="hours_close_after_opening"
            )
        ]

    def __str__(self) -> str:
        return f"{self.weekday}: {self.opens:%H:%M}–{self.closes:%H:%M}"

    @property
    def weekday_name(self) -> str:
        """The weekday in the active language."""
        return str(WEEKDAYS[self.weekday])


class Booking(models.Model):
    """A request of one institution for a resource of another or its own, for one or more times."""

    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="bookings")
    institution = models.ForeignKey(
        Institution,
        verbose_name=_("for whom"),
        on_delete=models.PROTECT,
        related_name="bookings",
    )
    purpose = models.CharField(_("what for"), max_length=200)
    note = models.TextField(_("note to the lender"), max_length=1000, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=BookingState.choices, default=BookingState.REQUESTED
    )
    answer = models.TextField(_("answer of the lender"), max_length=1000, blank=True)
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    """Made with the form, so that the button pressed twice makes one request."""
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("requested"), default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        indexes = [models.Index(fields=["resource", "state"], name="culture_booking_resource")]

    def __str__(self) -> str:
        return self.purpose

    def get_absolute_url(self) -> str:
        """Its page for lender and borrower."""
        return reverse("culture_booking", args=[self.pk])


class BookingSlot(models.Model):
    """One time of a booking. Those that are held cannot overlap: the database refuses it."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="slots")
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="slots")
    start = models.DateTimeField(_("begins"))
    end = models.DateTimeField(_("ends"))
    held = models.BooleanField(_("held"), default=False)

    class Meta:
        ordering = ["start", "pk"]
        verbose_name = _("time of a booking")
        verbose_name_plural = _("times of bookings")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")), name="slot_ends_after_start"
            ),
            ExclusionConstraint(
                name="no_two_bookings_at_once",
                expressions=[
                    ("resource", RangeOperators.EQUAL),
                    (TimeRange("start", "end"), RangeOperators.OVERLAPS),
                ],
                condition=models.Q(held=True),
            ),
        ]
        indexes = [models.Index(fields=["resource", "start"], name="culture_slot_start")]

    def __str__(self) -> str:
        return f"{self.booking_id}: {self.start:%Y-%m-%d %H:%M}"


class HandoverNote(models.Model):
    """What both sides noted when something changed hands. Append-only."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(_("when"), max_length=10, choices=Handover.choices)
    text = models.TextField(_("note"), max_length=1000)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("written"), default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("handover note")
        verbose_name_plural = _("handover notes")

    def __str__(self) -> str:
        return f"{self.booking_id}: {self.get_kind_display()}"
