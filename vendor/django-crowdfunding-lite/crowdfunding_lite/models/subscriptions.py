"""Monthly donations."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crowdfunding_lite.models.campaigns import Campaign
from crowdfunding_lite.models.choices import SubscriptionState
from crowdfunding_lite.models.donors import Donor
from crowdfunding_lite.models.keys import new_idempotency_key, new_key

RUNNING = (SubscriptionState.STARTED, SubscriptionState.ACTIVE, SubscriptionState.PAST_DUE)


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def running(self) -> Self:
        """Those that the provider may still collect for."""
        return self.filter(state__in=RUNNING)


class Subscription(models.Model):
    """Somebody's donation of a fixed sum every month.

    Each month's payment is a donation of its own. What the donor wishes (``amount_cents``,
    ``stop_asked_at``) is committed before the provider is told, so that it can be told again.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="subscriptions")
    donor = models.ForeignKey(
        Donor, null=True, blank=True, on_delete=models.SET_NULL, related_name="subscriptions"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    amount_cents = models.PositiveIntegerField(_("amount"))
    fee_cover_cents = models.PositiveIntegerField(_("given on top for fees"), default=0)
    total_cents = models.GeneratedField(
        expression=F("amount_cents") + F("fee_cover_cents"),
        output_field=models.PositiveIntegerField(),
        db_persist=True,
    )
    currency = models.CharField(max_length=3, default="EUR")
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=SubscriptionState.choices,
        default=SubscriptionState.STARTED,
    )
    provider_subscription = models.CharField(max_length=100, null=True, blank=True)  # noqa: DJ001
    idempotency_key = models.CharField(max_length=50, unique=True, default=new_idempotency_key)
    key = models.CharField(max_length=40, unique=True, default=new_key, editable=False)
    language = models.CharField(max_length=12, blank=True)
    public_name = models.CharField(_("public name"), max_length=80, blank=True)
    next_on = models.DateField(_("next on"), null=True, blank=True)
    mismatch = models.TextField(_("books do not agree"), blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    stop_asked_at = models.DateTimeField(null=True, blank=True)
    stop_with_campaign = models.BooleanField(default=False)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    failure_told_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("monthly donation")
        verbose_name_plural = _("monthly donations")
        indexes = [models.Index(fields=["state", "checked_at"], name="subscription_state_checked")]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_cents__gt=0), name="subscription_amount_positive"
            ),
            models.UniqueConstraint(
                fields=["provider_subscription"], name="subscription_once_at_provider"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount_cents} {self.currency}"

    @property
    def is_running(self) -> bool:
        """Whether money will come every month as far as the donor wishes."""
        return self.state in RUNNING and self.stop_asked_at is None


class SubscriptionTerm(models.Model):
    """A sum the donor agreed to, from when on. Invoices must match one of them."""

    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="terms")
    amount_cents = models.PositiveIntegerField()
    fee_cover_cents = models.PositiveIntegerField(default=0)
    idempotency_key = models.CharField(max_length=50, unique=True, default=new_idempotency_key)
    since = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["since", "pk"]
        verbose_name = _("agreed monthly sum")
        verbose_name_plural = _("agreed monthly sums")

    def __str__(self) -> str:
        return str(self.amount_cents + self.fee_cover_cents)
