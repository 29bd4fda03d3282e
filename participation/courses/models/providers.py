"""Institutions that offer courses, and who acts for them."""

from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from cms.core.models.pages import UMLAUTS
from participation.courses.models.choices import ProviderState, Role

NAME_LENGTH = 160


def slug_of(words: str, otherwise: str) -> str:
    """The readable part of an address; never empty."""
    return slugify(words.lower().translate(UMLAUTS))[:60].strip("-") or otherwise


class ProviderQuerySet(models.QuerySet["Provider"]):
    """Providers by who may see and manage them."""

    def public(self) -> Self:
        """What everybody may see."""
        return self.filter(state=ProviderState.ACTIVE)


class Provider(models.Model):
    """A library, school or company that offers courses. Made by the courses office."""

    name = models.CharField(_("name"), max_length=NAME_LENGTH, unique=True)
    description = models.TextField(_("what you do"), max_length=4000, blank=True)
    homepage = models.URLField(_("website"), blank=True)
    email = models.EmailField(_("e-mail address"), help_text=_("Guests' questions go there."))
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    place = models.ForeignKey(
        "core.Place",
        verbose_name=_("part of the city"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    logo = models.ForeignKey(
        "core.CustomImage",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ProviderState.choices, default=ProviderState.ACTIVE
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ProviderQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("course provider")
        verbose_name_plural = _("course providers")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page in the active language."""
        return reverse("courses:provider", args=[self.pk, self.slug])

    @property
    def slug(self) -> str:
        """The readable part of the address."""
        return slug_of(self.name, "anbieter")

    @property
    def homepage_shown(self) -> str:
        """Its address as people write it."""
        return self.homepage.removeprefix("https://").removeprefix("http://").rstrip("/")


class ProviderMembership(models.Model):
    """Somebody's role at a provider, one each."""

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="course_providers",
    )
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.TEACHER)
    since = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    class Meta:
        ordering = ["since", "pk"]
        verbose_name = _("membership at a course provider")
        verbose_name_plural = _("memberships at course providers")
        constraints = [
            models.UniqueConstraint(fields=["provider", "user"], name="one_role_at_a_provider")
        ]

    def __str__(self) -> str:
        return f"{self.provider_id}: {self.user} ({self.role})"
