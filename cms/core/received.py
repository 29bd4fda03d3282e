"""Files that people send in: pictures without a camera's notes, and who may see them."""

from pathlib import PurePath

from django.core.files.base import ContentFile, File
from wagtail.models import Collection, CollectionViewRestriction

from cms.core.models import CustomDocument, CustomImage
from cms.core.pictures import drawn_anew

LONGEST_SIDE = 2400


def picture(file: File, *, name: str, title: str) -> CustomImage:
    """The picture, upright and drawn anew: place, device and time stay behind. Not saved yet.

    ``name`` has no ending; it gets the one of what was drawn.
    """
    drawn = drawn_anew(file, longest_side=LONGEST_SIDE)
    drawn.name = f"{name}{PurePath(drawn.name or '').suffix}"
    return CustomImage(title=title[:255], file=drawn)


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
