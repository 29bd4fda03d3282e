"""What may be uploaded, decided by content and not by the name a file gives itself."""

import zipfile
from pathlib import PurePath
from typing import IO

import filetype
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _
from PIL import Image as PillowImage
from PIL import UnidentifiedImageError

from cms.core.pictures import UNREADABLE

PICTURE_FORMATS = ("JPEG", "MPO", "PNG", "WEBP", "AVIF", "GIF")
DOCUMENT_ENDINGS = ("pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "txt", "csv")
LARGEST_DOCUMENT = 10 * 1024 * 1024
MAX_PICTURE_SIDE = 12_000
"""Pixels; a longer side is refused before any pixel is decoded."""

SNIFF_BYTES = 8192

_ZIP = {"docx", "xlsx", "pptx", "odt", "ods", "odp", "zip"}
_OFFICE_MEMBER = {
    "docx": "word/",
    "xlsx": "xl/",
    "pptx": "ppt/",
    "odt": "content.xml",
    "ods": "content.xml",
    "odp": "content.xml",
}
_TEXT = {"txt", "csv", "ics"}


def validate_picture(file: File) -> None:
    """Refuse a picture whose header promises more pixels than the site will decode.

    Reads the header only. Raises ValidationError.
    """
    try:
        file.seek(0)
        with PillowImage.open(file) as picture:
            width, height = picture.size
    except (PillowImage.DecompressionBombError, PillowImage.DecompressionBombWarning) as error:
        raise _too_large() from error
    except (UnidentifiedImageError, OSError, ValueError) as error:
        raise ValidationError(_("This file is not a picture that can be read.")) from error
    finally:
        file.seek(0)
    pixels = width * height
    if max(width, height) > MAX_PICTURE_SIDE or pixels > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
        raise _too_large()


def _too_large() -> ValidationError:
    return ValidationError(
        _("The picture is too large. At most %(side)s pixels a side, %(pixels)s million in all."),
        params={
            "side": MAX_PICTURE_SIDE,
            "pixels": settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000,
        },
    )


def validate_document(file: File) -> None:
    """Refuse a document that is too large or not what its ending says. Raises ValidationError."""
    if file.size > settings.DOCUMENT_MAX_UPLOAD_SIZE:
        raise ValidationError(
            _("The file is too large. At most %(limit)s MB."),
            params={"limit": settings.DOCUMENT_MAX_UPLOAD_SIZE // 1024 // 1024},
        )
    ending = PurePath(file.name or "").suffix.lower().lstrip(".")
    try:
        file.seek(0)
        honest = _is_what_it_says(ending, file)
    finally:
        file.seek(0)
    if not honest:
        raise ValidationError(
            _("The content of this file is not of the type “%(ending)s”."),
            params={"ending": ending},
        )


def _is_what_it_says(ending: str, file: IO[bytes]) -> bool:
    head = file.read(SNIFF_BYTES)
    if ending in _TEXT:
        return _looks_like_text(head)
    if ending in _ZIP:
        return _is_archive_of(ending, file)
    kind = filetype.guess(head)
    return kind is not None and kind.extension == ending


def _looks_like_text(head: bytes) -> bool:
    if b"\0" in head or filetype.guess(head) is not None:
        return False
    return not head.lstrip().lower().startswith((b"<!doctype html", b"<html", b"<script", b"<svg"))


def _is_archive_of(ending: str, file: IO[bytes]) -> bool:
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    member = _OFFICE_MEMBER.get(ending)
    return member is None or any(name.startswith(member) for name in names)


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
        with PillowImage.open(file) as picture:
            if picture.format not in PICTURE_FORMATS:
                raise ValidationError(_("Please choose JPEG, PNG, WebP, AVIF or GIF."))
            picture.load()
    except UNREADABLE as error:
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
