"""Who gets money, and what it is collected for."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crowdfunding_lite.models.choices import DonationState, PayoutMethod, Rule, Stage

PUBLIC_STAGES = (Stage.PUBLISHED, Stage.FUNDED, Stage.ENDED, Stage.PAID_OUT, Stage.REPORTED)
OPEN_STAGES = (Stage.PUBLISHED, Stage.FUNDED)


class Receiver(models.Model):
    """Who gets the money of a campaign, and how."""

    name = models.CharField(_("name"), max_length=200)
    is_active = models.BooleanField(_("active"), default=True)
    payout_method = models.CharField(
        _("way of payment"), max_length=10, choices=PayoutMethod.choices, default=PayoutMethod.BANK
    )
    provider_account = models.CharField(
        _("account at the payment provider"), max_length=100, blank=True
    )
    iban = models.CharField("IBAN", max_length=34, blank=True)
    account_holder = models.CharField(_("account holder"), max_length=140, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("receiver")
        verbose_name_plural = _("receivers")

    def __str__(self) -> str:
        return self.name


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def public(self) -> Self:
        """What everybody may see."""
        return self.filter(stage__in=PUBLIC_STAGES)

    def open(self) -> Self:
        """What takes donations and pledges today."""
        today = timezone.localdate()
        return self.filter(stage__in=OPEN_STAGES).filter(Q(ends_on=None) | Q(ends_on__gte=today))

    def with_totals(self) -> Self:
        """Adds ``confirmed_cents``, ``pending_cents`` and ``donation_count``, in one query.

        Confirmed is what came for the campaign less refunds and lost disputes, without what
        donors gave on top for fees; pending is on its way (direct debit) and apart from it.
        """
        donations = _of_campaign()
        return self.annotate(
            confirmed_cents=_confirmed(),
            pending_cents=_total(
                donations.filter(state=DonationState.PROCESSING), Sum("amount_cents")
            ),
            donation_count=_total(donations.filter(net_cents__gt=0), Count("pk")),
        )

    def goal_reached(self) -> Self:
        """Those that have all they look for: money that has come, and pledges for each need.

        The sum is taken each time, from the index ``donation_totals`` alone.
        """
        from crowdfunding_lite.models.needs import Need

        needs = Need.objects.filter(campaign=OuterRef("pk"))
        return self.filter(
            ~Exists(needs.filter(promised__lt=F("quantity"))),
            Q(goal_cents__isnull=False) | Exists(needs),
            Q(goal_cents=None) | Q(goal_cents__lte=_confirmed()),
        )


def _confirmed() -> Coalesce:
    return _total(_of_campaign().exclude(settled_cents=0), Sum("campaign_cents"))


def _of_campaign() -> models.QuerySet:
    from crowdfunding_lite.models.donations import Donation

    return Donation.objects.filter(campaign=OuterRef("pk")).order_by().values("campaign")


def _total(donations: models.QuerySet, what: models.Aggregate) -> Coalesce:
    found = Subquery(donations.annotate(found=what).values("found"))
    return Coalesce(found, Value(0), output_field=models.BigIntegerField())


class Campaign(models.Model):
    """A goal in money, things or time, or several of them, for one receiver."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    receiver = models.ForeignKey(Receiver, on_delete=models.PROTECT, related_name="campaigns")
    title = models.CharField(_("title"), max_length=200)
    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices, default=Stage.DRAFT)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    goal_cents = models.PositiveIntegerField(_("goal"), null=True, blank=True)
    stretch_goal_cents = models.PositiveIntegerField(_("stretch goal"), null=True, blank=True)
    ends_on = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("Empty: without an end.")
    )
    rule = models.CharField(_("rule"), max_length=15, choices=Rule.choices, default=Rule.KEEP)
    created_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    funded_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    missed_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text=_("When it was certain that the goal is missed and all money goes back."),
    )

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        indexes = [models.Index(fields=["stage", "ends_on"], name="campaign_stage_end")]
        constraints = [
            models.CheckConstraint(
                condition=Q(goal_cents=None) | Q(goal_cents__gt=0), name="campaign_goal_positive"
            ),
            models.CheckConstraint(
                condition=Q(stretch_goal_cents=None)
                | Q(stretch_goal_cents__gt=models.F("goal_cents")),
                name="campaign_stretch_above_goal",
            ),
            models.CheckConstraint(
                condition=Q(rule=Rule.KEEP) | Q(goal_cents__isnull=False, ends_on__isnull=False),
                name="campaign_all_or_nothing_has_goal_and_end",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_public(self) -> bool:
        return self.stage in PUBLIC_STAGES

    @property
    def is_open(self) -> bool:
        """Whether it takes donations and pledges today."""
        return self.stage in OPEN_STAGES and (
            self.ends_on is None or self.ends_on >= timezone.localdate()
        )


class StageStep(models.Model):
    """One step of a campaign's life; the database refuses to change or delete it."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="steps")
    from_stage = models.CharField(max_length=12, choices=Stage.choices)
    to_stage = models.CharField(max_length=12, choices=Stage.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.TextField(max_length=2000, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("step of a campaign")
        verbose_name_plural = _("steps of campaigns")

    def __str__(self) -> str:
        return f"{self.from_stage} → {self.to_stage}"
