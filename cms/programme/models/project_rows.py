"""The rows of a project: milestones, permits, money, scores, partners, documents, links."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import Select
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.core.money import CentsField
from cms.programme.models.assessment import AbstractScore
from cms.programme.models.base import FactRow, in_original_language, page_key
from cms.programme.models.choices import PermitState, Quarter
from cms.programme.models.quarter_fields import YEARS


class ProjectCarrier(Orderable):
    """A carrier of a project; a carrier in use cannot be deleted."""

    page = page_key("ProjectPage", "carrier_links")
    carrier = models.ForeignKey(
        "Carrier",
        verbose_name=_("carrier"),
        on_delete=models.PROTECT,
        related_name="project_links",
        limit_choices_to=in_original_language,
    )

    panels = [FieldPanel("carrier", widget=Select)]

    class Meta(Orderable.Meta):
        verbose_name = _("carrier")
        constraints = [
            models.UniqueConstraint(fields=["page", "carrier"], name="carrier_once_per_project")
        ]

    def __str__(self) -> str:
        return str(self.carrier)


class ProjectGuideline(Orderable):
    """A guideline a project serves; a guideline in use cannot be deleted."""

    page = page_key("ProjectPage", "guideline_links")
    guideline = models.ForeignKey(
        "Guideline",
        verbose_name=_("guideline"),
        on_delete=models.PROTECT,
        related_name="project_links",
        limit_choices_to=in_original_language,
    )

    panels = [FieldPanel("guideline", widget=Select)]

    class Meta(Orderable.Meta):
        verbose_name = _("guideline")
        constraints = [
            models.UniqueConstraint(fields=["page", "guideline"], name="guideline_once_per_project")
        ]

    def __str__(self) -> str:
        return str(self.guideline)


class Milestone(FactRow):
    """Something to be reached, planned and actual, to the quarter."""

    page = page_key("ProjectPage", "milestones")
    title = models.CharField(_("title"), max_length=160)
    planned_year = models.PositiveSmallIntegerField(_("planned year"), validators=YEARS)
    planned_quarter = models.PositiveSmallIntegerField(
        _("planned quarter"), choices=Quarter.choices
    )
    actual_year = models.PositiveSmallIntegerField(
        _("reached in year"), null=True, blank=True, validators=YEARS
    )
    actual_quarter = models.PositiveSmallIntegerField(
        _("reached in quarter"), null=True, blank=True, choices=Quarter.choices
    )
    note = models.TextField(_("note"), blank=True, max_length=400)

    words = ("title", "note")
    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("planned_year"), FieldPanel("planned_quarter")]),
        FieldRowPanel([FieldPanel("actual_year"), FieldPanel("actual_quarter")]),
        FieldPanel("note"),
    ]
    override_translatable_fields = [
        TranslatableField("title"),
        TranslatableField("note"),
        *(
            SynchronizedField(name)
            for name in ("planned_year", "planned_quarter", "actual_year", "actual_quarter")
        ),
    ]

    class Meta(FactRow.Meta):
        verbose_name = _("milestone")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(actual_year__isnull=True, actual_quarter__isnull=True)
                | models.Q(actual_year__isnull=False, actual_quarter__isnull=False),
                name="milestone_reached_has_year_and_quarter",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if (self.actual_year is None) != (self.actual_quarter is None):
            raise ValidationError(
                {"actual_quarter": _("Give the year and the quarter in which it was reached.")}
            )

    @property
    def planned(self) -> tuple[int, int]:
        """Planned year and quarter."""
        return self.planned_year, self.planned_quarter

    @property
    def actual(self) -> tuple[int, int] | None:
        """Year and quarter in which it was reached."""
        if self.actual_year is None or self.actual_quarter is None:
            return None
        return self.actual_year, self.actual_quarter

    @property
    def state(self) -> str:
        """``done``, ``done_late``, ``late`` (the planned quarter is over) or ``open``."""
        if self.actual:
            return "done_late" if self.actual > self.planned else "done"
        today = timezone.localdate()
        return "late" if (today.year, (today.month + 2) // 3) > self.planned else "open"


class Permit(FactRow):
    """A permit the project needs before it may start."""

    page = page_key("ProjectPage", "permits")
    title = models.CharField(_("permit"), max_length=160)
    authority = models.CharField(_("authority"), max_length=160, blank=True)
    state = models.CharField(
        _("state"), max_length=20, choices=PermitState.choices, default=PermitState.NEEDED
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=400)

    words = ("title", "authority", "note")
    panels = [
        FieldPanel("title"),
        FieldPanel("authority"),
        FieldRowPanel([FieldPanel("state"), FieldPanel("decided_on")]),
        FieldPanel("note"),
    ]
    override_translatable_fields = [
        TranslatableField("title"),
        TranslatableField("authority"),
        SynchronizedField("state"),
        SynchronizedField("decided_on"),
        TranslatableField("note"),
    ]

    class Meta(FactRow.Meta):
        verbose_name = _("permit")

    def __str__(self) -> str:
        return self.title


class BudgetLine(FactRow):
    """What a carrier plans and has spent for a project in a year, in cents."""

    page = page_key("ProjectPage", "budget_lines")
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    carrier = models.ForeignKey(
        "Carrier",
        verbose_name=_("carrier"),
        on_delete=models.PROTECT,
        related_name="budget_lines",
        limit_choices_to=in_original_language,
    )
    planned_cents = CentsField(_("planned (euros)"), default=0)
    spent_cents = CentsField(_("spent (euros)"), default=0)
    note = models.CharField(_("note"), max_length=200, blank=True)

    words = ("note",)
    joined = ("carrier",)
    panels = [
        FieldRowPanel([FieldPanel("year"), FieldPanel("carrier", widget=Select)]),
        FieldRowPanel([FieldPanel("planned_cents"), FieldPanel("spent_cents")]),
        FieldPanel("note"),
    ]
    override_translatable_fields = [
        *(SynchronizedField(n) for n in ("year", "carrier", "planned_cents", "spent_cents")),
        TranslatableField("note"),
    ]

    class Meta(FactRow.Meta):
        verbose_name = _("budget line")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "year", "carrier"], name="one_budget_line_per_year_and_carrier"
            )
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.carrier}"

    @property
    def over_cents(self) -> int:
        """By how much more was spent than planned; 0 within the plan."""
        return max(0, self.spent_cents - self.planned_cents)


class Score(AbstractScore, FactRow):
    """A criterion's score on the project's assessment sheet."""

    page = page_key("ProjectPage", "scores")

    words = ("reason",)
    panels = [FieldPanel("criterion"), FieldPanel("score"), FieldPanel("reason")]
    override_translatable_fields = [
        SynchronizedField("criterion"),
        SynchronizedField("score"),
        TranslatableField("reason"),
    ]

    class Meta(FactRow.Meta):
        verbose_name = _("score")
        constraints = [
            models.UniqueConstraint(fields=["page", "criterion"], name="one_score_per_criterion")
        ]


class Partner(FactRow):
    """An organisation that takes part."""

    page = page_key("ProjectPage", "partners")
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("contribution"), max_length=200, blank=True)
    url = models.URLField(_("website"), blank=True)

    words = ("name", "role")
    panels = [FieldPanel("name"), FieldPanel("role"), FieldPanel("url")]
    override_translatable_fields = [
        TranslatableField("name"),
        TranslatableField("role"),
        SynchronizedField("url"),
    ]

    class Meta(FactRow.Meta):
        verbose_name = _("partner")

    def __str__(self) -> str:
        return self.name


class ProjectDocument(FactRow):
    """A paper of the project."""

    page = page_key("ProjectPage", "documents")
    document = models.ForeignKey(
        "core.CustomDocument",
        verbose_name=_("document"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    title = models.CharField(_("title"), max_length=160, blank=True)

    words = ("title",)
    joined = ("document",)
    panels = [FieldPanel("document"), FieldPanel("title")]
    override_translatable_fields = [SynchronizedField("document"), TranslatableField("title")]

    class Meta(FactRow.Meta):
        verbose_name = _("document")

    def __str__(self) -> str:
        return self.title or self.document.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Take the document's own title where none is given."""
        self.title = self.title or self.document.title
        super().save(*args, **kwargs)
