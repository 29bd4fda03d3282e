"""The page all page types are made from."""

from functools import cached_property
from typing import Any, NamedTuple

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Locale, Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.core.serving import context_of, view_of


class LanguageVersion(NamedTuple):
    """This page in one of the site's languages; without a twin ``url`` is that language's home."""

    code: str
    label: str
    url: str
    exists: bool
    is_current: bool


class BasePage(Page):
    """Lead, share picture, breadcrumbs, language versions and structured data for every page."""

    introduction = models.TextField(
        _("introduction"),
        blank=True,
        max_length=600,
        help_text=_("One to three sentences, shown below the title and in lists."),
    )
    share_image = models.ForeignKey(
        "core.CustomImage",
        verbose_name=_("picture for sharing"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown where somebody shares the page. At best 1200 × 630 pixels."),
    )

    show_in_menus_default = False
    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel("slug"),
                FieldPanel("seo_title"),
                FieldPanel("search_description"),
                FieldPanel("share_image"),
            ],
            _("For search engines and sharing"),
        )
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction", boost=2),
        index.FilterField("locale"),
    ]
    base_translatable_fields = [
        TranslatableField("title"),
        TranslatableField("slug"),
        TranslatableField("seo_title"),
        TranslatableField("search_description"),
        TranslatableField("introduction"),
        SynchronizedField("share_image"),
    ]

    class Meta:
        abstract = True

    @property
    def teaser(self) -> str:
        """What lists, search engines and shared links say about the page."""
        return self.search_description or self.introduction

    @cached_property
    def breadcrumbs(self) -> list[Page]:
        """The live pages above this one, home first; empty on the home page."""
        above = self.get_ancestors().filter(depth__gte=2).defer_streamfields()
        return list(above)

    @cached_property
    def language_versions(self) -> list[LanguageVersion]:
        """One entry per language of the site. Two queries, whatever the number of languages."""
        locales = {locale.language_code: locale.pk for locale in Locale.objects.all()}
        by_locale = {
            page.locale_id: page
            for page in Page.objects.filter(translation_key=self.translation_key).live()
        }
        return [
            self._language_version(code, by_locale.get(locales.get(code)))
            for code, _name in settings.LANGUAGES
        ]

    def _language_version(self, code: str, page: Page | None) -> LanguageVersion:
        home = "/" if code == settings.LANGUAGE_CODE else f"/{code}/"
        url = page.get_url() if page else home
        return LanguageVersion(
            code=code,
            label=settings.LANGUAGE_LABELS[code],
            url=url or home,
            exists=page is not None,
            is_current=code == self.locale.language_code,
        )

    @property
    def structured_data(self) -> list[dict[str, Any]]:
        """schema.org objects that describe the page; subclasses add their own type."""
        crumbs = [*self.breadcrumbs, self]
        if len(crumbs) < 2:
            return []
        return [
            {
                "@type": "BreadcrumbList",
                "itemListElement": [
                    {
                        "@type": "ListItem",
                        "position": position,
                        "name": page.title,
                        "item": page.full_url,
                    }
                    for position, page in enumerate(crumbs, start=1)
                ],
            }
        ]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what the page type's function in its app's ``views.py`` reads."""
        context = super().get_context(request, *args, **kwargs)
        context.update(context_of(self, request))
        return context

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Serve through the page type's registered view where it has one."""
        view = view_of(self)
        return view(self, request) if view else super().serve(request, *args, **kwargs)

    def render_with(
        self, request: HttpRequest, extra: dict[str, Any], status: int = 200
    ) -> HttpResponse:
        """The page's own template with more variables."""
        context = self.get_context(request) | extra
        return TemplateResponse(request, self.get_template(request), context, status=status)
