"""Culture institutions, and what the office decided about them."""

from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from cms.core.models.pages import UMLAUTS
from participation.culture.models.choices import (
    Audience,
    Genre,
    InstitutionKind,
    InstitutionState,
    Offer,
    Space,
)

NAME_LENGTH, TEXT_LENGTH = 160, 4000


def slug_of(words: str, otherwise: str) -> str:
    """The readable part of an address; never empty."""
    return slugify(words.lower().translate(UMLAUTS))[:60].strip("-") or otherwise


def choices_field(label: Any, choices: type[models.TextChoices]) -> Any:
    """Several of a few words, searched by overlap."""
    one = models.CharField(max_length=20, choices=choices.choices)
    return ArrayField(one, verbose_name=label, default=list, blank=True)


def latitude_field() -> Any:
    """Degrees north (WGS 84)."""
    limits = [MinValueValidator(-90), MaxValueValidator(90)]
    return models.FloatField(_("latitude"), null=True, blank=True, validators=limits)


def longitude_field() -> Any:
    """Degrees east (WGS 84)."""
    limits = [MinValueValidator(-180), MaxValueValidator(180)]
    return models.FloatField(_("longitude"), null=True, blank=True, validators=limits)


class CultureInstitutionQuerySet(models.QuerySet["Institution"]):
    """Institutions by who may see them."""

    def verified(self) -> Self:
        """Those that take part; everybody may see their public part."""
        return self.filter(state=InstitutionState.VERIFIED)

    def of(self, user: Any) -> Self:
        """Those that a person is a member of, in whatever state."""
        return self.filter(members__user_id=user.pk or 0)


class Institution(models.Model):
    """A theatre, museum, choir, library or club. Never deleted once confirmed.

    ``public_text`` is for everybody, ``partner_text`` and the contact for members of verified
    institutions.
    """

    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    kind = models.CharField(_("what you are"), max_length=20, choices=InstitutionKind.choices)
    summary = models.CharField(_("in one or two sentences"), max_length=300)
    public_text = models.TextField(_("for everybody"), max_length=TEXT_LENGTH, blank=True)
    partner_text = models.TextField(_("for partners only"), max_length=TEXT_LENGTH, blank=True)
    genres = choices_field(_("genres"), Genre)
    audiences = choices_field(_("audiences"), Audience)
    spaces = choices_field(_("spaces"), Space)
    offers = choices_field(_("offers to partners"), Offer)
    homepage = models.URLField(_("website"), blank=True)
    street = models.CharField(_("street and number"), max_length=120, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    district = models.ForeignKey(
        "core.Place",
        verbose_name=_("part of the city"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    latitude = latitude_field()
    longitude = longitude_field()
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
    motivation = models.TextField(_("why you want to take part"), max_length=1000, blank=True)
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

    objects = CultureInstitutionQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("culture institution")
        verbose_name_plural = _("culture institutions")
        indexes = [
            models.Index(fields=["state", "name"], name="culture_institution_state"),
            GinIndex(fields=["genres", "audiences"], name="culture_institution_words"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its public page in the active language."""
        return reverse("culture:institution", args=[self.pk, self.slug])

    @property
    def slug(self) -> str:
        """The readable part of the address."""
        return slug_of(self.name, "einrichtung")

    @property
    def is_verified(self) -> bool:
        """Whether it takes part."""
        return self.state == InstitutionState.VERIFIED

    @property
    def address(self) -> str:
        """In one line; empty where none is given."""
        town = f"{self.postcode} {self.city}".strip()
        return ", ".join(filter(None, (self.street, town)))

    @property
    def homepage_shown(self) -> str:
        """Its address as people write it."""
        return self.homepage.removeprefix("https://").removeprefix("http://").rstrip("/")


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
        verbose_name = _("step of a culture institution")
        verbose_name_plural = _("steps of culture institutions")

    def __str__(self) -> str:
        return f"{self.institution_id}: {self.get_state_display()}"
