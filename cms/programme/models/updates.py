"""Progress updates: dated children of a project or a working group."""

from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Revision
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.core.models import BasePage
from cms.programme.models.base import FactsPanel, ProgrammeBasePage
from cms.programme.models.choices import Stage
from cms.programme.models.leads import UpdatePermissions
from cms.programme.models.projects import ProjectPage


class UpdatePage(ProgrammeBasePage):
    """What has happened; may move its project to a new stage."""

    date = models.DateField(_("date"), default=timezone.localdate)
    picture = models.ForeignKey(
        "core.CustomImage",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    new_stage = models.CharField(
        _("new stage of the project"),
        max_length=20,
        choices=Stage.choices,
        blank=True,
        help_text=_("Choose a stage only if the project reaches it with this update."),
    )
    next_milestone = models.CharField(_("what comes next"), max_length=200, blank=True)

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
    search_fields = [*BasePage.search_fields, index.SearchField("body"), index.FilterField("date")]
    override_translatable_fields = [
        *BasePage.base_translatable_fields,
        SynchronizedField("date", overridable=False),
        SynchronizedField("picture"),
        SynchronizedField("new_stage", overridable=False),
        TranslatableField("body"),
        TranslatableField("next_milestone"),
    ]

    class Meta:
        verbose_name = _("update")
        verbose_name_plural = _("updates")
        indexes = [models.Index(fields=["-date"], name="update_date")]

    def permissions_for_user(self, user: Any) -> UpdatePermissions:
        """Wagtail's permissions, and those of the project's leads."""
        return UpdatePermissions(user, self)

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> None:
        """Publish, and move the project to the stage its newest update names.

        Every way of publishing (editor, workflow, schedule, demo) comes through here.
        """
        with transaction.atomic():
            super().publish(revision, *args, **kwargs)
            if self.is_original and revision.as_object().new_stage:
                self._move_project()

    def _move_project(self) -> None:
        # Asked anew: the tree library remembers the parent as it was when the update was added.
        project = self.get_parent(update=True).specific
        if not isinstance(project, ProjectPage):
            return
        newest = (
            UpdatePage.objects.child_of(project)
            .live()
            .exclude(new_stage="")
            .order_by("-date", "-pk")
            .first()
        )
        if newest and newest.new_stage != project.stage:
            project.move_to_stage(newest.new_stage)

    @property
    def structured_data(self) -> list[dict[str, Any]]:
        article = {
            "@type": "NewsArticle",
            "headline": self.title[:110],
            "description": self.teaser,
            "datePublished": self.date.isoformat(),
            "url": self.full_url,
        }
        return [*super().structured_data, article]
