"""Who comes: bookings, the people of each, and the queue for seats that become free."""

import secrets
from typing import Self
from uuid import uuid4

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.core.money import CentsField
from participation.courses.models.choices import (
    HOLDING,
    OVER,
    BookingState,
    CancelledBy,
    EntryState,
    OfferState,
    PayBy,
)
from participation.courses.models.runs import PriceCategory, Run, Session

LARGEST_GROUP = 20
NAME_LENGTH = 120


def new_key() -> str:
    """A secret for a link."""
    return secrets.token_urlsafe(24)


class BookingQuerySet(models.QuerySet["Booking"]):
    """Bookings by how far they are."""

    def holding(self) -> Self:
        """Those that take seats."""
        return self.filter(state__in=HOLDING)

    def booked(self) -> Self:
        """Those whose people come."""
        return self.filter(state=BookingState.BOOKED)


class Booking(models.Model):
    """One or several people for one run. ``key`` stands in the links of its mails.

    ``form_key`` comes with the form, so that the button pressed twice makes one booking. ``seats``
    is the number of its people; the database adds those of bookings in ``HOLDING`` up in the run.
    ``held_until`` is when an unconfirmed, unpaid or offered one gives its seats back.
    """

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="bookings")
    key = models.CharField(max_length=43, unique=True, default=new_key, editable=False)
    form_key = models.UUIDField(unique=True, default=uuid4, editable=False)
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=BookingState.choices,
        default=BookingState.UNCONFIRMED,
    )
    seats = models.PositiveSmallIntegerField(
        _("people"), default=1, validators=[MinValueValidator(1), MaxValueValidator(LARGEST_GROUP)]
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="course_bookings",
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    language = models.CharField(max_length=20, default=settings.LANGUAGE_CODE)
    remark = models.CharField(_("remark"), max_length=500, blank=True)
    wants_queue = models.BooleanField(_("wait if it is full"), default=True)
    pay_by = models.CharField(_("paid"), max_length=10, choices=PayBy.choices, blank=True)
    price_cents = CentsField(_("fee"), default=0)
    agreed_at = models.DateTimeField(_("agreed to the terms"), default=timezone.now)
    created_at = models.DateTimeField(_("booked on"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    held_until = models.DateTimeField(_("held until"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    cancelled_by = models.CharField(
        _("cancelled by"), max_length=10, choices=CancelledBy.choices, blank=True
    )
    move_asked_at = models.DateTimeField(_("asked about a moved date"), null=True, blank=True)
    move_agreed_at = models.DateTimeField(_("agreed to a moved date"), null=True, blank=True)
    paid_on_site_at = models.DateTimeField(_("paid on site"), null=True, blank=True)
    feedback_key = models.CharField(max_length=43, blank=True, editable=False)
    anonymised_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = BookingQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        indexes = [
            models.Index(fields=["run", "state"], name="booking_run_state"),
            models.Index(
                fields=["held_until"],
                name="booking_held_until",
                condition=Q(held_until__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="booking_seats", condition=Q(seats__gte=1, seats__lte=LARGEST_GROUP)
            )
        ]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.pk} ({self.state})"

    def get_absolute_url(self) -> str:
        """Where it is shown, changed and cancelled by whoever has the link."""
        return reverse("courses:booking", args=[self.key])

    @property
    def move_answer(self) -> str:
        """What its guest says to a moved or cancelled date; empty where nobody was asked."""
        if self.move_asked_at is None or self.state in OVER:
            return ""
        return gettext("comes all the same") if self.move_agreed_at else gettext("no answer yet")


class Attendee(models.Model):
    """One person of a booking. ``key`` is what their QR code shows at the door."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="attendees")
    key = models.CharField(max_length=43, unique=True, default=new_key, editable=False)
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    price = models.ForeignKey(
        PriceCategory,
        verbose_name=_("price"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    cents = CentsField(_("fee"), default=0)
    needs = models.CharField(
        _("what you need to take part"),
        max_length=300,
        blank=True,
        help_text=_("Such as a place for a wheelchair. Only the provider sees it."),
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("participant")
        verbose_name_plural = _("participants")

    def __str__(self) -> str:
        return self.name


class WaitingListEntry(models.Model):
    """A booking's place in the queue of its run, in the order of arrival (``pk``)."""

    booking = models.OneToOneField(Booking, on_delete=models.CASCADE, related_name="entry")
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="queue")
    state = models.CharField(
        _("state"), max_length=10, choices=EntryState.choices, default=EntryState.WAITING
    )
    joined_at = models.DateTimeField(_("waiting since"), default=timezone.now)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("entry of a waiting list")
        verbose_name_plural = _("entries of waiting lists")
        indexes = [
            models.Index(
                fields=["run", "id"], name="queue_of_a_run", condition=Q(state=EntryState.WAITING)
            )
        ]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.booking_id}"


class Offer(models.Model):
    """Seats offered to an entry of the queue until a time. Kept to show how the queue moved."""

    entry = models.ForeignKey(WaitingListEntry, on_delete=models.CASCADE, related_name="offers")
    state = models.CharField(
        _("state"), max_length=10, choices=OfferState.choices, default=OfferState.OPEN
    )
    made_at = models.DateTimeField(_("offered"), default=timezone.now)
    expires_at = models.DateTimeField(_("until"))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        ordering = ["made_at", "pk"]
        verbose_name = _("offer of a seat")
        verbose_name_plural = _("offers of seats")
        constraints = [
            models.UniqueConstraint(
                fields=["entry"],
                condition=Q(state=OfferState.OPEN),
                name="one_open_offer_for_an_entry",
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.state}"


class Notice(models.Model):
    """Something a booking was told once, such as a reminder of a date; ``event`` names it."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="notices")
    event = models.CharField(max_length=60)
    session = models.ForeignKey(Session, null=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("notice to a booking")
        verbose_name_plural = _("notices to bookings")
        constraints = [
            models.UniqueConstraint(fields=["booking", "event"], name="told_a_booking_once")
        ]

    def __str__(self) -> str:
        return f"{self.booking_id}: {self.event}"


class CalendarKey(models.Model):
    """The secret in the address of somebody's own calendar of courses; a new one ends the old."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="courses_calendar"
    )
    key = models.CharField(max_length=43, unique=True, default=new_key)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("key of a calendar of courses")
        verbose_name_plural = _("keys of calendars of courses")

    def __str__(self) -> str:
        return str(self.user_id)
