"""Pages that editors write: the start of the ideas, and workshops."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms.core.models import BasePage, BodyPage, FactsMixin
from cms.core.panels import FactsPanel
from cms.core.search import Section
from cms.pages.models.content import HomePage
from participation.ideas.models.choices import WorkshopResult
from participation.ideas.models.history import IdeaVersion
from participation.ideas.models.ideas import Idea

PAGES_OF_ALL = ("submit", "map", "matrix", "statistics", "decisions")


class IdeaIndexPage(BodyPage):
    """The list of ideas, with the way to submit one."""

    parent_page_types = ["pages.HomePage"]
    subpage_types = ["ideas.WorkshopPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("start page of the ideas")
        verbose_name_plural = _("start pages of the ideas")

    def get_sitemap_urls(self, request: Any = None) -> list[dict[str, Any]]:
        """The list, what belongs to all ideas, and the ideas written in its language."""
        site = self.get_site()
        root = site.root_url if site else ""
        with translation.override(self.locale.language_code):
            own = [reverse(f"ideas:{name}") for name in PAGES_OF_ALL]
            ideas = Idea.objects.public().filter(language=self.locale.language_code)
            rows = ideas.only("pk", "title", "stage_since").iterator(chunk_size=1000)
            found = [(idea.get_absolute_url(), idea.stage_since) for idea in rows]
        return [
            *super().get_sitemap_urls(request),
            *({"location": root + path, "lastmod": self.last_published_at} for path in own),
            *({"location": root + path, "lastmod": moment} for path, moment in found),
        ]


# The ground floor must not name pages of a higher one; so this one puts itself below the home page.
HomePage.subpage_types = [*HomePage.subpage_types, "ideas.IdeaIndexPage"]


class WorkshopPage(FactsMixin, BodyPage):
    """A workshop: when and where, the ideas on its table, who came, what came of it."""

    start = models.DateTimeField(_("start"))
    end = models.DateTimeField(_("end"), null=True, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    online_url = models.URLField(_("online at"), blank=True)
    accessibility = models.TextField(_("accessibility on site"), blank=True, max_length=600)
    working_group = models.ForeignKey(
        "programme.WorkingGroupPage",
        verbose_name=_("working group"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="workshops",
    )

    fact_fields = ("start", "end", "address", "online_url", "working_group")
    search_section = Section("workshops", _("Workshops"))
    parent_page_types = ["ideas.IdeaIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        FactsPanel(
            [
                FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
                FieldPanel("address"),
                FieldPanel("online_url"),
                FieldPanel("working_group"),
            ],
            heading=_("When and where"),
        ),
        FieldPanel("introduction"),
        FieldPanel("accessibility"),
        FieldPanel("body"),
    ]
    search_fields = [*BodyPage.search_fields, index.FilterField("start")]
    override_translatable_fields = [
        *BodyPage.override_translatable_fields,
        *(SynchronizedField(name, overridable=False) for name in fact_fields),
    ]

    class Meta:
        verbose_name = _("workshop")
        verbose_name_plural = _("workshops")


class WorkshopIdea(models.Model):
    """An idea on a workshop's table: its text before and after, and what came of it."""

    workshop = models.ForeignKey(WorkshopPage, on_delete=models.CASCADE, related_name="table")
    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="workshops")
    before = models.ForeignKey(
        IdeaVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    after = models.ForeignKey(
        IdeaVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    result = models.CharField(
        _("result"), max_length=20, choices=WorkshopResult.choices, blank=True
    )
    note = models.TextField(_("what was said"), max_length=2000, blank=True)
    took_part = models.CharField(_("who took part, by role"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("idea on the table")
        verbose_name_plural = _("ideas on the table")
        constraints = [
            models.UniqueConstraint(fields=["workshop", "idea"], name="an_idea_once_on_a_table")
        ]

    def __str__(self) -> str:
        return f"{self.workshop_id}: {self.idea_id}"


class Attendance(models.Model):
    """Somebody who wants to come or came. Shown in public as a number by role, never as a name."""

    workshop = models.ForeignKey(WorkshopPage, on_delete=models.CASCADE, related_name="attendance")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="workshops",
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    role = models.CharField(_("role"), max_length=80, blank=True)
    came = models.BooleanField(_("came"), null=True, blank=True)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        constraints = [
            models.UniqueConstraint(fields=["workshop", "user"], name="once_at_a_workshop")
        ]

    def __str__(self) -> str:
        return str(self.user or self.name)
