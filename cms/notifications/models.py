"""Who follows what, and what they are still to be told."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MONDAY = 0
DIGEST_HOUR = 7
"""The hour of the morning, in local time, at which digests are due."""


class Frequency(models.TextChoices):
    """How often somebody wants to hear of what they follow; the most often first."""

    NOW = "now", _("At once")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")


def last_digest(now: datetime, weekday: int | None = None) -> datetime:
    """When the last digest was due: this morning's or yesterday's, or that of a day of the week."""
    local = timezone.localtime(now)
    morning = local.replace(hour=DIGEST_HOUR, minute=0, second=0, microsecond=0)
    if morning > local:
        morning -= timedelta(days=1)
    return (
        morning if weekday is None else morning - timedelta(days=(morning.weekday() - weekday) % 7)
    )


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices by whether they have been told."""

    def waiting(self) -> Self:
        """Not told yet."""
        return self.filter(mailed_at=None)

    def due(self, now: datetime) -> Self:
        """To be told by now: at once, or of the time before the last digest.

        Which digest is due follows from the clock alone, so a job that was killed half-way finds
        the rest when it runs again, and nothing that has been told.
        """
        return self.waiting().filter(
            models.Q(frequency=Frequency.NOW)
            | models.Q(frequency=Frequency.DAILY, created_at__lt=last_digest(now))
            | models.Q(frequency=Frequency.WEEKLY, created_at__lt=last_digest(now, weekday=MONDAY))
        )

    def of(self, topic: str, numbers: Iterable[int]) -> Self:
        """About some things."""
        return self.filter(topic=topic, number__in=numbers)


class Following(models.Model):
    """Somebody follows a thing, which its app names by a topic such as ``idea`` and a number."""

    touches_pages = False

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="followings"
    )
    topic = models.CharField(max_length=30)
    number = models.PositiveBigIntegerField()
    frequency = models.CharField(
        _("how often"), max_length=10, choices=Frequency.choices, default=Frequency.DAILY
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("following")
        verbose_name_plural = _("followings")
        constraints = [
            models.UniqueConstraint(fields=["user", "topic", "number"], name="followed_once")
        ]
        indexes = [models.Index(fields=["topic", "number"], name="followers_of")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.topic} {self.number}"


class Notice(models.Model):
    """One thing to tell one person; told when ``mailed_at`` is set, in the same commit as the mail.

    ``event`` names what happened, so that nobody is told the same twice. Who hears of it
    ``in_any_case`` need not follow the thing and cannot unsubscribe from it.
    """

    touches_pages = False

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices"
    )
    topic = models.CharField(max_length=30)
    number = models.PositiveBigIntegerField()
    event = models.CharField(max_length=80)
    about = models.CharField(max_length=300)
    """Title of the thing; digests are grouped by it."""
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    path = models.CharField(max_length=500)
    frequency = models.CharField(max_length=10, choices=Frequency.choices, default=Frequency.DAILY)
    in_any_case = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [models.UniqueConstraint(fields=["user", "event"], name="told_once")]
        indexes = [
            models.Index(
                fields=["user", "created_at"],
                condition=models.Q(mailed_at__isnull=True),
                name="notices_to_mail",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.title}"
