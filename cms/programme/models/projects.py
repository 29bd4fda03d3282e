"""Projects."""

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList, TabbedInterface
from wagtail.models import Revision, TaskState
from wagtail.search import index

from cms.core import structured
from cms.core.models import BasePage, IndexPage
from cms.core.models.fields import lead_field, picture_field, shared, translated
from cms.core.panels import FactRowsPanel, FactsPanel
from cms.core.pictograms import PICTOGRAMS
from cms.core.search import Section
from cms.programme.models.base import ProgrammeBasePage, writes
from cms.programme.models.choices import STAGE_LABELS, Answer, Kind, Stage
from cms.programme.models.history import StageChange
from cms.programme.models.leads import ProjectPermissions


class ProjectIndexPage(IndexPage):
    """All projects, with filters."""

    parent_page_types = ["programme.ProgrammePage"]
    subpage_types = ["programme.ProjectPage"]

    class Meta:
        verbose_name = _("list of projects")


class ProjectPage(ProgrammeBasePage):
    """A project: what it is for, where it stands, what it costs and how it was evaluated."""

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.PROJECT)
    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices, default=Stage.IDEA)
    order = models.PositiveSmallIntegerField(
        _("place in the work plan"), default=100, help_text=_("Lists are sorted by this number.")
    )
    pictogram = models.CharField(_("pictogram"), max_length=30, choices=PICTOGRAMS, blank=True)
    picture = picture_field()
    working_group = models.ForeignKey(
        "programme.WorkingGroupPage",
        verbose_name=_("working group"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="projects",
    )
    lead = lead_field()
    mvp_possible = models.CharField(
        _("can an MVP (80/20) be built?"),
        max_length=10,
        choices=Answer.choices,
        default=Answer.OPEN,
    )
    mvp_note = models.TextField(_("note on the MVP"), blank=True, max_length=600)

    search_section = Section("projects", _("Projects"))
    fact_fields = ("kind", "stage", "order", "pictogram", "picture")
    parent_page_types = ["programme.ProjectIndexPage"]
    subpage_types = ["programme.UpdatePage"]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction"),
        FactsPanel(
            [
                FieldPanel("kind"),
                FieldPanel("stage"),
                FieldPanel("order"),
                FieldPanel("pictogram"),
                FieldPanel("picture"),
                FieldPanel("working_group"),
                FieldPanel("lead"),
            ],
            _("Facts"),
        ),
        FactRowsPanel("carrier_links", heading=_("Carriers"), label=_("Carrier")),
        FactRowsPanel("guideline_links", heading=_("Guidelines"), label=_("Guideline")),
        FieldPanel("body"),
        FactRowsPanel("documents", heading=_("Documents"), label=_("Document")),
    ]
    plan_panels = [
        FactRowsPanel("milestones", heading=_("Milestones"), label=_("Milestone")),
        FactRowsPanel("permits", heading=_("Permits"), label=_("Permit")),
        FactRowsPanel("budget_lines", heading=_("Budget"), label=_("Budget line")),
        FactRowsPanel("partners", heading=_("Partners"), label=_("Partner")),
        FactRowsPanel("lead_accounts", heading=_("Who may post updates"), label=_("Account")),
    ]
    assessment_panels = [
        FactsPanel([FieldPanel("mvp_possible")]),
        FieldPanel("mvp_note"),
        FactRowsPanel("scores", heading=_("Evaluation sheet"), label=_("Score"), max_num=15),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("Content")),
            ObjectList(plan_panels, heading=_("Plan and money")),
            ObjectList(assessment_panels, heading=_("Evaluation")),
            ObjectList(BasePage.promote_panels, heading=_("Promote")),
            ObjectList(BasePage.settings_panels, heading=_("Settings")),
        ]
    )
    search_fields = [
        *ProgrammeBasePage.search_fields,
        index.FilterField("stage"),
        index.FilterField("kind"),
    ]
    override_translatable_fields = [
        *ProgrammeBasePage.override_translatable_fields,
        *shared(*fact_fields, "working_group", "lead", "mvp_possible"),
        *shared("carrier_links", "guideline_links"),
        *translated("mvp_note", "documents", "milestones", "permits", "budget_lines"),
        *translated("partners", "scores"),
    ]

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        indexes = [models.Index(fields=["kind", "stage"], name="project_kind_stage")]

    def permissions_for_user(self, user: Any) -> ProjectPermissions:
        """Wagtail's permissions, and those of the project's leads."""
        return ProjectPermissions(user, self)

    def get_stage_display(self) -> str:
        """Django's would put all choices into a new dictionary for every card."""
        return str(STAGE_LABELS.get(self.stage, self.stage))

    def structured_data(self, frame: structured.Frame) -> list[structured.Thing]:
        return [*super().structured_data(frame), structured.described(self, "Project")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and keep in the history that an editor has changed the stage by hand.

        Saving is what every way of publishing shares: the admin's editor publishes without a method
        of the model (Wagtail 8.0, ``PublishPageRevisionAction``).
        """
        with transaction.atomic():
            before = self._published_stage() if writes("stage", kwargs) else ""
            super().save(*args, **kwargs)
            if before and self.live and self.is_original:
                self._record_stage(before, self.stage)

    def _published_stage(self) -> str:
        """The stage that the public sees; empty while it sees none."""
        found = type(self).objects.filter(pk=self.pk, live=True)
        return found.values_list("stage", flat=True).first() or ""

    def _record_stage(self, before: str, after: str, **reason: Any) -> None:
        if after not in ("", before):
            StageChange.objects.create(
                project_id=self.pk, from_stage=before, to_stage=after, **reason
            )

    @transaction.atomic
    def move_to_stage(self, stage: str, **reason: Any) -> None:
        """Set the stage on the published page and on every version still to be published.

        So none of them undoes the other: not the newest draft, nor a version that waits for its
        day or for approval. ``reason`` goes into the history: ``date`` and
        ``update_page_id``; without one it is a change of today.
        """
        self._record_stage(self.stage, stage, **reason)
        type(self).objects.filter(pk=self.pk).update(stage=stage)
        for waiting in self._waiting_revisions():
            waiting.content["stage"] = stage
            waiting.save(update_fields=["content"])
        draft = self.get_latest_revision_as_object()
        unpublished = self.has_unpublished_changes or not self.live
        self.stage = draft.stage = stage
        revision = draft.save_revision(log_action=False)
        if not unpublished:
            revision.publish()

    def _waiting_revisions(self) -> models.QuerySet[Revision]:
        """Versions that are scheduled or under review."""
        under_review = models.Q(task_states__status=TaskState.STATUS_IN_PROGRESS)
        scheduled = models.Q(approved_go_live_at__isnull=False)
        return self.revisions.filter(scheduled | under_review).distinct()
