"""News."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms.core import structured
from cms.core.models import BasePage, BodyPage, FactsMixin, IndexPage
from cms.core.models.fields import picture_field, shared
from cms.core.panels import FactsPanel
from cms.core.search import Section


class NewsIndexPage(IndexPage):
    """All news, newest first."""

    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.NewsPage"]

    class Meta:
        verbose_name = _("list of news")


class NewsPage(FactsMixin, BodyPage):
    """A dated piece of news."""

    date = models.DateField(_("date"), default=timezone.localdate)
    picture = picture_field()

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
        *shared("date"),
        SynchronizedField("picture"),
    ]

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news")
        indexes = [models.Index(fields=["-date"], name="news_date")]

    def structured_data(self, frame: structured.Frame) -> list[structured.Thing]:
        return [*super().structured_data(frame), structured.article(self, frame)]
