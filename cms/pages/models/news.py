"""News."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms.core import structured
from cms.core.models import BasePage, FactsMixin
from cms.core.panels import FactsPanel
from cms.core.search import Section
from cms.pages.models.content import BodyPage


class NewsIndexPage(BasePage):
    """All news, newest first."""

    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.NewsPage"]
    max_count_per_parent = 1
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    override_translatable_fields = BasePage.base_translatable_fields

    class Meta:
        verbose_name = _("list of news")


class NewsPage(FactsMixin, BodyPage):
    """A dated piece of news."""

    date = models.DateField(_("date"), default=timezone.localdate)
    picture = models.ForeignKey(
        "core.CustomImage",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    fact_fields = ("date",)
    search_section = Section("news", _("News"))
    parent_page_types = ["pages.NewsIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        FactsPanel([FieldPanel("date")]),
        FieldPanel("introduction"),
        FieldPanel("picture"),
        FieldPanel("body"),
    ]
    search_fields = [*BodyPage.search_fields, index.FilterField("date")]
    override_translatable_fields = [
        *BodyPage.override_translatable_fields,
        SynchronizedField("date", overridable=False),
        SynchronizedField("picture"),
    ]

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news")
        indexes = [models.Index(fields=["-date"], name="news_date")]

    def structured_data(self, frame: structured.Frame) -> list[structured.Thing]:
        return [*super().structured_data(frame), structured.article(self, frame)]
