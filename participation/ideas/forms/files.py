"""A field for several files, each checked by what it holds."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _
from PIL import Image

from cms.core.uploads import validate_document, validate_picture

PICTURE_FORMATS = ("JPEG", "MPO", "PNG", "WEBP", "AVIF", "GIF")
DOCUMENT_ENDINGS = ("pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "txt", "csv")
MOST_PICTURES, MOST_DOCUMENTS = 5, 3
LARGEST_DOCUMENT = 10 * 1024 * 1024


class SeveralFilesInput(forms.FileInput):
    """An input for several files."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Up to ``most`` files, each passed to ``check``."""

    def __init__(self, *, most: int, check: Callable[[File], None], accept: str, **options: Any):
        self.most, self.check = most, check
        widget = SeveralFilesInput(attrs={"accept": accept})
        super().__init__(required=False, widget=widget, **options)

    def clean(self, data: Any, initial: Any = None) -> list[File]:
        """The files. ValidationError names the file that is wrong."""
        files = [super(SeveralFilesField, self).clean(file) for file in data or [] if file]
        if len(files) > self.most:
            raise ValidationError(_("At most %(most)s files."), params={"most": self.most})
        for file in files:
            try:
                self.check(file)
            except ValidationError as error:
                raise ValidationError(f"{file.name}: {error.messages[0]}") from error
        return files


def check_picture(file: File) -> None:
    """A picture that can be drawn anew, of a kind that browsers show. Raises ValidationError."""
    limit = settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE
    if file.size > limit:
        raise ValidationError(
            _("The picture is too large. At most %(limit)s MB."),
            params={"limit": limit // 1024 // 1024},
        )
    validate_picture(file)
    try:
        with Image.open(file) as picture:
            if picture.format not in PICTURE_FORMATS:
                raise ValidationError(_("Please choose JPEG, PNG, WebP, AVIF or GIF."))
            picture.load()
    except (OSError, ValueError, SyntaxError) as error:
        raise ValidationError(_("This file is not a picture that can be read.")) from error
    finally:
        file.seek(0)


def check_document(file: File) -> None:
    """A document of an accepted kind that is what its ending says. Raises ValidationError."""
    if file.size > LARGEST_DOCUMENT:
        raise ValidationError(
            _("The file is too large. At most %(limit)s MB."),
            params={"limit": LARGEST_DOCUMENT // 1024 // 1024},
        )
    ending = (file.name or "").rpartition(".")[2].lower()
    if ending not in DOCUMENT_ENDINGS:
        raise ValidationError(_("Please choose a PDF, a text or an office document."))
    validate_document(file)
