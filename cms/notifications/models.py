"""Who follows what, and what they are still to be told."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Frequency(models.TextChoices):
    """How often somebody wants to hear of what they follow."""

    NOW = "now", _("At once")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")


class Following(models.Model):
    """Somebody follows a thing, which its app names by a topic such as ``idea`` and a number."""

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

    ``event`` names what happened, so that nobody is told the same twice. ``urgent`` notices do not
    wait for a digest.
    """

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
    urgent = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    mailed_at = models.DateTimeField(null=True, blank=True)

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
