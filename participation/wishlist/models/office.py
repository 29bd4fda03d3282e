"""What the treasury decides: who confirms donations, who pays, which accounts are booked on."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from schwifty import BIC, IBAN
from schwifty.exceptions import SchwiftyException
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

ACCOUNT = RegexValidator(r"^[0-9]{4,9}$", _("An account number has four to nine digits."))


class Issuer(models.TextChoices):
    """Whose donation it is before the tax law: whoever receives it confirms it."""

    INSTITUTION = "institution", _("the institution, for which the city only collects")
    CITY = "city", _("the city, which hands the money on")


def check_iban(iban: str) -> None:
    """ValidationError where length or check digits of an IBAN are wrong."""
    try:
        IBAN(iban)
    except SchwiftyException as error:
        raise ValidationError(_("This IBAN is not valid. Please check its digits.")) from error


def check_bic(bic: str) -> None:
    """ValidationError where a BIC has not the form of one."""
    try:
        BIC(bic)
    except SchwiftyException as error:
        raise ValidationError(_("This BIC is not valid.")) from error


def _account(label: Any, number: str) -> Any:
    return models.CharField(label, max_length=9, default=number, validators=[ACCOUNT])


@register_setting(icon="clipboard-list")
class OfficeSettings(BaseSiteSetting):
    """Money, receipts and bookings of the wish list."""

    receipt_issuer = models.CharField(
        _("donations are confirmed by"),
        max_length=12,
        choices=Issuer.choices,
        default=Issuer.INSTITUTION,
        help_text=_("Ask your tax office which of them fits the contracts with institutions."),
    )
    issuer_name = models.CharField(_("name of the city's body"), max_length=140, blank=True)
    issuer_address = models.TextField(_("its address"), max_length=300, blank=True)
    issuer_place = models.CharField(_("place of issue"), max_length=80, blank=True)
    signatory = models.CharField(_("signed by"), max_length=120, blank=True)
    machine_told_on = models.DateField(
        _("tax office told of the automatic procedure on"),
        null=True,
        blank=True,
        help_text=_(
            "Without this day receipts have to be signed by hand, and donors cannot fetch them "
            "themselves (R 10b.1 (4) EStR)."
        ),
    )

    payer_name = models.CharField(_("account holder"), max_length=70, blank=True)
    payer_iban = models.CharField("IBAN", max_length=34, blank=True, validators=[check_iban])
    payer_bic = models.CharField("BIC", max_length=11, blank=True, validators=[check_bic])

    datev_adviser = models.PositiveIntegerField(
        _("adviser number"),
        default=1001,
        validators=[MinValueValidator(1001), MaxValueValidator(9_999_999)],
    )
    datev_client = models.PositiveIntegerField(
        _("client number"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(99_999)],
    )
    year_begins_in = models.PositiveSmallIntegerField(
        _("first month of the fiscal year"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )
    account_transit = _account(_("money at the payment provider"), "1360")
    account_donations = _account(_("donations to hand on"), "1590")
    account_fees = _account(_("fees"), "4970")
    account_bank = _account(_("bank"), "1200")

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("receipt_issuer"),
                FieldPanel("issuer_name"),
                FieldPanel("issuer_address"),
                FieldRowPanel([FieldPanel("issuer_place"), FieldPanel("signatory")]),
                FieldPanel("machine_told_on"),
            ],
            heading=_("Receipts"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("payer_name"),
                FieldRowPanel([FieldPanel("payer_iban"), FieldPanel("payer_bic")]),
            ],
            heading=_("Account that payouts come from"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("datev_adviser"), FieldPanel("datev_client")]),
                FieldPanel("year_begins_in"),
                FieldRowPanel([FieldPanel("account_transit"), FieldPanel("account_donations")]),
                FieldRowPanel([FieldPanel("account_fees"), FieldPanel("account_bank")]),
            ],
            heading=_("Bookings for DATEV"),
        ),
    ]

    class Meta:
        verbose_name = _("treasury of the wish list")
        default_permissions = ("change",)
        permissions = [
            ("view_books", "Can see the books of the wish list"),
            ("review_wish", "Can review institutions and wishes"),
            ("manage_money", "Can refund, pay out and issue receipts"),
        ]

    def clean(self) -> None:
        """Booking accounts have one length, and the city's name is there if it confirms."""
        super().clean()
        lengths = {len(account) for account in self.accounts}
        if len(lengths) > 1:
            raise ValidationError(_("All account numbers need the same number of digits."))
        if self.receipt_issuer == Issuer.CITY and not (self.issuer_name and self.issuer_address):
            raise ValidationError(
                {"issuer_name": _("Receipts need the name and address of whoever confirms.")}
            )

    @property
    def accounts(self) -> tuple[str, ...]:
        """Every account that is booked on."""
        return (
            self.account_transit,
            self.account_donations,
            self.account_fees,
            self.account_bank,
        )
