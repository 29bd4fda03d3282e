"""Submissions that are still being written."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class DraftQuerySet(models.QuerySet["Draft"]):
    """Drafts, and what is left of those that are done with."""

    def open(self) -> "DraftQuerySet":
        """Those that somebody can go on with."""
        return self.filter(spent_at=None)


class Draft(models.Model):
    """A submission that is still being written, kept by itself.

    ``key`` is a secret in the address of the form, so that it can be gone on with on another
    device; for somebody signed in it is found by the account. Of a draft that was sent or thrown
    away the key is left, so that a page that still saves by itself does not bring it back.
    """

    key = models.CharField(max_length=43, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="idea_drafts",
    )
    data: Any = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)
    spent_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at"]
        verbose_name = _("draft of an idea")
        verbose_name_plural = _("drafts of ideas")

    def __str__(self) -> str:
        return str(self.data.get("title") or self.pk)
