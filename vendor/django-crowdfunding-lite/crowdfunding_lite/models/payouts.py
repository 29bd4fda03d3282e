"""Money on its way to the receivers."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crowdfunding_lite.models.campaigns import Campaign, Receiver
from crowdfunding_lite.models.choices import PayoutMethod, PayoutState
from crowdfunding_lite.models.keys import new_idempotency_key, new_reference

GONE = (PayoutState.FAILED, PayoutState.CANCELLED)


class PayoutQuerySet(models.QuerySet["Payout"]):
    def standing(self) -> Self:
        """Those that take their sum from what is left of the campaign."""
        return self.exclude(state__in=GONE)


class Payout(models.Model):
    """A sum of one campaign for its receiver. ``reference`` is the bank's end-to-end id."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="payouts")
    receiver = models.ForeignKey(Receiver, on_delete=models.PROTECT, related_name="payouts")
    cents = models.PositiveIntegerField(_("amount"))
    currency = models.CharField(max_length=3, default="EUR")
    method = models.CharField(_("way of payment"), max_length=10, choices=PayoutMethod.choices)
    state = models.CharField(
        _("state"), max_length=10, choices=PayoutState.choices, default=PayoutState.HELD
    )
    hold_until = models.DateField(_("held until"), null=True, blank=True)
    reference = models.CharField(max_length=35, unique=True, default=new_reference)
    provider_transfer = models.CharField(max_length=100, null=True, blank=True)  # noqa: DJ001
    idempotency_key = models.CharField(max_length=50, unique=True, default=new_idempotency_key)
    batch = models.CharField(_("bank file"), max_length=60, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    paid_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(_("failure"), max_length=300, blank=True)

    objects = PayoutQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("payout")
        verbose_name_plural = _("payouts")
        indexes = [models.Index(fields=["state", "hold_until"], name="payout_state_hold")]
        constraints = [
            models.CheckConstraint(condition=Q(cents__gt=0), name="payout_positive"),
            models.UniqueConstraint(fields=["provider_transfer"], name="payout_once_at_provider"),
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.cents} {self.currency}"
