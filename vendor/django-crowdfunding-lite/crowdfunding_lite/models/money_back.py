"""Money that goes back: given back by us, or taken back by a bank."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crowdfunding_lite.models.choices import DisputeState, RefundState
from crowdfunding_lite.models.donations import Donation
from crowdfunding_lite.models.keys import new_idempotency_key


class RefundQuerySet(models.QuerySet["Refund"]):
    def unsolved(self) -> Self:
        """Failed ones nobody has solved yet."""
        return self.filter(state=RefundState.FAILED, solved_at=None)


class Refund(models.Model):
    """Money given back. Those made at the provider itself get a row, too, when they are seen."""

    donation = models.ForeignKey(Donation, on_delete=models.PROTECT, related_name="refunds")
    cents = models.PositiveIntegerField(_("amount"))
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=RefundState.choices, default=RefundState.REQUESTED
    )
    provider_refund = models.CharField(max_length=100, null=True, blank=True)  # noqa: DJ001
    idempotency_key = models.CharField(max_length=50, unique=True, default=new_idempotency_key)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    failure = models.CharField(_("failure"), max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    solved_at = models.DateTimeField(null=True, blank=True)
    solved_note = models.CharField(_("how it was solved"), max_length=500, blank=True)
    is_returned = models.BooleanField(
        _("given back past the provider"),
        default=False,
        db_default=False,
        help_text="The provider could not; the donor has the money by bank transfer or the like.",
    )

    objects = RefundQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=Q(state__in=(RefundState.REQUESTED, RefundState.PENDING)),
                name="refund_open",
            )
        ]
        constraints = [
            models.CheckConstraint(condition=Q(cents__gt=0), name="refund_positive"),
            models.UniqueConstraint(fields=["provider_refund"], name="refund_once_at_provider"),
        ]

    def __str__(self) -> str:
        return f"{self.cents}: {self.get_state_display()}"


class Dispute(models.Model):
    """A donor's bank takes a payment back, or asks about it. A returned direct debit is one that
    is lost from the start."""

    donation = models.ForeignKey(Donation, on_delete=models.PROTECT, related_name="disputes")
    provider_dispute = models.CharField(max_length=100, unique=True)
    cents = models.PositiveIntegerField(_("amount"))
    fee_cents = models.IntegerField(_("fee"), default=0)
    state = models.CharField(
        _("state"), max_length=4, choices=DisputeState.choices, default=DisputeState.OPEN
    )
    is_inquiry = models.BooleanField(
        default=False, help_text="The bank only asks; no money has been taken."
    )
    reason = models.CharField(_("reason"), max_length=60, blank=True)
    respond_by = models.DateTimeField(_("answer until"), null=True, blank=True)
    evidence_note = models.TextField(_("note about the evidence"), max_length=4000, blank=True)
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at"]
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")
        indexes = [
            models.Index(
                fields=["respond_by"], condition=Q(state=DisputeState.OPEN), name="dispute_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.cents}: {self.get_state_display()}"
