"""What the provider tells of itself, and where our books and its differ."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crowdfunding_lite.models.choices import BalanceKind
from crowdfunding_lite.models.donations import Donation


class InboxEvent(models.Model):
    """An event of the provider, once. It is only a reason to look: what holds is fetched."""

    event_id = models.CharField(max_length=255, unique=True)
    kind = models.CharField(max_length=80)
    object_id = models.CharField(max_length=255, blank=True)
    about = models.JSONField(default=dict, help_text="Objects it may concern, by kind.")
    created = models.DateTimeField(help_text="The provider's time.")
    received_at = models.DateTimeField(default=timezone.now)
    handled_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-received_at"]
        verbose_name = _("event of the payment provider")
        verbose_name_plural = _("events of the payment provider")
        indexes = [
            models.Index(fields=["received_at"], condition=Q(handled_at=None), name="inbox_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class BalanceEntry(models.Model):
    """Our copy of one movement of the provider's balance, written when a donation is settled.

    ``cents`` is what moved before fees, negative when money went; ``fee_cents`` what the provider
    kept of it.
    """

    provider_reference = models.CharField(max_length=100, unique=True)
    donation = models.ForeignKey(Donation, on_delete=models.PROTECT, related_name="balance_entries")
    kind = models.CharField(max_length=15, choices=BalanceKind.choices)
    cents = models.IntegerField()
    fee_cents = models.IntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("movement of the balance")
        verbose_name_plural = _("movements of the balance")
        indexes = [models.Index(fields=["at"], name="balance_entry_at")]

    def __str__(self) -> str:
        return f"{self.provider_reference}: {self.cents} − {self.fee_cents}"


class DifferenceQuerySet(models.QuerySet["Difference"]):
    def unsolved(self) -> Self:
        """Those that nobody has explained and that have not gone by themselves."""
        return self.filter(solved_at=None)


class Difference(models.Model):
    """Cents in which our books and the provider's balance differ, found by the nightly check."""

    donation = models.ForeignKey(
        Donation, null=True, blank=True, on_delete=models.PROTECT, related_name="differences"
    )
    provider_reference = models.CharField(max_length=100)
    day = models.DateField()
    ours_cents = models.IntegerField(default=0)
    theirs_cents = models.IntegerField(default=0)
    found_at = models.DateTimeField(default=timezone.now)
    solved_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    objects = DifferenceQuerySet.as_manager()

    class Meta:
        ordering = ["-found_at", "-pk"]
        verbose_name = _("difference")
        verbose_name_plural = _("differences")
        constraints = [
            models.UniqueConstraint(
                fields=["provider_reference"],
                condition=Q(solved_at=None),
                name="difference_reported_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.provider_reference}: {self.ours_cents} ≠ {self.theirs_cents}"


class Checkpoint(models.Model):
    """How far something that goes on has come, such as the reading of the provider's events."""

    name = models.CharField(max_length=60, primary_key=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")

    def __str__(self) -> str:
        return f"{self.name}: {self.at}"
