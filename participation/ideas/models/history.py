"""The texts an idea has had, and the steps it has taken."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.ideas.models.choices import Outcome, Stage, VersionKind
from participation.ideas.models.ideas import TEXT_LENGTH, TITLE_LENGTH, Idea


class IdeaVersion(models.Model):
    """A text the idea has had. Append-only; the first is the sentence it began with."""

    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="versions")
    kind = models.CharField(max_length=20, choices=VersionKind.choices)
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    text = models.TextField(_("text"), max_length=TEXT_LENGTH)
    note = models.CharField(_("note"), max_length=300, blank=True)
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("text of an idea")
        verbose_name_plural = _("texts of ideas")

    def __str__(self) -> str:
        return f"{self.title} ({self.get_kind_display()})"


class Step(models.Model):
    """An idea's entry into a stage. Append-only: the public asks how long things took."""

    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="steps")
    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome.choices, blank=True)
    note = models.CharField(_("what comes next"), max_length=500, blank=True)
    entered_at = models.DateTimeField(default=timezone.now)
    promised_until = models.DateField(null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["entered_at", "pk"]
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        indexes = [models.Index(fields=["stage", "entered_at"], name="step_stage")]

    def __str__(self) -> str:
        return f"{self.idea_id}: {self.get_stage_display()}"
