"""Assessors' sheets. Each scores for themselves and sees the others' only after submitting."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.programme.models.assessment import AbstractScore
from cms.programme.models.choices import Answer
from participation.ideas.models.choices import AssessmentRole
from participation.ideas.models.ideas import Idea


class Assessment(models.Model):
    """One assessor's sheet for one idea; ``submitted_at`` closes it."""

    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="assessments")
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="assessments"
    )
    role = models.CharField(_("part of the sheet"), max_length=20, choices=AssessmentRole.choices)
    mvp_possible = models.CharField(
        _("can a small version be built first?"),
        max_length=10,
        choices=Answer.choices,
        default=Answer.OPEN,
    )
    mvp_note = models.TextField(_("how the small version would look"), max_length=600, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        permissions = [
            ("check_complexity", "Can do the complexity check"),
            ("check_sustainability", "Can do the sustainability check"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["idea", "assessor", "role"], name="one_sheet_per_assessor_and_role"
            )
        ]

    def __str__(self) -> str:
        return f"{self.idea_id}: {self.get_role_display()}"


class AssessmentScore(AbstractScore):
    """One criterion on a sheet."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="scores")

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "criterion"], name="one_assessment_score_per_criterion"
            )
        ]
