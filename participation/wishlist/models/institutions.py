"""Institutions that wish for something, their papers, and what the office decided about them."""

from datetime import date, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from cms.core.models.pages import UMLAUTS
from participation.wishlist.models.choices import Cause, InstitutionState, LegalForm, TaxStatus

NAME_LENGTH, DESCRIPTION_LENGTH = 160, 4000
RECEIPT_YEARS = {TaxStatus.NOTICE: 5, TaxStatus.DETERMINATION: 3}
"""How many years after the paper's date receipts may be issued (AO § 63 (5))."""


def slug_of(words: str, otherwise: str) -> str:
    """The readable part of an address; never empty."""
    return slugify(words.lower().translate(UMLAUTS))[:60].strip("-") or otherwise


class InstitutionQuerySet(models.QuerySet["Institution"]):
    """Institutions by who may see them."""

    def public(self) -> Self:
        """What everybody may see."""
        return self.filter(state=InstitutionState.VERIFIED)


class Institution(models.Model):
    """A social institution or association. Its bank account and Connect account are its receiver's.

    Never deleted once confirmed: books name it.
    """

    receiver = models.OneToOneField(
        "crowdfunding_lite.Receiver",
        verbose_name=_("receiver of money"),
        on_delete=models.PROTECT,
        related_name="institution",
    )
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    legal_form = models.CharField(_("legal form"), max_length=20, choices=LegalForm.choices)
    register_number = models.CharField(_("register number"), max_length=40, blank=True)
    register_court = models.CharField(_("register kept by"), max_length=80, blank=True)
    description = models.TextField(_("what you do"), max_length=DESCRIPTION_LENGTH)
    cause = models.CharField(
        _("what it is about"), max_length=20, choices=Cause.choices, default=Cause.HARDSHIP
    )
    homepage = models.URLField(_("website"), blank=True)
    street = models.CharField(_("street and number"), max_length=120)
    postcode = models.CharField(_("postcode"), max_length=10)
    city = models.CharField(_("city"), max_length=80)
    district = models.ForeignKey(
        "core.Place",
        verbose_name=_("part of the city"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    contact_name = models.CharField(_("contact person"), max_length=120, blank=True)
    contact_email = models.EmailField(_("e-mail address of the office"))
    contact_phone = models.CharField(_("telephone"), max_length=40, blank=True)
    logo = models.ForeignKey(
        "core.CustomImage",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    tax_status = models.CharField(
        _("exemption from tax"), max_length=20, choices=TaxStatus.choices, default=TaxStatus.NONE
    )
    tax_office = models.CharField(_("tax office"), max_length=80, blank=True)
    tax_number = models.CharField(_("tax number"), max_length=30, blank=True)
    tax_notice_on = models.DateField(_("date of the notice"), null=True, blank=True)
    tax_period = models.CharField(_("assessed for the years"), max_length=40, blank=True)
    tax_purposes = models.CharField(_("exempt purposes"), max_length=300, blank=True)
    tax_valid_until = models.DateField(_("receipts may be issued until"), null=True, blank=True)
    tax_document = models.ForeignKey(
        "core.CustomDocument",
        verbose_name=_("notice as a file"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    state = models.CharField(
        _("state"),
        max_length=20,
        choices=InstitutionState.choices,
        default=InstitutionState.UNCONFIRMED,
    )
    language = models.CharField(
        _("language"), max_length=20, default=settings.LANGUAGE_CODE, choices=settings.LANGUAGES
    )
    application_key = models.UUIDField(editable=False, unique=True)
    """Made with the form, so that the button pressed twice makes one institution."""
    application_email = models.EmailField(editable=False, blank=True)
    created_at = models.DateTimeField(_("applied"), default=timezone.now, editable=False)
    verified_at = models.DateTimeField(_("verified"), null=True, blank=True, editable=False)

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        indexes = [models.Index(fields=["state", "name"], name="institution_state_name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page in the active language."""
        return reverse("wishlist:institution", args=[self.pk, self.slug])

    @property
    def slug(self) -> str:
        """The readable part of the address."""
        return slug_of(self.name, "einrichtung")

    @property
    def is_public(self) -> bool:
        """Whether everybody may see it."""
        return self.state == InstitutionState.VERIFIED

    @property
    def address(self) -> str:
        """In one line."""
        return f"{self.street}, {self.postcode} {self.city}"

    @property
    def homepage_shown(self) -> str:
        """Its address as people write it."""
        return self.homepage.removeprefix("https://").removeprefix("http://").rstrip("/")

    def may_issue_receipts(self, today: date | None = None) -> bool:
        """Whether donations to it can be confirmed for the donor's tax at present."""
        today = today or timezone.localdate()
        if not self.is_public or self.tax_status == TaxStatus.NONE:
            return False
        return self.tax_valid_until is None or self.tax_valid_until >= today


def receipts_until(status: str, noticed_on: date | None) -> date | None:
    """The last day on which a paper of that date serves for receipts; None: no end or no paper."""
    years = RECEIPT_YEARS.get(TaxStatus(status))
    if years is None or noticed_on is None:
        return None
    try:
        same_day = noticed_on.replace(year=noticed_on.year + years)
    except ValueError:  # 29 February
        return noticed_on.replace(year=noticed_on.year + years, day=28)
    return same_day - timedelta(days=1)


class InstitutionStep(models.Model):
    """What was decided about an institution. Append-only."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(_("state"), max_length=20, choices=InstitutionState.choices)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("step of an institution")
        verbose_name_plural = _("steps of institutions")

    def __str__(self) -> str:
        return f"{self.institution_id}: {self.get_state_display()}"


class ChangeKind(models.TextChoices):
    """What only the office may change once an institution is verified."""

    BANK = "bank", _("Bank account")
    PAPERS = "papers", _("Register and tax papers")


class ChangeRequest(models.Model):
    """Another bank account or newer papers that an owner has entered.

    What was verified stays in force until the office has looked: for an account it asks back by
    another way, since there a stolen password is worth most.
    """

    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, related_name="change_requests"
    )
    kind = models.CharField(_("what"), max_length=10, choices=ChangeKind.choices)
    data: Any = models.JSONField(_("new values"), default=dict)
    document = models.ForeignKey(
        "core.CustomDocument", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("entered"), default=timezone.now)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    accepted = models.BooleanField(_("accepted"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("change that waits for the office")
        verbose_name_plural = _("changes that wait for the office")
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "kind"],
                condition=models.Q(decided_at__isnull=True),
                name="one_open_change_of_a_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.institution_id}: {self.get_kind_display()}"
