"""A wish: what the city's pages say about a campaign, and what its institution tells of it."""

from typing import Any, Self

from crowdfunding_lite.models import Campaign
from crowdfunding_lite.models.campaigns import OPEN_STAGES, PUBLIC_STAGES
from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from participation.wishlist.models.choices import Cause, UpdateKind, UpdateState
from participation.wishlist.models.institutions import Institution, slug_of

TITLE_LENGTH, SUMMARY_LENGTH, STORY_LENGTH = 120, 300, 8000


class WishQuerySet(models.QuerySet["Wish"]):
    """Wishes by who may see them."""

    def public(self) -> Self:
        """What everybody may see, of suspended institutions too: the books stay open."""
        return self.filter(campaign__stage__in=PUBLIC_STAGES)

    def open(self) -> Self:
        """To which one can still give something today."""
        today = timezone.localdate()
        dated = models.Q(campaign__ends_on=None) | models.Q(campaign__ends_on__gte=today)
        active = models.Q(campaign__receiver__is_active=True)
        return self.filter(dated, active, campaign__stage__in=OPEN_STAGES)


class Wish(models.Model):
    """What an institution wishes for. Money, needs and stage are the campaign's."""

    campaign = models.OneToOneField(
        Campaign, verbose_name=_("campaign"), on_delete=models.PROTECT, related_name="wish"
    )
    institution = models.ForeignKey(
        Institution,
        verbose_name=_("institution"),
        on_delete=models.PROTECT,
        related_name="wishes",
    )
    summary = models.CharField(_("in one or two sentences"), max_length=SUMMARY_LENGTH)
    story = models.TextField(_("story"), max_length=STORY_LENGTH)
    money_use = models.TextField(_("what the money is for"), max_length=2000, blank=True)
    easy_text = models.TextField(_("in easy language"), max_length=1500, blank=True)
    cause = models.CharField(_("cause"), max_length=20, choices=Cause.choices)
    district = models.ForeignKey(
        "core.Place",
        verbose_name=_("part of the city"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    language = models.CharField(
        _("language"), max_length=20, default=settings.LANGUAGE_CODE, choices=settings.LANGUAGES
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("written by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = WishQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("wish")
        verbose_name_plural = _("wishes")
        indexes = [
            models.Index(fields=["cause"], name="wish_cause"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page in the active language."""
        return reverse("wishlist:wish", args=[self.pk, self.slug])

    @property
    def title(self) -> str:
        """The campaign's."""
        return self.campaign.title

    @property
    def slug(self) -> str:
        """The readable part of the address."""
        return slug_of(self.title, "wunsch")

    @property
    def own_path(self) -> str:
        """Its page in the language it is written in: the one that search engines show."""
        with translation.override(self.language):
            return self.get_absolute_url()

    @property
    def is_public(self) -> bool:
        """Whether everybody may see it."""
        return self.campaign.is_public

    @property
    def is_open(self) -> bool:
        """Whether one can give something today: also not while its institution is suspended."""
        return self.campaign.is_open and self.institution.is_public

    @property
    def cover(self) -> Any:
        """The first picture, if there is one; uses what was prefetched."""
        return next((row.image for row in self.pictures.all()), None)


class WishPicture(models.Model):
    """A picture of a wish; what a camera notes about place and device is taken out."""

    wish = models.ForeignKey(Wish, on_delete=models.CASCADE, related_name="pictures")
    image = models.ForeignKey("core.CustomImage", on_delete=models.CASCADE, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("picture of a wish")
        verbose_name_plural = _("pictures of wishes")

    def __str__(self) -> str:
        return str(self.image)


class WishUpdateQuerySet(models.QuerySet["WishUpdate"]):
    """Updates by who may see them."""

    def public(self) -> Self:
        """What everybody may see."""
        return self.filter(state=UpdateState.PUBLISHED)


class WishUpdate(models.Model):
    """What an institution tells of a wish. Published at once; the office can hide it."""

    wish = models.ForeignKey(Wish, on_delete=models.PROTECT, related_name="updates")
    kind = models.CharField(
        _("kind"), max_length=10, choices=UpdateKind.choices, default=UpdateKind.NEWS
    )
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    text = models.TextField(_("text"), max_length=4000)
    image = models.ForeignKey(
        "core.CustomImage",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    state = models.CharField(
        _("state"), max_length=10, choices=UpdateState.choices, default=UpdateState.PUBLISHED
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("published"), default=timezone.now)
    hidden_reason = models.CharField(_("why it is hidden"), max_length=300, blank=True)

    objects = WishUpdateQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("update of a wish")
        verbose_name_plural = _("updates of wishes")
        indexes = [models.Index(fields=["wish", "-created_at"], name="wish_updates")]

    def __str__(self) -> str:
        return self.title
