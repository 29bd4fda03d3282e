"""The start of the section, as editors write it."""

from typing import Any

from django.db import models
from django.db.models import Min
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail_localize.fields import SynchronizedField

from cms.core.models import BodyPage
from cms.pages.models.content import HomePage
from participation.culture.models.events import Event
from participation.culture.models.institutions import Institution

PAGES_OF_ALL = ("calendar", "institutions", "apply")
MOST_EVENTS = 2000


class CultureIndexPage(BodyPage):
    """What culture institutions share, and what everybody may see of it."""

    project = models.ForeignKey(
        "programme.ProjectPage",
        verbose_name=_("project"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    content_panels = [*BodyPage.content_panels, FieldPanel("project")]
    override_translatable_fields = [
        *BodyPage.override_translatable_fields,
        SynchronizedField("project"),
    ]
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("start page of culture")
        verbose_name_plural = _("start pages of culture")

    def get_sitemap_urls(self, request: Any = None) -> list[dict[str, Any]]:
        """The section, its lists, and the institutions that wrote in its language."""
        site = self.get_site()
        root = site.root_url if site else ""
        code = self.locale.language_code
        with translation.override(code):
            own = [reverse(f"culture:{name}") for name in PAGES_OF_ALL]
            found = self._events(code)
            rows = Institution.objects.verified().filter(language=code)
            found += [
                (row.get_absolute_url(), row.verified_at)
                for row in rows.only("pk", "name", "verified_at")
            ]
        return [
            *super().get_sitemap_urls(request),
            *({"location": root + path, "lastmod": self.last_published_at} for path in own),
            *({"location": root + path, "lastmod": moment} for path, moment in found),
        ]

    @staticmethod
    def _events(code: str) -> list[tuple[str, Any]]:
        """Public events to come of institutions that write in a language, the next first."""
        rows = Event.objects.public().filter(
            institution__language=code, occurrences__end__gt=timezone.now()
        )
        soonest = rows.annotate(next=Min("occurrences__start")).order_by("next", "pk")
        kept = soonest.only("pk", "title", "changed_at")[:MOST_EVENTS]
        return [(row.get_absolute_url(), row.changed_at) for row in kept]


# The ground floor must not name pages of a higher one; so this one puts itself below the home page.
HomePage.subpage_types = [*HomePage.subpage_types, "culture.CultureIndexPage"]
