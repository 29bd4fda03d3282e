"""Pictures and documents."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from cms.core.pictures import without_notes
from cms.core.uploads import validate_document, validate_picture


def _check_new(file: Any, check: Callable[[File], None]) -> None:
    """Check a file that is not stored yet; what is wrong belongs to its field.

    Wagtail's upload of several files keeps a file whose faults belong to no field.
    """
    if not file or getattr(file, "_committed", True):
        return
    try:
        check(file)
    except ValidationError as error:
        raise ValidationError({"file": error}) from error


class CustomImage(AbstractImage):
    """A picture with its credit; Wagtail's ``description`` is the default alternative text."""

    credit = models.CharField(
        _("credit"),
        max_length=200,
        blank=True,
        help_text=_("Photographer or source, shown below the picture."),
    )

    description_en = models.CharField(_("description in English"), max_length=255, blank=True)
    description_simple = models.CharField(
        _("description in easy language"), max_length=255, blank=True
    )

    admin_form_fields = (
        *Image.admin_form_fields,
        "description_en",
        "description_simple",
        "credit",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    @property
    def default_alt_text(self) -> str:
        """The description in the reader's language, else in German, else the title."""
        own = {"en": self.description_en, "de-simple": self.description_simple}
        return own.get(get_language() or "", "") or super().default_alt_text

    def clean(self) -> None:
        super().clean()
        _check_new(self.file, validate_picture)
        _check_new(self.file, self._take_notes_out)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store no picture with a camera's notes, whatever way it came in."""
        if self.file and not getattr(self.file, "_committed", True):
            self._take_notes_out(self.file)
        super().save(*args, **kwargs)

    def _take_notes_out(self, file: File) -> None:
        """Once for each new file: a form cleans and then saves."""
        own: Any = self
        if getattr(own, "_without_notes", None) is own.file:
            return
        plain = without_notes(file)
        if plain is not file:
            own.file = plain
            own._set_image_file_metadata()
        own._without_notes = own.file


class Rendition(AbstractRendition):
    """A scaled, re-encoded copy of an image."""

    image = models.ForeignKey(CustomImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_per_filter"
            )
        ]

    def __str__(self) -> str:
        return f"{self.image} ({self.filter_spec})"


class CustomDocument(AbstractDocument):
    """A file for download whose content has been checked against its ending."""

    description = models.CharField(_("description"), max_length=300, blank=True)

    admin_form_fields = (*Document.admin_form_fields, "description")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def clean(self) -> None:
        super().clean()
        _check_new(self.file, validate_document)
