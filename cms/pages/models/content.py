"""Home and plain content."""

from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from cms.core import structured
from cms.core.blocks import ButtonBlock
from cms.core.models import BasePage, BodyPage
from cms.core.models.fields import translated


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
        "core.SearchPage",
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
        *translated("motto", "hero_title", "hero_buttons"),
    ]

    class Meta:
        verbose_name = _("home page")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find the page by its whole path, in two queries instead of two for each level.

        What is no page, such as a feed below one, goes the usual way.
        """
        if path_components:
            path = f"{self.url_path}{'/'.join(path_components)}/"
            if "\x00" in path:
                raise Http404  # PostgreSQL refuses it in any question
            found = Page.objects.filter(slug=path_components[-1], url_path=path).first()
            if found is not None:
                return found.specific.route(request, [])
        return super().route(request, path_components)

    def get_admin_display_title(self) -> str:
        """Title and language: the home pages of all languages may well have the same name."""
        return f"{super().get_admin_display_title()} ({self.locale.get_display_name()})"

    @property
    def is_home(self) -> bool:
        """True; templates ask every page."""
        return True

    def structured_data(self, frame: structured.Frame) -> list[structured.Thing]:
        """The city that runs the website, and the website with its search."""
        operator = structured.operator(self, frame)
        website = {
            "@type": "WebSite",
            "@id": f"{self.full_url}#website",
            "name": frame.site.site_name,
            "description": self.teaser,
            "url": self.full_url,
            "inLanguage": self.locale.language_code,
            "publisher": {"@id": operator["@id"]},
            "potentialAction": _search_action(frame),
        }
        return [operator, structured.filled(website)]


def _search_action(frame: structured.Frame) -> structured.Thing:
    if not frame.search_url:
        return {}
    target = {"@type": "EntryPoint", "urlTemplate": f"{frame.search_url}?q={{words}}"}
    return {
        "@type": "SearchAction",
        "target": target,
        "query-input": "required name=words",
    }


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
