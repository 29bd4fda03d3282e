"""The programme's start page and the permanent tasks."""

from django.db import models
from django.forms import Select
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from cms.core.blocks import BodyBlock
from cms.core.models import BasePage, IndexPage
from cms.core.models.fields import shared, translated
from cms.core.panels import FactsPanel
from cms.core.pictograms import PICTOGRAMS
from cms.core.search import Section
from cms.programme.models.base import ProgrammeBasePage, in_original_language


class ProgrammePage(ProgrammeBasePage):
    """Vision, mission and guidelines, and the way into projects, groups and tasks."""

    motto = models.CharField(_("motto"), max_length=160, blank=True)
    second_motto = models.CharField(_("second motto"), max_length=160, blank=True)
    vision = StreamField(BodyBlock(), verbose_name=_("vision"), blank=True)
    mission = StreamField(BodyBlock(), verbose_name=_("mission"), blank=True)

    parent_page_types = ["pages.HomePage"]
    subpage_types = [
        "programme.ProjectIndexPage",
        "programme.WorkingGroupIndexPage",
        "programme.PermanentTaskIndexPage",
        "programme.RoadmapPage",
        "programme.MatrixPage",
        "programme.BudgetPage",
        "pages.ContentPage",
    ]
    max_count_per_parent = 1
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("motto"),
        FieldPanel("second_motto"),
        FieldPanel("vision"),
        FieldPanel("mission"),
        FieldPanel("body"),
    ]
    search_fields = [
        *ProgrammeBasePage.search_fields,
        index.SearchField("vision"),
        index.SearchField("mission"),
    ]
    override_translatable_fields = [
        *ProgrammeBasePage.override_translatable_fields,
        *translated("motto", "second_motto", "vision", "mission"),
    ]

    class Meta:
        verbose_name = _("programme")


class PermanentTaskIndexPage(IndexPage):
    """All permanent tasks."""

    parent_page_types = ["programme.ProgrammePage"]
    subpage_types = ["programme.PermanentTaskPage"]

    class Meta:
        verbose_name = _("list of permanent tasks")


class PermanentTaskPage(ProgrammeBasePage):
    """Work that never ends and belongs to one carrier."""

    pictogram = models.CharField(_("pictogram"), max_length=30, choices=PICTOGRAMS, blank=True)
    carrier = models.ForeignKey(
        "Carrier",
        verbose_name=_("carrier"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="permanent_tasks",
        limit_choices_to=in_original_language,
    )
    working_group = models.ForeignKey(
        "WorkingGroupPage",
        verbose_name=_("working group"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="permanent_tasks",
    )

    search_section = Section("tasks", _("Permanent tasks"))
    fact_fields = ("pictogram", "carrier")
    parent_page_types = ["programme.PermanentTaskIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction"),
        FactsPanel(
            [
                FieldPanel("pictogram"),
                FieldPanel("carrier", widget=Select),
                FieldPanel("working_group"),
            ],
            _("Facts"),
        ),
        FieldPanel("body"),
    ]
    override_translatable_fields = [
        *ProgrammeBasePage.override_translatable_fields,
        *shared("pictogram", "carrier", "working_group"),
    ]

    class Meta:
        verbose_name = _("permanent task")
        verbose_name_plural = _("permanent tasks")
