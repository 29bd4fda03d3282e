"""The decision log: append-only, each entry chained to the one before by its hash."""

from hashlib import sha256

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.ideas.models.choices import Outcome
from participation.ideas.models.ideas import Idea

FIRST_HASH = "0" * 64
"""What the log's first entry follows."""


def chained(previous_hash: str, line: str) -> str:
    """The hash of an entry: SHA-256 of the hash before it, a line feed and its line."""
    return sha256(f"{previous_hash}\n{line}".encode()).hexdigest()


class Decision(models.Model):
    """An entry of the log.

    ``line`` is the JSON text that is published and hashed, without personal data; the columns
    beside it repeat what lists need. ``hash`` is the SHA-256, in hexadecimal, of the previous
    entry's hash, a line feed and ``line``; the first entry follows 64 zeros. A correction is an
    entry of its own. The database refuses changes, deletion and entries that do not continue the
    chain (migration 0003).
    """

    number = models.PositiveIntegerField(primary_key=True)
    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome.choices)
    reasons = models.TextField(_("reasons"), max_length=4000)
    decided_by = models.CharField(_("decided by"), max_length=200)
    decided_on = models.DateField(_("decided on"))
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    line = models.TextField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["number"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")

    def __str__(self) -> str:
        return f"{self.number}: {self.get_outcome_display()}"


class ParkedMatch(models.Model):
    """A parked idea that resembles a page just published: perhaps its time has come.

    Suggested to the deciders until somebody has looked at it.
    """

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="matches")
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    words = models.CharField(_("words in common"), max_length=300)
    score = models.FloatField()
    created_at = models.DateTimeField(default=timezone.now)
    handled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-score"]
        verbose_name = _("parked idea suggested")
        verbose_name_plural = _("parked ideas suggested")
        constraints = [
            models.UniqueConstraint(fields=["idea", "page"], name="suggested_once_for_a_page")
        ]

    def __str__(self) -> str:
        return f"{self.idea_id}: {self.words}"
