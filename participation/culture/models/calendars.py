"""Calendars out that only who knows their address reads, and dates that collide."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from participation.culture.models.choices import Audience, Genre
from participation.culture.models.events import Event
from participation.culture.models.institutions import choices_field
from participation.culture.models.resources import new_key


class Severity(models.TextChoices):
    """How much two dates get into each other's way."""

    LOW = "low", pgettext_lazy("collision", "slight")
    MEDIUM = "medium", pgettext_lazy("collision", "noticeable")
    HIGH = "high", pgettext_lazy("collision", "strong")


class CollisionState(models.TextChoices):
    """What has become of two dates that collide."""

    OPEN = "open", pgettext_lazy("collision", "open")
    AGREED = "agreed", pgettext_lazy("collision", "both agree with it")
    SOLVED = "solved", pgettext_lazy("collision", "solved by another date")


class PrivateFeed(models.Model):
    """A member's own choice of events as a calendar; whoever knows its address reads it.

    It shows what the member may see at that moment, and nothing once the membership has ended.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="culture_private_feeds"
    )
    name = models.CharField(_("name"), max_length=80)
    genres = choices_field(_("genres"), Genre)
    audiences = choices_field(_("audiences"), Audience)
    institutions = ArrayField(
        models.BigIntegerField(), verbose_name=_("institutions"), default=list, blank=True
    )
    key = models.CharField(max_length=43, unique=True, default=new_key, editable=False)
    created_at = models.DateTimeField(pgettext_lazy("feed", "made"), default=timezone.now)
    read_at = models.DateTimeField(_("last read"), null=True, blank=True)

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("private calendar")
        verbose_name_plural = _("private calendars")

    def __str__(self) -> str:
        return self.name


class CollisionQuerySet(models.QuerySet["Collision"]):
    """Collisions by what they wait for."""

    def open(self) -> Self:
        """Those still to come that nobody has solved and not both agree with."""
        return self.filter(state=CollisionState.OPEN, start__gt=timezone.now())


class Collision(models.Model):
    """Two events whose dates get into each other's way, found while one was planned.

    ``event`` was planned when ``other`` was there already. Each side may agree with it; when both
    have, it is settled.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="collisions")
    other = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="collided_with")
    severity = models.CharField(_("how much"), max_length=10, choices=Severity.choices)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=CollisionState.choices,
        default=CollisionState.OPEN,
    )
    start = models.DateTimeField(_("when"))
    found_at = models.DateTimeField(_("found"), default=timezone.now)
    event_agreed_at = models.DateTimeField(_("the planner agreed"), null=True, blank=True)
    other_agreed_at = models.DateTimeField(_("the other side agreed"), null=True, blank=True)
    settled_at = models.DateTimeField(pgettext_lazy("collision", "settled"), null=True, blank=True)

    objects = CollisionQuerySet.as_manager()

    class Meta:
        ordering = ["-found_at", "-pk"]
        verbose_name = _("collision of dates")
        verbose_name_plural = _("collisions of dates")
        constraints = [
            models.UniqueConstraint(fields=["event", "other"], name="one_collision_of_two_events"),
        ]
        indexes = [models.Index(fields=["state", "-found_at"], name="culture_collision_state")]

    def __str__(self) -> str:
        return f"{self.event_id} – {self.other_id}"
