"""What a city decides about its wish list."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from cms.core.money import CentsField, parse_euros

PRESETS, HIGHEST_FIXED_FEE = 6, 80


def _number(label: Any, default: int, highest: int, **options: Any) -> Any:
    return models.PositiveSmallIntegerField(
        label,
        default=default,
        validators=[MinValueValidator(1), MaxValueValidator(highest)],
        **options,
    )


def preset_cents(text: str) -> list[int]:
    """Amounts of a list such as ``10; 25; 50``, in cents. Raises ValidationError."""
    return [parse_euros(part) for part in text.split(";") if part.strip()]


def _check_presets(text: str) -> None:
    amounts = preset_cents(text)
    if not amounts or len(amounts) > PRESETS or min(amounts) <= 0:
        raise ValidationError(_("One to six amounts, separated by semicolons."))


@register_setting(icon="pick")
class WishlistSettings(BaseSiteSetting):
    """Amounts, fees, times and texts."""

    presets = models.CharField(
        _("amounts offered"),
        max_length=80,
        default="10; 25; 50; 100",
        validators=[_check_presets],
        help_text=_("In euros, separated by semicolons."),
    )
    minimum_cents = CentsField(_("smallest donation"), default=500)
    maximum_cents = CentsField(_("largest donation"), default=1_000_000)
    monthly = models.BooleanField(_("offer monthly donations"), default=True)
    cover_fees = models.BooleanField(_("offer to cover the fees"), default=True)
    fee_percent = models.DecimalField(
        _("fees in per cent"),
        max_digits=4,
        decimal_places=2,
        default=Decimal("1.50"),
        validators=[MinValueValidator(0), MaxValueValidator(10)],
        help_text=_("What the payment provider takes; it decides the figure that donors see."),
    )
    fee_fixed_cents = CentsField(_("fixed fee for each payment"), default=25)
    declines_per_hour = _number(
        _("declined payments in an hour from which more is asked of donors"),
        20,
        1000,
        help_text=_("Somebody may be trying out stolen cards then."),
    )
    payment_methods = models.CharField(
        _("ways to pay"),
        max_length=200,
        blank=True,
        help_text=_(
            "Stripe's names, separated by commas, such as card, sepa_debit. "
            "Empty: whatever is switched on in Stripe's dashboard."
        ),
    )
    hold_days = models.PositiveSmallIntegerField(
        _("days that money is held before it is paid out"),
        default=14,
        validators=[MaxValueValidator(365)],
    )
    unconfirmed_hours = _number(_("hours until an unconfirmed application expires"), 72, 720)
    pledge_reminder_days = _number(_("days until a pledge is reminded of"), 7, 90)
    ending_soon_days = _number(_("days before its end in which a wish is “ending soon”"), 14, 60)
    nearly_there_percent = _number(_("per cent from which a wish is “nearly there”"), 80, 99)
    donor_years = _number(
        _("years until donors' names are deleted from the books"),
        10,
        30,
        help_text=_("Counted from the end of the year; books are kept ten years (AO § 147)."),
    )
    rules = models.TextField(
        _("rules for wishes"),
        max_length=2000,
        blank=True,
        help_text=_("Shown beside the form of a wish. Empty: the built-in text."),
    )
    after_applying = models.TextField(
        _("what happens after applying"),
        max_length=1000,
        blank=True,
        help_text=_("Shown beside the application. Empty: the built-in text."),
    )

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("presets"),
                FieldRowPanel([FieldPanel("minimum_cents"), FieldPanel("maximum_cents")]),
                FieldPanel("monthly"),
                FieldPanel("payment_methods"),
                FieldPanel("declines_per_hour"),
            ],
            heading=_("Donating"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("cover_fees"),
                FieldRowPanel([FieldPanel("fee_percent"), FieldPanel("fee_fixed_cents")]),
            ],
            heading=_("Fees"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("hold_days"),
                FieldPanel("unconfirmed_hours"),
                FieldPanel("pledge_reminder_days"),
                FieldPanel("ending_soon_days"),
                FieldPanel("nearly_there_percent"),
                FieldPanel("donor_years"),
            ],
            heading=_("Times and limits"),
        ),
        MultiFieldPanel([FieldPanel("rules"), FieldPanel("after_applying")], heading=_("Texts")),
    ]

    class Meta:
        verbose_name = _("digital wish list")

    def clean(self) -> None:
        """The smallest donation is not above the largest; a fixed fee is a coin."""
        super().clean()
        if (self.fee_fixed_cents or 0) > HIGHEST_FIXED_FEE:
            raise ValidationError({"fee_fixed_cents": _("At most 80 cents.")})
        if self.minimum_cents and self.minimum_cents > (self.maximum_cents or 0):
            raise ValidationError(
                {"maximum_cents": _("The largest donation is below the smallest.")}
            )

    @property
    def preset_amounts(self) -> list[int]:
        """The offered amounts in cents, those outside the limits left out."""
        found = preset_cents(self.presets)
        return [cents for cents in found if self.minimum_cents <= cents <= self.maximum_cents]

    @property
    def methods(self) -> list[str]:
        """The ways to pay by Stripe's names; empty: Stripe decides."""
        return [name.strip() for name in self.payment_methods.split(",") if name.strip()]
