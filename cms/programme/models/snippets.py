"""What projects refer to: guidelines and carriers."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.core.models import OncePerLanguage
from cms.core.pictograms import PICTOGRAMS
from cms.programme.models.choices import CarrierKey


class Guideline(OncePerLanguage, index.Indexed):
    """One of the programme's guidelines."""

    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=160)
    text = models.TextField(_("text"), blank=True, max_length=800)
    pictogram = models.CharField(_("pictogram"), max_length=30, choices=PICTOGRAMS, blank=True)

    panels = [
        FieldPanel("number"),
        FieldPanel("title"),
        FieldPanel("text"),
        FieldPanel("pictogram"),
    ]
    search_fields = [index.AutocompleteField("title"), index.SearchField("text")]
    override_translatable_fields = [
        SynchronizedField("number"),
        TranslatableField("title"),
        TranslatableField("text"),
        SynchronizedField("pictogram"),
    ]

    class Meta:
        ordering = ["number"]
        verbose_name = _("guideline")
        verbose_name_plural = _("guidelines")
        constraints = [
            models.UniqueConstraint(
                fields=["translation_key", "locale"], name="unique_guideline_translation"
            ),
            models.UniqueConstraint(fields=["locale", "number"], name="one_guideline_per_number"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Carrier(OncePerLanguage):
    """Who carries projects and pays for them."""

    key = models.CharField(_("key"), max_length=20, choices=CarrierKey.choices)
    name = models.CharField(_("name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=40)
    url = models.URLField(_("website"), blank=True)

    panels = [FieldPanel("key"), FieldPanel("name"), FieldPanel("short_name"), FieldPanel("url")]
    override_translatable_fields = [
        SynchronizedField("key"),
        TranslatableField("name"),
        TranslatableField("short_name"),
        SynchronizedField("url"),
    ]

    class Meta:
        ordering = ["pk"]
        verbose_name = _("carrier")
        verbose_name_plural = _("carriers")
        constraints = [
            models.UniqueConstraint(
                fields=["translation_key", "locale"], name="unique_carrier_translation"
            ),
            models.UniqueConstraint(fields=["locale", "key"], name="one_carrier_per_key"),
        ]

    def __str__(self) -> str:
        return self.short_name
