"""Files that people send: of an idea, and of a form that could not be stored yet."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.ideas.models.ideas import Idea

ONE_OF_BOTH = models.Q(image__isnull=True) ^ models.Q(document__isnull=True)


class StoredFile(models.Model):
    """A picture or a document; what a camera notes about place and device is taken out."""

    image = models.ForeignKey(
        "core.CustomImage", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    document = models.ForeignKey(
        "core.CustomDocument", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.stored)

    @property
    def stored(self) -> Any:
        """The picture or the document."""
        return self.image or self.document


class Attachment(StoredFile):
    """A file of an idea."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="attachments")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        constraints = [
            models.CheckConstraint(
                condition=ONE_OF_BOTH, name="an_attachment_is_a_picture_or_a_document"
            )
        ]


class HeldFile(StoredFile):
    """A good file of a form with something else to correct, kept so that it need not be sent again.

    ``key`` is a secret of that form. The file goes with the idea, or after some days.
    """

    key = models.UUIDField(db_index=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="held_files",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("file kept for a form")
        verbose_name_plural = _("files kept for forms")
        constraints = [
            models.CheckConstraint(
                condition=ONE_OF_BOTH, name="a_held_file_is_a_picture_or_a_document"
            )
        ]
