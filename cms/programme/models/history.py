"""How projects came to where they stand."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.programme.models.choices import Stage


class StageChange(models.Model):
    """A project's step from one stage to another.

    Written once and never changed: a trigger of the database refuses it (migration 0003). A row
    goes only together with its project, and it outlives the update that brought it about.
    """

    # Migration 0003 makes the constraint: the database cascades by itself, Django deletes no row.
    project = models.ForeignKey(
        "ProjectPage",
        verbose_name=_("project"),
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="stage_changes",
    )
    from_stage = models.CharField(_("stage before"), max_length=20, choices=Stage.choices)
    to_stage = models.CharField(_("stage after"), max_length=20, choices=Stage.choices)
    date = models.DateField(_("date"), default=timezone.localdate)
    update_page = models.ForeignKey(
        "UpdatePage",
        verbose_name=_("update"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="stage_changes",
    )
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)

    class Meta:
        verbose_name = _("stage change")
        verbose_name_plural = _("stage changes")
        ordering = ["-date", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(from_stage=models.F("to_stage")),
                name="stage_change_changes_something",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_from_stage_display()} → {self.get_to_stage_display()}"
