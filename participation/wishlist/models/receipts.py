"""Receipts for donors' tax: who issues them, their numbers, and what was confirmed to whom."""

import secrets
from typing import Any, Self

from crowdfunding_lite.models import Donation, Donor
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.wishlist.models.institutions import Institution
from participation.wishlist.receipts.document import COLLECTIVE, SIMPLE, SINGLE

YEARS_KEPT = 10
"""Counted from the end of the year of issue (AO § 147 (3) and (4), EStDV § 50 (7))."""


def new_key() -> str:
    """A secret for a link: 192 bits."""
    return secrets.token_urlsafe(24)


class ReceiptKind(models.TextChoices):
    """Which paper it is."""

    SIMPLE = SIMPLE, _("Slip for the simplified proof")
    SINGLE = SINGLE, _("Donation receipt")
    COLLECTIVE = COLLECTIVE, _("Collective donation receipt")


class ReceiptSigner(models.Model):
    """How one institution's receipts are worded and signed, apart from its tax papers."""

    institution = models.OneToOneField(
        Institution, on_delete=models.PROTECT, related_name="receipt_signer"
    )
    purposes = models.CharField(
        _("purposes, as they follow “wegen Förderung …”"),
        max_length=300,
        blank=True,
        help_text=_("For example: der Jugendhilfe. Empty: the purposes of its tax papers."),
    )
    statutes = models.CharField(
        _("purposes, as they follow “Wir fördern nach unserer Satzung …”"),
        max_length=300,
        blank=True,
        help_text=_("For example: die Jugendhilfe. Needed for a determination under § 60a AO."),
    )
    signatory = models.CharField(_("signed by"), max_length=120, blank=True)
    signature: Any = models.BinaryField(_("signature as a picture"), null=True, blank=True)
    machine_told_on = models.DateField(
        _("tax office told of the automatic procedure on"), null=True, blank=True
    )
    membership_fees_excluded = models.BooleanField(
        _("membership fees are not deductible"),
        default=False,
        help_text=_("As with sports, local heritage and the like (EStG § 10b (1) sentence 8)."),
    )

    class Meta:
        verbose_name = _("signature on receipts")
        verbose_name_plural = _("signatures on receipts")

    def __str__(self) -> str:
        return self.signatory


class ReceiptSeries(models.Model):
    """The last number given in a year by one issuer; without an institution it is the city's.

    Whoever issues locks the row until the receipt is committed, so that no number is left out.
    """

    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("series of receipt numbers")
        verbose_name_plural = _("series of receipt numbers")
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "year"], name="one_receipt_series", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    def valid(self) -> Self:
        """Those that still serve as a proof."""
        return self.filter(void_at=None)

    def old_enough_to_go(self) -> Self:
        """Those that the law no longer asks for."""
        return self.filter(issued_on__year__lt=timezone.localdate().year - YEARS_KEPT)


class Receipt(models.Model):
    """A paper that was issued. ``data`` is all that stands on it, ``data_hash`` its SHA-256.

    The database refuses to change it; it can become void once, and goes after the legal time
    (migration 0102). Slips for the simplified proof carry no number.
    """

    institution = models.ForeignKey(
        Institution,
        verbose_name=_("issuer"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="receipts",
    )
    kind = models.CharField(_("kind"), max_length=12, choices=ReceiptKind.choices)
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    key = models.CharField(max_length=40, unique=True, default=new_key, editable=False)
    donor = models.ForeignKey(
        Donor, null=True, blank=True, on_delete=models.SET_NULL, related_name="receipts"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="receipts",
    )
    cents = models.PositiveIntegerField(_("amount"))
    data: Any = models.JSONField()
    data_hash = models.CharField(max_length=64)
    issued_on = models.DateField(_("issued on"))
    issued_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    void_at = models.DateTimeField(_("void since"), null=True, blank=True)
    void_reason = models.CharField(_("why it is void"), max_length=300, blank=True)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at", "-pk"]
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        indexes = [models.Index(fields=["donor"], name="receipt_donor")]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "year", "number"],
                condition=Q(number__isnull=False),
                name="receipt_number_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(kind=SIMPLE, number=None) | ~Q(kind=SIMPLE) & Q(number__gt=0),
                name="receipt_is_numbered",
            ),
        ]

    def __str__(self) -> str:
        return self.shown_number or str(self.get_kind_display())

    @property
    def shown_number(self) -> str:
        """``2026-00012``; empty for a slip."""
        return f"{self.year}-{self.number:05d}" if self.number else ""

    @property
    def is_void(self) -> bool:
        """Whether it serves no longer."""
        return self.void_at is not None

    @property
    def is_signed(self) -> bool:
        """Whether it is valid as it comes out of the machine."""
        return self.kind == SIMPLE or bool(self.data.get("machine"))


class ReceiptItem(models.Model):
    """A donation on a receipt. A donation stands on one valid receipt at most."""

    receipt = models.ForeignKey(Receipt, on_delete=models.CASCADE, related_name="items")
    donation = models.ForeignKey(Donation, on_delete=models.PROTECT, related_name="receipt_items")
    cents = models.PositiveIntegerField()
    day = models.DateField()
    is_void = models.BooleanField(default=False)

    class Meta:
        ordering = ["day", "pk"]
        verbose_name = _("donation on a receipt")
        verbose_name_plural = _("donations on receipts")
        constraints = [
            models.UniqueConstraint(
                fields=["donation"], condition=Q(is_void=False), name="donation_confirmed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.receipt_id}: {self.donation_id}"


class ReceiptFile(models.Model):
    """The PDF as it was first handed out: the duplicate that EStDV § 50 (7) asks for.

    It lies in the database, so that it is saved and deleted together with the books.
    """

    receipt = models.OneToOneField(Receipt, on_delete=models.CASCADE, related_name="file")
    pdf: Any = models.BinaryField()
    pdf_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("receipt as a file")
        verbose_name_plural = _("receipts as files")

    def __str__(self) -> str:
        return str(self.receipt_id)
