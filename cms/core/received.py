"""Files that people send in: pictures without a camera's notes, and who may see them."""

from io import BytesIO
from pathlib import PurePath

from django.core.files.base import ContentFile, File
from django.core.files.images import ImageFile
from PIL import Image, ImageOps
from wagtail.models import Collection, CollectionViewRestriction

from cms.core.models import CustomDocument, CustomImage

LONGEST_SIDE = 2400


def picture(file: File, *, name: str, title: str) -> CustomImage:
    """The picture, upright and drawn anew: place, device and time stay behind. Not saved yet.

    ``name`` has no ending; it gets the one of what was drawn.
    """
    with Image.open(file) as opened:
        upright = ImageOps.exif_transpose(opened)
        has_alpha = "A" in upright.getbands() or "transparency" in upright.info
        drawn = upright.convert("RGBA" if has_alpha else "RGB")
    drawn.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    data, kind = BytesIO(), "PNG" if has_alpha else "JPEG"
    drawn.save(data, kind, quality=88)
    data.seek(0)
    return CustomImage(
        title=title[:255],
        file=ImageFile(data, name=f"{name}.{'png' if has_alpha else 'jpg'}"),
        width=drawn.width,
        height=drawn.height,
    )


def document(file: File) -> CustomDocument:
    """The document under its own name. Not saved yet."""
    name = PurePath(file.name or "dokument").name
    return CustomDocument(title=name[:200], file=ContentFile(file.read(), name=name))


def collection(name: str, *, closed: bool) -> Collection:
    """The collection of that name, made where it is missing; a closed one is for staff alone."""
    root = Collection.get_first_root_node()
    found = root.get_children().filter(name=name).first()
    if found is None:
        found = root.add_child(name=name)
        if closed:
            CollectionViewRestriction.objects.create(
                collection=found, restriction_type=CollectionViewRestriction.GROUPS
            )
    return found
