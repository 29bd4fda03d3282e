"""Roadmap, matrix and budget: pages that draw what the projects already hold."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail_localize.fields import SynchronizedField

from cms.core.models.fields import translated
from cms.core.panels import FactRowsPanel
from cms.programme.models import quarter_fields as quarter
from cms.programme.models.base import FactRow, ProgrammeBasePage, page_key


class PlanPage(ProgrammeBasePage):
    """What the three pages share: words around a drawing; there is one of each."""

    pictogram = ""

    parent_page_types = ["programme.ProgrammePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    class Meta:
        abstract = True


class RoadmapPage(PlanPage):
    """The work plan over the quarters: first steps, projects and working groups."""

    pictogram = "roadmap"

    content_panels = [
        *PlanPage.content_panels,
        FactRowsPanel("first_steps", heading=_("First steps"), label=_("First step")),
    ]
    override_translatable_fields = [
        *PlanPage.override_translatable_fields,
        *translated("first_steps"),
    ]

    class Meta:
        verbose_name = _("roadmap")


class MatrixPage(PlanPage):
    """Vision achievement against complexity."""

    pictogram = "vision"

    class Meta:
        verbose_name = _("evaluation matrix")


class BudgetPage(PlanPage):
    """Planned and spent money of all projects."""

    pictogram = "budget"

    class Meta:
        verbose_name = _("budget")


PREFIXES = ("planned_start", "planned_end", "actual_start", "actual_end")


class FirstStep(FactRow):
    """A step of building the organisation, planned and actual, to the quarter."""

    page = page_key("RoadmapPage", "first_steps")
    title = models.CharField(_("title"), max_length=160)
    planned_start_year = quarter.year_field(_("planned start: year"))
    planned_start_quarter = quarter.quarter_field(_("planned start: quarter"))
    planned_end_year = quarter.year_field(_("planned end: year"))
    planned_end_quarter = quarter.quarter_field(_("planned end: quarter"))
    actual_start_year = quarter.year_field(_("started in year"))
    actual_start_quarter = quarter.quarter_field(_("started in quarter"))
    actual_end_year = quarter.year_field(_("finished in year"))
    actual_end_quarter = quarter.quarter_field(_("finished in quarter"))
    target = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page about it"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    words = ("title",)
    panels = [
        FieldPanel("title"),
        *(
            FieldRowPanel([FieldPanel(f"{prefix}_year"), FieldPanel(f"{prefix}_quarter")])
            for prefix in PREFIXES
        ),
        PageChooserPanel("target"),
    ]
    override_translatable_fields = [
        *translated("title"),
        *(
            SynchronizedField(f"{prefix}_{part}")
            for prefix in PREFIXES
            for part in ("year", "quarter")
        ),
        SynchronizedField("target"),
    ]

    class Meta(FactRow.Meta):
        verbose_name = _("first step")
        constraints = [
            quarter.both_or_none(prefix, f"first_step_{prefix}_is_whole") for prefix in PREFIXES
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        quarter.check_pairs(self, *PREFIXES)
        quarter.check_order(self, "planned_start", "planned_end")
        quarter.check_order(self, "actual_start", "actual_end")
