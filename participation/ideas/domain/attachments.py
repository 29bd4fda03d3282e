"""Pictures and documents of ideas: without a camera's notes, and as public as their idea."""

import secrets
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from wagtail.models import Collection

from cms.core import received
from cms.core.models import CustomImage
from cms.users.models import User
from participation.ideas.models import Attachment, HeldFile, Idea

HELD_DAYS = 7
PUBLIC, CLOSED = "Ideen", "Ideen, nicht öffentlich"


def attach(
    *,
    idea: Idea,
    pictures: Iterable[File] = (),
    documents: Iterable[File] = (),
    held: Iterable[HeldFile] = (),
    by: User | None,
) -> None:
    """Give an idea files that a form has checked, after those it has; first those held for it."""
    place = collection(public=idea.is_public)
    rows = [*_released(held), *_stored(pictures, documents)]
    for number, (field, stored) in enumerate(rows, start=idea.attachments.count()):
        stored.collection, stored.uploaded_by_user = place, by
        if field == "image":
            stored.title = f"{idea.title[:230]} ({number + 1})"
        stored.save()
        Attachment.objects.create(idea=idea, order=number, **{field: stored})


def hold(
    *, key: UUID, pictures: Iterable[File], documents: Iterable[File], user: User | None
) -> None:
    """Keep good files of a form that is to be sent once more. Staff alone can open them."""
    with transaction.atomic():
        place = collection(public=False)
        for field, stored in _stored(pictures, documents):
            stored.collection, stored.uploaded_by_user = place, user
            stored.save()
            HeldFile.objects.create(key=key, user=user, **{field: stored})


def drop(*, held: Iterable[HeldFile]) -> None:
    """Delete files that are held for a form."""
    for each in held:
        stored = each.stored
        each.delete()
        stored.delete()


def forget_held() -> int:
    """Delete files held for forms that nobody has sent once more; their number."""
    old = HeldFile.objects.filter(created_at__lt=timezone.now() - timedelta(days=HELD_DAYS))
    found = list(old.select_related("image", "document"))
    drop(held=found)
    return len(found)


def _released(held: Iterable[HeldFile]) -> Iterator[tuple[str, Any]]:
    for each in held:
        stored = each.stored
        each.delete()
        yield ("image" if each.image_id else "document"), stored


def _stored(pictures: Iterable[File], documents: Iterable[File]) -> Iterator[tuple[str, Any]]:
    """Pictures and documents as they are to be saved, each with the field it belongs to."""
    yield from (("image", _picture(file)) for file in pictures)
    yield from (("document", received.document(file)) for file in documents)


def _picture(file: File) -> CustomImage:
    name = f"idee-{secrets.token_hex(6)}"
    return received.picture(file, name=name, title=PurePath(file.name or name).name)


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
