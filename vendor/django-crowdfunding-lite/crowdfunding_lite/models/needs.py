"""Things and time: what is needed, and who promised it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crowdfunding_lite.models.campaigns import Campaign
from crowdfunding_lite.models.choices import NeedKind, PledgeState
from crowdfunding_lite.models.keys import new_key

HOLDING = (
    PledgeState.UNCONFIRMED,
    PledgeState.PROMISED,
    PledgeState.AGREED,
    PledgeState.HANDED_OVER,
    PledgeState.THANKED,
)
"""States in which a pledge keeps its share of the need."""


class Need(models.Model):
    """Things or hours of help a campaign looks for.

    ``promised`` counts what pledges hold. The database keeps it between 0 and ``quantity``, so
    nothing can be promised twice.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="needs")
    kind = models.CharField(_("kind"), max_length=5, choices=NeedKind.choices)
    title = models.CharField(_("title"), max_length=120)
    description = models.TextField(_("description"), max_length=1000, blank=True)
    quantity = models.PositiveIntegerField(_("quantity"), default=1)
    promised = models.PositiveIntegerField(_("promised"), default=0, editable=False)
    condition = models.CharField(_("condition"), max_length=120, blank=True)
    drop_off = models.CharField(_("drop-off"), max_length=300, blank=True)
    takes_place = models.CharField(_("where and when"), max_length=300, blank=True)
    from_date = models.DateField(_("from"), null=True, blank=True)
    to_date = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="need_quantity_positive"),
            models.CheckConstraint(
                condition=Q(promised__gte=0, promised__lte=F("quantity")),
                name="need_not_promised_twice",
            ),
            models.CheckConstraint(
                condition=Q(from_date=None) | Q(to_date=None) | Q(to_date__gte=F("from_date")),
                name="need_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def open_quantity(self) -> int:
        """How many are still looked for."""
        return self.quantity - self.promised


class PledgeQuerySet(models.QuerySet["Pledge"]):
    def holding(self) -> Self:
        """Those that keep their share of the need."""
        return self.filter(state__in=HOLDING)

    def ahead(self) -> Self:
        """Those whose hand-over is still to come."""
        return self.filter(state__in=(PledgeState.PROMISED, PledgeState.AGREED))


class Pledge(models.Model):
    """Somebody's promise to bring a thing or to give time."""

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="pledges")
    quantity = models.PositiveIntegerField(_("quantity"), default=1)
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=PledgeState.choices,
        default=PledgeState.UNCONFIRMED,
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(max_length=12, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    hand_over_on = models.DateField(_("hand-over on"), null=True, blank=True)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    key = models.CharField(max_length=40, unique=True, default=new_key, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    handed_over_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    objects = PledgeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("pledge")
        verbose_name_plural = _("pledges")
        indexes = [models.Index(fields=["state", "hand_over_on"], name="pledge_state_day")]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="pledge_quantity_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.need_id}"
