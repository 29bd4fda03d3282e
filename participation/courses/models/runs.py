"""When a course takes place: runs, their dates and prices."""

from datetime import date, datetime, timedelta
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.money import CentsField
from participation.courses.models.choices import (
    CourseState,
    Mode,
    PriceKind,
    ProviderState,
    RunState,
)
from participation.courses.models.courses import Course

MOST_SEATS, MOST_SESSIONS = 1000, 104
COUNTS = ("seats_taken", "waiting_seats")
"""Columns that change with every booking; kept pages that do not show them do not read them."""
SHOWN = (RunState.PLANNED, RunState.CERTAIN)


class RunQuerySet(models.QuerySet["Run"]):
    """Runs by who may see them and what can be done with them."""

    def public(self) -> Self:
        """Of courses in the catalogue; cancelled ones too, since guests come back to look."""
        return self.exclude(state=RunState.DRAFT).filter(
            course__state=CourseState.PUBLISHED, course__provider__state=ProviderState.ACTIVE
        )

    def taking_place(self) -> Self:
        """Public and not cancelled."""
        return self.public().filter(state__in=SHOWN)

    def upcoming(self, now: datetime | None = None) -> Self:
        """Taking place and not over yet, the next first."""
        now = now or timezone.now()
        return self.taking_place().filter(ends_at__gt=now).order_by("starts_at", "pk")

    def bookable(self, now: datetime | None = None) -> Self:
        """Whose booking window is open, whether or not seats are free."""
        now = now or timezone.now()
        return self.taking_place().filter(books_from__lte=now, books_until__gt=now)

    def with_free_seats(self) -> Self:
        """Where one person who books now gets a seat."""
        return self.filter(seats_taken__lt=F("maximum"))


