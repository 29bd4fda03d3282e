"""Events of institutions, when they take place, and who takes part in joint ones."""

from datetime import date, timedelta
from typing import Any, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.culture.models.choices import (
    Audience,
    EventStatus,
    Genre,
    InstitutionState,
    PartState,
    Visibility,
)
from participation.culture.models.feeds import Feed
from participation.culture.models.institutions import (
    Institution,
    latitude_field,
    longitude_field,
    slug_of,
)

TITLE_LENGTH = 200


def new_uid() -> str:
    """For events that are typed in (RFC 7986, section 5.3: a UUID)."""
    return str(uuid4())


class EventQuerySet(models.QuerySet["Event"]):
    """Events by who may see them."""

    def live(self) -> Self:
        """Those of institutions that take part, neither drafts nor gone upstream."""
        live = self.exclude(status=EventStatus.DRAFT)
        return live.filter(gone_at=None, institution__state=InstitutionState.VERIFIED)

    def public(self) -> Self:
        """What everybody may see."""
        return self.live().filter(visibility=Visibility.PUBLIC)

    def own(self, institutions: Any) -> Self:
        """Those that one of the institutions carries, alone or jointly, in whatever state."""
        parts = EventPart.objects.filter(
            institution__in=institutions, state=PartState.JOINED
        ).values("event")
        return self.filter(models.Q(institution__in=institutions) | models.Q(pk__in=parts))

    def visible_to(self, user: Any) -> Self:
        """What a person may read: public ones, partners' for partners, one's own.

        Busy ones of others are not among them: see :meth:`busy_for`.
        """
        own = Institution.objects.of(user)
        partner = own.verified().exists()
        shown = [Visibility.PUBLIC, Visibility.PARTNERS] if partner else [Visibility.PUBLIC]
        seen = self.live().filter(visibility__in=shown).values("pk")
        mine = self.own(own.values("pk")).values("pk")
        return self.filter(models.Q(pk__in=seen) | models.Q(pk__in=mine))

    def busy_for(self, user: Any) -> Self:
        """Of which a partner may learn when and by whom, and nothing else."""
        own = Institution.objects.of(user)
        if not own.verified().exists():
            return self.none()
        mine = self.own(own.values("pk")).values("pk")
        return self.live().filter(visibility=Visibility.BUSY).exclude(pk__in=mine)


