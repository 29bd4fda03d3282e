"""Home and plain content."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import TranslatableField

from cms.core.blocks import BodyBlock, ButtonBlock
from cms.core.models import BasePage, SiteSettings


class BodyPage(BasePage):
    """A page with a body of blocks."""

    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    override_translatable_fields = [*BasePage.base_translatable_fields, TranslatableField("body")]

    class Meta:
        abstract = True


class HomePage(BodyPage):
    """The start page of a language."""

    motto = models.CharField(_("motto"), max_length=160, blank=True)
    hero_title = models.CharField(_("headline"), max_length=160, blank=True)
    hero_buttons = StreamField(
        [("button", ButtonBlock())], verbose_name=_("buttons"), blank=True, max_num=3
    )

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "programme.ProgrammePage",
        "pages.ContentPage",
        "pages.NewsIndexPage",
        "pages.EventIndexPage",
        "pages.EnquiryPage",
    ]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("motto"),
        FieldPanel("hero_title"),
        FieldPanel("introduction"),
        FieldPanel("hero_buttons"),
        FieldPanel("body"),
    ]
    override_translatable_fields = [
        *BodyPage.override_translatable_fields,
        TranslatableField("motto"),
        TranslatableField("hero_title"),
        TranslatableField("hero_buttons"),
    ]

    class Meta:
        verbose_name = _("home page")

    @property
    def is_home(self) -> bool:
        """True; templates ask every page."""
        return True

    @property
    def structured_data(self) -> list[dict[str, Any]]:
        """The website and the city that runs it."""
        site = SiteSettings.for_site(self.get_site())
        operator = {
            "@type": "GovernmentOrganization",
            "name": site.operator or site.site_name,
            "email": site.email,
            "address": site.address,
        }
        return [
            {
                "@type": "WebSite",
                "name": site.site_name,
                "description": self.teaser,
                "url": self.full_url,
                "inLanguage": self.locale.language_code,
                "publisher": {key: value for key, value in operator.items() if value},
            }
        ]


class ContentPage(BodyPage):
    """Text, pictures and whatever else blocks offer; the legal pages are made of it too."""

    parent_page_types = ["pages.HomePage", "pages.ContentPage", "programme.ProgrammePage"]
    subpage_types = ["pages.ContentPage"]

    class Meta:
        verbose_name = _("content page")
        verbose_name_plural = _("content pages")

    @property
    def pages_below(self) -> models.QuerySet[Page]:
        """Live child pages, in the order of the page tree."""
        return self.get_children().live().defer_streamfields().specific()
