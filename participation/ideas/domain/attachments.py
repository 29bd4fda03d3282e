"""Pictures and documents of ideas: without a camera's notes, and as public as their idea."""

from collections.abc import Iterable

from django.core.files.base import File
from wagtail.models import Collection

from cms.core import received
from cms.core.models import CustomImage
from cms.users.models import User
from participation.ideas.models import Attachment, Idea

PUBLIC, CLOSED = "Ideen", "Ideen, nicht öffentlich"


def attach(
    *, idea: Idea, pictures: Iterable[File], documents: Iterable[File], by: User | None
) -> None:
    """Store files that a form has checked, after those the idea has. They are closed at first."""
    place = collection(public=idea.is_public)
    first = idea.attachments.count()
    rows = [*((file, True) for file in pictures), *((file, False) for file in documents)]
    for number, (file, is_picture) in enumerate(rows, start=first):
        stored = _picture(idea, file, number + 1) if is_picture else received.document(file)
        stored.collection, stored.uploaded_by_user = place, by
        stored.save()
        field = "image" if is_picture else "document"
        Attachment.objects.create(idea=idea, order=number, **{field: stored})


def _picture(idea: Idea, file: File, number: int) -> CustomImage:
    return received.picture(
        file, name=f"idee-{idea.pk}-{number}", title=f"{idea.title[:230]} ({number})"
    )


def collection(*, public: bool) -> Collection:
    """Where the files of ideas are kept; those of ideas nobody may see are for staff alone."""
    return received.collection(PUBLIC if public else CLOSED, closed=not public)


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
