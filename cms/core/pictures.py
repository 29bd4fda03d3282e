"""Pictures without a camera's notes: place, device and time stay with whoever took them."""

from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.images import ImageFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

NO_DESCRIPTION = _("Please say what is to be seen in the photo.")
QUALITY = 90
# AVIF's decoder raises RuntimeError for colours that do not fit their header.
UNREADABLE = (OSError, ValueError, SyntaxError, RuntimeError, Image.DecompressionBombError)
# What JPEG may keep: how it is to be decoded, and its colours.
_HARMLESS = (b"JFIF", b"Adobe", b"ICC_PROFILE")
_NOTES = ("exif", "xmp", "XML:com.adobe.xmp", "Raw profile type exif", "photoshop", "comment")
# Formats that are written as they are; of others a JPEG is made, of see-through ones a PNG.
_KEPT = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif", "GIF": "gif"}


def without_notes(file: File) -> File:
    """The picture without notes (EXIF, XMP, comments), upright; itself when it has none.

    Colours (ICC) and moving pictures stay. Raises ValidationError for one that cannot be decoded.
    """
    return _read(file, lambda opened: _redrawn(opened, file) if _has_notes(opened) else file)


def drawn_anew(file: File, *, longest_side: int) -> ImageFile:
    """The picture upright, without notes, as JPEG or PNG, made smaller where a side is longer.

    Raises ValidationError for one that cannot be decoded.
    """

    def draw(opened: Image.Image) -> ImageFile:
        upright = ImageOps.exif_transpose(opened)
        drawn = upright.convert("RGBA" if _is_see_through(upright) else "RGB")
        drawn.thumbnail((longest_side, longest_side))
        kind = "PNG" if drawn.mode == "RGBA" else "JPEG"
        return _stored([drawn], kind, file, icc_profile=opened.info.get("icc_profile"))

    return _read(file, draw)


def _read(file: File, act: Any) -> Any:
    try:
        file.seek(0)
        with Image.open(file) as opened:
            # Some notes stand behind the pixels and are only known then.
            opened.load()
            return act(opened)
    except UNREADABLE as error:
        raise ValidationError(_("This file is not a picture that can be read.")) from error
    finally:
        file.seek(0)


def _has_notes(opened: Image.Image) -> bool:
    if opened.format not in _KEPT:
        return True
    segments = getattr(opened, "applist", ())
    return (
        bool(opened.getexif())
        or any(opened.info.get(name) for name in _NOTES)
        or bool(getattr(opened, "text", None))
        or any(not content.startswith(_HARMLESS) for _name, content in segments)
    )


def _redrawn(opened: Image.Image, file: File) -> ImageFile:
    options: dict[str, Any] = {"icc_profile": opened.info.get("icc_profile")}
    frames = getattr(opened, "n_frames", 1)
    if frames > 1 and opened.format in ("GIF", "WEBP", "PNG"):
        options |= {"duration": opened.info.get("duration", 0), "loop": opened.info.get("loop", 0)}
        pictures = []
        for number in range(frames):
            opened.seek(number)
            pictures.append(opened.convert("RGBA"))
        return _stored(pictures, opened.format, file, **options)
    upright = ImageOps.exif_transpose(opened)
    kind = opened.format if opened.format in _KEPT else None
    if kind is None:
        kind = "PNG" if _is_see_through(upright) else "JPEG"
    if kind == "JPEG" and upright.mode not in ("RGB", "L", "CMYK"):
        upright = upright.convert("RGB")
    return _stored([upright], kind, file, **options)


def _is_see_through(picture: Image.Image) -> bool:
    return "A" in picture.getbands() or "transparency" in picture.info


def _stored(pictures: list[Image.Image], kind: str, file: File, **options: Any) -> ImageFile:
    first, *rest = pictures
    for picture in pictures:
        transparency = picture.info.get("transparency")
        picture.info = {} if transparency is None else {"transparency": transparency}
    if rest:
        options |= {"save_all": True, "append_images": rest}
    data = BytesIO()
    # Empty notes on purpose: Pillow writes those of the picture where none are given.
    known = {name: value for name, value in options.items() if value is not None}
    exif = {} if kind == "GIF" else {"exif": b""}
    first.save(data, kind, quality=QUALITY, **exif, **known)
    name = PurePath(file.name or "bild").with_suffix(f".{_KEPT[kind]}").name
    return ImageFile(data, name=name)
