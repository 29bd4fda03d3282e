"""Donations and their history."""

import uuid
from typing import Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Least
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crowdfunding_lite.models.campaigns import Campaign
from crowdfunding_lite.models.choices import DonationState, EventKind, Source
from crowdfunding_lite.models.donors import Donor
from crowdfunding_lite.models.keys import new_idempotency_key, new_key
from crowdfunding_lite.models.subscriptions import Subscription

OPEN = (DonationState.STARTED, DonationState.PROCESSING)
NET = F("settled_cents") - F("refunded_cents") - F("lost_cents")


class DonationQuerySet(models.QuerySet["Donation"]):
    def open(self) -> Self:
        """Those whose end the provider has not told yet."""
        return self.filter(state__in=OPEN)

    def counted(self) -> Self:
        """Those that brought money which is still there."""
        return self.filter(net_cents__gt=0)

    def named(self) -> Self:
        """Counted ones whose donors wish to be named in public."""
        return self.counted().exclude(public_name="")


class Donation(models.Model):
    """One payment for a campaign.

    Committed before the provider is called. Amounts a provider reports (``settled_cents`` and
    those after it) are written by ``domain.settling`` alone; of ``refunded_cents``, it knows
    nothing of ``returned_cents``. ``total_cents`` is what is charged,
    ``net_cents`` what is kept of it, ``campaign_cents`` the part that counts towards the goal:
    money that goes back comes out of what was given on top for fees first.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=40, unique=True, default=new_key, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="donations")
    donor = models.ForeignKey(
        Donor, null=True, blank=True, on_delete=models.SET_NULL, related_name="donations"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    state = models.CharField(
        _("state"),
        max_length=16,
        choices=DonationState.choices,
        default=DonationState.STARTED,
    )
    amount_cents = models.PositiveIntegerField(_("amount"))
    fee_cover_cents = models.PositiveIntegerField(_("given on top for fees"), default=0)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    settled_cents = models.PositiveIntegerField(_("received"), default=0)
    refunded_cents = models.PositiveIntegerField(_("refunded"), default=0)
    returned_cents = models.PositiveIntegerField(
        _("given back past the provider"), default=0, db_default=0
    )
    disputed_cents = models.PositiveIntegerField(_("disputed"), default=0)
    lost_cents = models.PositiveIntegerField(_("charged back"), default=0)
    provider_fee_cents = models.IntegerField(_("fees"), default=0)
    total_cents = models.GeneratedField(
        expression=F("amount_cents") + F("fee_cover_cents"),
        output_field=models.PositiveIntegerField(),
        db_persist=True,
    )
    net_cents = models.GeneratedField(
        expression=NET, output_field=models.IntegerField(), db_persist=True
    )
    campaign_cents = models.GeneratedField(
        expression=Least(F("amount_cents"), NET),
        output_field=models.IntegerField(),
        db_persist=True,
    )
    livemode = models.BooleanField(default=False)
    # NULL rather than "": each is unique when there is one.
    provider_session = models.CharField(max_length=255, null=True, blank=True)  # noqa: DJ001
    provider_payment = models.CharField(max_length=100, null=True, blank=True)  # noqa: DJ001
    provider_invoice = models.CharField(max_length=100, null=True, blank=True)  # noqa: DJ001
    idempotency_key = models.CharField(max_length=50, unique=True, default=new_idempotency_key)
    checkout = models.JSONField(
        default=dict,
        encoder=DjangoJSONEncoder,
        help_text="What the payment page was asked for, so that the request can be repeated.",
    )
    expires_at = models.DateTimeField(null=True, blank=True)
    public_name = models.CharField(_("public name"), max_length=80, blank=True)
    dedication = models.CharField(_("dedication"), max_length=200, blank=True)
    wants_receipt = models.BooleanField(_("wants a receipt"), default=False)
    subscription = models.ForeignKey(
        Subscription, null=True, blank=True, on_delete=models.PROTECT, related_name="donations"
    )
    method = models.CharField(_("way of payment"), max_length=30, blank=True)
    language = models.CharField(max_length=12, blank=True)
    mismatch = models.TextField(_("books do not agree"), blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    paid_at = models.DateTimeField(_("paid"), null=True, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    checked_at = models.DateTimeField(_("compared"), null=True, blank=True)

    objects = DonationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("donation")
        verbose_name_plural = _("donations")
        indexes = [
            models.Index(
                fields=["campaign", "state"],
                include=["amount_cents", "campaign_cents", "net_cents", "settled_cents"],
                name="donation_totals",
            ),
            models.Index(fields=["campaign", "-paid_at"], name="donation_campaign_paid"),
            models.Index(fields=["-created_at"], name="donation_created"),
            models.Index(fields=["user"], name="donation_user"),
            models.Index(
                fields=["checked_at"],
                condition=Q(state__in=OPEN),
                name="donation_open",
            ),
            models.Index(
                fields=["created_at"], condition=~Q(mismatch=""), name="donation_mismatch"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_cents__gt=0), name="donation_amount_positive"
            ),
            models.UniqueConstraint(fields=["provider_session"], name="donation_one_session"),
            models.UniqueConstraint(fields=["provider_payment"], name="donation_one_payment"),
            models.UniqueConstraint(fields=["provider_invoice"], name="donation_one_invoice"),
        ]

    def __str__(self) -> str:
        return f"{self.amount_cents} {self.currency}, {self.get_state_display()}"

    @property
    def is_open(self) -> bool:
        """Whether the provider has not told its end yet."""
        return self.state in OPEN

    @property
    def refundable_cents(self) -> int:
        """What could go back today, apart from refunds that are asked for and not begun."""
        return max(
            0,
            self.settled_cents - self.refunded_cents - self.disputed_cents - self.lost_cents,
        )


class DonationEvent(models.Model):
    """One line of a donation's history; the database refuses to change or delete it."""

    donation = models.ForeignKey(Donation, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=15, choices=EventKind.choices)
    from_state = models.CharField(max_length=16, choices=DonationState.choices, blank=True)
    to_state = models.CharField(max_length=16, choices=DonationState.choices, blank=True)
    cents = models.IntegerField(null=True, blank=True)
    source = models.CharField(max_length=10, choices=Source.choices)
    note = models.TextField(max_length=2000, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("event of a donation")
        verbose_name_plural = _("events of donations")
        indexes = [models.Index(fields=["-at"], name="donation_event_at")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.from_state} → {self.to_state}"
