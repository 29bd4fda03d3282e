"""Progress updates: dated children of a project or a working group."""

from datetime import date
from typing import Any, NamedTuple

from django.db import models, transaction
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index
from wagtail.signals import page_unpublished
from wagtail_localize.fields import SynchronizedField

from cms.core import structured
from cms.core.models import BasePage
from cms.core.models.fields import picture_field, shared, translated
from cms.core.panels import FactsPanel
from cms.core.search import Section
from cms.programme.models.base import ProgrammeBasePage, writes
from cms.programme.models.choices import Stage
from cms.programme.models.leads import UpdatePermissions
from cms.programme.models.projects import ProjectPage


class UpdatePage(ProgrammeBasePage):
    """What has happened; may move its project to a new stage.

    The project's stage is always the last one of its history. Taking an update back (unpublishing
    it, clearing or redating its stage) is a step of its own; deleting it is none, since the history
    keeps the step that it brought about, without the link.
    """

    date = models.DateField(_("date"), default=timezone.localdate)
    picture = picture_field()
    new_stage = models.CharField(
        _("new stage of the project"),
        max_length=20,
        choices=Stage.choices,
        blank=True,
        help_text=_("Choose a stage only if the project reaches it with this update."),
    )
    next_milestone = models.CharField(_("what comes next"), max_length=200, blank=True)

    search_section = Section("updates", _("Updates of projects"))
    fact_fields = ("date", "picture", "new_stage")
    parent_page_types = ["programme.ProjectPage", "programme.WorkingGroupPage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction"),
        FactsPanel(
            [FieldRowPanel([FieldPanel("date"), FieldPanel("new_stage")]), FieldPanel("picture")],
            _("Facts"),
        ),
        FieldPanel("body"),
        FieldPanel("next_milestone"),
    ]
    search_fields = [*ProgrammeBasePage.search_fields, index.FilterField("date")]
    override_translatable_fields = [
        *ProgrammeBasePage.override_translatable_fields,
        *shared("date", "new_stage"),
        SynchronizedField("picture"),
        *translated("next_milestone"),
    ]

    class Meta:
        verbose_name = _("update")
        verbose_name_plural = _("updates")
        indexes = [models.Index(fields=["-date"], name="update_date")]

    def permissions_for_user(self, user: Any) -> UpdatePermissions:
        """Wagtail's permissions, and those of the project's leads."""
        return UpdatePermissions(user, self)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and move the project to the stage its newest public update names.

        Every way of publishing (editor, workflow, schedule, demo) comes through here. An update
        that changes nothing about the newest stage leaves alone what an editor has set since.
        """
        with transaction.atomic():
            moves = self._is_public and writes("new_stage", kwargs)
            project = self._locked_project() if moves else None
            before = _newest_stage(project)
            super().save(*args, **kwargs)
            after = _newest_stage(project)
            if project and after and after != before:
                project.move_to_stage(after.new_stage, date=after.date, update_page_id=after.pk)

    def take_back(self) -> None:
        """Give the project the stage it had before this update, which is no longer public."""
        with transaction.atomic():
            project = self._locked_project()
            newest = _newest_stage(project)
            own = NamedStage(self.date, self.pk, self.new_stage)
            if project and self.new_stage and newest and newest < own:
                project.move_to_stage(newest.new_stage)

    @property
    def _is_public(self) -> bool:
        """The admin adds a page as live before it finds that its day is still to come."""
        return self.live and (self.go_live_at is None or self.go_live_at <= timezone.now())

    def _locked_project(self) -> ProjectPage | None:
        """The project, where an original belongs to one; other updates wait until this is done."""
        if not self.is_original:
            return None
        # Asked anew: the tree library remembers the parent as it was when the update was added.
        parent = self.get_parent(update=True)
        return ProjectPage.objects.select_for_update().filter(pk=parent.pk).first()

    @property
    def feed_summary(self) -> str:
        """The stage that the project reaches with it comes first."""
        stage = self.facts.get_new_stage_display()
        return f"{gettext('New stage:')} {stage}. {self.teaser}" if stage else self.teaser

    def structured_data(self, frame: structured.Frame) -> list[structured.Thing]:
        return [*super().structured_data(frame), structured.article(self, frame)]


class NamedStage(NamedTuple):
    """A stage that a live update names; the newest of them counts."""

    date: date
    pk: int
    new_stage: str


def _newest_stage(project: ProjectPage | None) -> NamedStage | None:
    if project is None:
        return None
    naming = UpdatePage.objects.child_of(project).live().exclude(new_stage="")
    found = naming.order_by("-date", "-pk").values_list(*NamedStage._fields).first()
    return NamedStage(*found) if found else None


@receiver(page_unpublished, sender=UpdatePage)
def _take_back(instance: UpdatePage, **kwargs: Any) -> None:
    # The admin, the schedule and a bulk action unpublish without a method of the model; the signal
    # is what they share. A page about to be deleted is still live in the database: a project that
    # goes with all its updates must not be published once more.
    if not UpdatePage.objects.filter(pk=instance.pk, live=True).exists():
        instance.take_back()
        if instance.is_original:
            for twin in instance.get_translations().live():
                twin.unpublish()
