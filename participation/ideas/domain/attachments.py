"""Pictures and documents of ideas: without a camera's notes, and as public as their idea."""

from collections.abc import Iterable
from pathlib import PurePath

from django.core.files.base import ContentFile, File
from wagtail.models import Collection, CollectionViewRestriction

from cms.core.models import CustomDocument, CustomImage
from cms.core.pictures import drawn_anew
from cms.users.models import User
from participation.ideas.models import Attachment, Idea

LONGEST_SIDE = 2400
PUBLIC, CLOSED = "Ideen", "Ideen, nicht öffentlich"


def attach(
    *, idea: Idea, pictures: Iterable[File], documents: Iterable[File], by: User | None
) -> None:
    """Store files that a form has checked, after those the idea has. They are closed at first."""
    place = collection(public=idea.is_public)
    first = idea.attachments.count()
    rows = [*((file, True) for file in pictures), *((file, False) for file in documents)]
    for number, (file, is_picture) in enumerate(rows, start=first):
        stored = _picture(idea, file, number + 1) if is_picture else _document(file)
        stored.collection, stored.uploaded_by_user = place, by
        stored.save()
        field = "image" if is_picture else "document"
        Attachment.objects.create(idea=idea, order=number, **{field: stored})


def _picture(idea: Idea, file: File, number: int) -> CustomImage:
    """The picture, upright and drawn anew: place, device and time stay behind."""
    drawn = drawn_anew(file, longest_side=LONGEST_SIDE)
    drawn.name = f"idee-{idea.pk}-{number}{PurePath(drawn.name or '').suffix}"
    return CustomImage(title=f"{idea.title[:230]} ({number})", file=drawn)


def _document(file: File) -> CustomDocument:
    name = PurePath(file.name or "dokument").name
    return CustomDocument(title=name[:200], file=ContentFile(file.read(), name=name))


def collection(*, public: bool) -> Collection:
    """Where the files of ideas are kept; those of ideas nobody may see are for staff alone."""
    name = PUBLIC if public else CLOSED
    root = Collection.get_first_root_node()
    found = root.get_children().filter(name=name).first()
    if found is None:
        found = root.add_child(name=name)
        if not public:
            CollectionViewRestriction.objects.create(
                collection=found, restriction_type=CollectionViewRestriction.GROUPS
            )
    return found


def open_or_close(*, idea: Idea) -> None:
    """Let the files be as public as their idea is."""
    place = collection(public=idea.is_public)
    for attachment in idea.attachments.select_related("image", "document"):
        attachment.stored.collection = place
        attachment.stored.save()


def remove(*, idea: Idea, keys: Iterable[int] | None = None) -> None:
    """Delete the named attachments with their files; all of them when none are named."""
    found = idea.attachments.select_related("image", "document")
    for attachment in found if keys is None else found.filter(pk__in=keys):
        stored = attachment.stored
        attachment.delete()
        stored.delete()