class Run(models.Model):
    """A course at certain dates, for a certain number of people.

    ``starts_at`` and ``ends_at`` follow from the dates (``domain.runs``). ``seats_taken`` and
    ``waiting_seats`` are counted by the database itself out of the bookings (migration 0100), which
    refuses any change that would seat more than ``maximum``; writing them here changes nothing.
    """

    course = models.ForeignKey(
        Course, verbose_name=_("course"), on_delete=models.PROTECT, related_name="runs"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=RunState.choices, default=RunState.DRAFT
    )
    starts_at = models.DateTimeField(_("begins"), null=True, editable=False)
    ends_at = models.DateTimeField(_("ends"), null=True, editable=False)
    rule = models.CharField(_("recurrence rule"), max_length=200, blank=True)
    """RFC 5545, as it was entered; the dates themselves are rows."""
    exceptions = ArrayField(models.DateField(), verbose_name=_("not on"), default=list, blank=True)

    mode = models.CharField(_("where"), max_length=10, choices=Mode.choices, default=Mode.ON_SITE)
    room = models.CharField(_("room"), max_length=120, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    place = models.ForeignKey(
        "core.Place",
        verbose_name=_("part of the city"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
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
    online_url = models.URLField(
        _("link to join online"), blank=True, help_text=_("Shown to participants only.")
    )
    spoken = models.CharField(
        _("spoken language"), max_length=20, default="de", help_text=_("Such as de, en, tr, uk.")
    )
    wheelchair = models.BooleanField(_("accessible by wheelchair"), default=False)
    hearing_loop = models.BooleanField(_("hearing loop"), default=False)
    sign_language = models.BooleanField(_("with sign language"), default=False)
    child_care = models.BooleanField(_("child care"), default=False)

    teachers = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("teachers with an account"),
        blank=True,
        related_name="taught_runs",
    )
    teacher_name = models.CharField(_("teacher, as shown"), max_length=120, blank=True)

    minimum = models.PositiveSmallIntegerField(
        _("fewest people"), default=1, validators=[MinValueValidator(1)]
    )
    maximum = models.PositiveSmallIntegerField(
        _("most people"),
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_SEATS)],
    )
    seats_taken = models.PositiveIntegerField(_("seats taken"), default=0, editable=False)
    waiting_seats = models.PositiveIntegerField(_("people waiting"), default=0, editable=False)
    decides_on = models.DateField(
        _("decided on"),
        null=True,
        blank=True,
        help_text=_("The day on which it is decided whether there are enough people."),
    )
    alerted_at = models.DateTimeField(null=True, editable=False)
    books_from = models.DateTimeField(_("booking opens"), default=timezone.now)
    books_until = models.DateTimeField(_("booking closes"), null=True, blank=True)
    """Empty: when it begins; ``domain.runs`` fills it in."""
    pay_online = models.BooleanField(_("fee can be paid online"), default=True)
    pay_on_site = models.BooleanField(_("fee can be paid on site"), default=True)
    free_cancel_days = models.PositiveSmallIntegerField(
        _("days before the beginning until which the whole fee is paid back"),
        default=7,
        validators=[MaxValueValidator(90)],
    )
    late_refund_percent = models.PositiveSmallIntegerField(
        _("per cent of the fee paid back after that"),
        default=0,
        validators=[MaxValueValidator(100)],
    )
    cancel_reason = models.CharField(_("why it was cancelled"), max_length=300, blank=True)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("run")
        verbose_name_plural = _("runs")
        indexes = [
            models.Index(fields=["state", "starts_at"], name="run_state_start"),
            models.Index(fields=["course", "starts_at"], name="run_of_course"),
        ]
        constraints = [
            models.CheckConstraint(
                name="run_is_never_oversold", condition=Q(seats_taken__lte=F("maximum"))
            ),
            models.CheckConstraint(
                name="run_minimum_is_possible",
                condition=Q(minimum__gte=1, minimum__lte=F("maximum")),
            ),
        ]

    def __str__(self) -> str:
        day = timezone.localtime(self.starts_at).date().isoformat() if self.starts_at else "–"
        return f"{self.course_id}: {day}"

    def get_absolute_url(self) -> str:
        """Where it is booked, in the active language."""
        return reverse("courses:run", args=[self.pk])

    @property
    def seats_free(self) -> int:
        """Seats nobody holds. Whoever waits for as many or fewer has an offer already."""
        return max(0, self.maximum - self.seats_taken)

    @property
    def is_full(self) -> bool:
        """Whether a booking of one person would have to wait."""
        return self.seats_free == 0

    @property
    def is_draft(self) -> bool:
        """Whether the provider is still at it."""
        return self.state == RunState.DRAFT

    @property
    def is_cancelled(self) -> bool:
        """Whether it was called off."""
        return self.state == RunState.CANCELLED

    @property
    def lacks(self) -> int:
        """How many people are missing until it can take place."""
        return max(0, self.minimum - self.seats_taken)

    def is_over(self, now: datetime | None = None) -> bool:
        """Whether its last date has ended."""
        return self.ends_at is not None and self.ends_at <= (now or timezone.now())

    def takes_bookings(self, now: datetime | None = None) -> bool:
        """Whether its booking window is open, by its own row alone."""
        now = now or timezone.now()
        until = self.books_until or self.starts_at
        return self.state in SHOWN and until is not None and self.books_from <= now < until

    @property
    def cancel_free_until(self) -> date | None:
        """The last day on which the whole fee is paid back."""
        if self.starts_at is None:
            return None
        return timezone.localtime(self.starts_at).date() - timedelta(days=self.free_cancel_days)


class Session(models.Model):
    """One date of a run. ``was_at`` is when it was to begin before it was moved."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="sessions")
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    room = models.CharField(_("other room"), max_length=120, blank=True)
    topic = models.CharField(_("what it is about"), max_length=160, blank=True)
    was_at = models.DateTimeField(_("was planned for"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("date of a run")
        verbose_name_plural = _("dates of runs")
        indexes = [models.Index(fields=["starts_at"], name="session_start")]
        constraints = [
            models.CheckConstraint(
                name="session_ends_after_it_begins", condition=Q(ends_at__gt=F("starts_at"))
            ),
            models.UniqueConstraint(fields=["run", "starts_at"], name="one_session_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}: {timezone.localtime(self.starts_at):%Y-%m-%d %H:%M}"


class PriceCategory(models.Model):
    """A price of a run. One that is used by bookings keeps its sum with them."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="prices")
    kind = models.CharField(
        _("price"), max_length=10, choices=PriceKind.choices, default=PriceKind.NORMAL
    )
    for_whom = models.CharField(
        _("for whom"), max_length=120, blank=True, help_text=_("Such as pupils, Norderstedt pass.")
    )
    cents = CentsField(_("fee"), default=0)

    class Meta:
        ordering = ["-cents", "pk"]
        verbose_name = _("price of a run")
        verbose_name_plural = _("prices of runs")
        constraints = [
            models.UniqueConstraint(fields=["run", "kind"], name="one_price_of_a_kind"),
            models.CheckConstraint(
                name="free_costs_nothing",
                condition=Q(cents=0) | ~Q(kind=PriceKind.FREE),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.cents}"