class Event(models.Model):
    """What takes place. When is in :class:`Occurrence`; a series has one for each time.

    ``feed`` with ``uid`` says where it came from; typed ones have no feed. ``rule`` holds RRULE,
    EXDATE and RDATE lines as they are written in calendars.
    """

    institution = models.ForeignKey(
        Institution,
        verbose_name=_("institution"),
        on_delete=models.PROTECT,
        related_name="events",
    )
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    summary = models.CharField(_("in one or two sentences"), max_length=300, blank=True)
    description = models.TextField(_("description"), max_length=8000, blank=True)
    genre = models.CharField(_("genre"), max_length=20, choices=Genre.choices, default=Genre.OTHER)
    audience = models.CharField(
        _("audience"), max_length=20, choices=Audience.choices, default=Audience.EVERYBODY
    )
    status = models.CharField(
        _("status"), max_length=10, choices=EventStatus.choices, default=EventStatus.PLANNED
    )
    visibility = models.CharField(
        _("who sees it"), max_length=10, choices=Visibility.choices, default=Visibility.PUBLIC
    )
    place = models.CharField(_("place"), max_length=200, blank=True)
    address = models.CharField(_("address of the place"), max_length=200, blank=True)
    latitude = latitude_field()
    longitude = longitude_field()
    homepage = models.URLField(_("page with more"), max_length=500, blank=True)
    price = models.CharField(_("admission"), max_length=120, blank=True)
    image = models.ForeignKey(
        "core.CustomImage",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    group = models.ForeignKey(
        "culture.WorkGroup",
        verbose_name=_("group"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="events",
    )

    feed = models.ForeignKey(
        Feed,
        verbose_name=_("calendar"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="events",
    )
    uid = models.CharField(max_length=255, default=new_uid, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    closed = models.BooleanField(default=False, editable=False)
    """Its calendar calls it private: whatever the calendar's own setting, it is shown as busy."""
    tzid = models.CharField(_("time zone"), max_length=60, default="Europe/Berlin")
    rule = models.TextField(_("repetition"), max_length=4000, blank=True)
    gone_at = models.DateTimeField(_("gone from its calendar"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("entered"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("culture event")
        verbose_name_plural = _("culture events")
        constraints = [
            models.UniqueConstraint(
                fields=["feed", "uid"],
                condition=models.Q(feed__isnull=False),
                name="one_event_of_a_uid_in_a_feed",
            ),
            models.UniqueConstraint(
                fields=["uid"],
                condition=models.Q(feed__isnull=True),
                name="one_typed_event_of_a_uid",
            ),
        ]
        indexes = [
            models.Index(fields=["institution", "status"], name="culture_event_institution"),
            models.Index(fields=["genre", "audience"], name="culture_event_words"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page in the active language."""
        return reverse("culture:event", args=[self.pk, self.slug])

    @property
    def slug(self) -> str:
        """The readable part of the address."""
        return slug_of(self.title, "veranstaltung")

    @property
    def is_announced(self) -> bool:
        """Whether it is more than a draft."""
        return self.status != EventStatus.DRAFT


class Occurrence(models.Model):
    """One time at which an event takes place; ``end`` is exclusive.

    An all-day one lasts from midnight to midnight in Berlin. ``recurrence_id`` is the instant, in
    UTC and as calendars write it, that the series meant; empty for a single event. Title and place
    are empty unless this time differs from the others.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="occurrences")
    start = models.DateTimeField(_("begins"))
    end = models.DateTimeField(_("ends"))
    all_day = models.BooleanField(_("all day"), default=False)
    recurrence_id = models.CharField(max_length=20, blank=True, editable=False)
    title = models.CharField(_("title"), max_length=TITLE_LENGTH, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    cancelled = models.BooleanField(_("cancelled"), default=False)

    class Meta:
        ordering = ["start", "end", "pk"]
        verbose_name = _("time of an event")
        verbose_name_plural = _("times of events")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "recurrence_id"], name="one_occurrence_of_a_recurrence_id"
            ),
            models.CheckConstraint(
                condition=models.Q(end__gte=models.F("start")), name="occurrence_ends_after_start"
            ),
        ]
        indexes = [
            models.Index(fields=["start", "end"], name="culture_occurrence_times"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id}: {self.start:%Y-%m-%d %H:%M}"

    @property
    def last_day(self) -> date:
        """The last day that belongs to it, in the city's time."""
        is_point = self.end == self.start
        return timezone.localtime(self.end - timedelta(seconds=not is_point)).date()

    @property
    def shown(self) -> dict[str, Any]:
        """As people say it: whole days end on their last one, and a mere beginning has no end."""
        end = self.end - timedelta(seconds=1) if self.all_day else self.end
        return {
            "start": timezone.localtime(self.start),
            "end": timezone.localtime(end) if self.end > self.start else None,
            "all_day": self.all_day,
        }


class EventPart(models.Model):
    """What another institution adds to a joint event; each edits its own part."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="parts")
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, related_name="event_parts"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=PartState.choices, default=PartState.INVITED
    )
    role = models.CharField(_("what you do"), max_length=120, blank=True)
    text = models.TextField(_("your part in words"), max_length=2000, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("part of a joint event")
        verbose_name_plural = _("parts of joint events")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "institution"], name="one_part_of_an_institution"
            )
        ]

    def __str__(self) -> str:
        return f"{self.event_id}: {self.institution_id}"
