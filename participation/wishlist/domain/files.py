"""Files of institutions and wishes: papers for staff alone, pictures as public as their wish."""

from collections.abc import Iterable

from django.core.files.base import File

from cms.core import received
from cms.core.models import CustomDocument, CustomImage
from cms.users.models import User
from participation.wishlist.models import Institution, Wish, WishPicture

PAPERS = "Wunschliste, Unterlagen"
PUBLIC, CLOSED = "Wunschliste", "Wunschliste, nicht öffentlich"


def keep_paper(*, file: File, by: User | None) -> CustomDocument:
    """Store a paper where only staff can open it."""
    stored = received.document(file)
    stored.collection, stored.uploaded_by_user = received.collection(PAPERS, closed=True), by
    stored.save()
    return stored


def keep_picture(
    *, file: File, name: str, title: str, public: bool, by: User | None
) -> CustomImage:
    """Store a picture, drawn anew."""
    stored = received.picture(file, name=name, title=title)
    stored.collection = _pictures(public=public)
    stored.uploaded_by_user = by
    stored.save()
    return stored


def _pictures(*, public: bool) -> received.Collection:
    return received.collection(PUBLIC if public else CLOSED, closed=not public)


def keep_logo(*, institution: Institution, file: File, by: User | None) -> CustomImage:
    """Store an institution's logo."""
    return keep_picture(
        file=file,
        name=f"einrichtung-{institution.pk}",
        title=institution.name,
        public=institution.is_public,
        by=by,
    )


def add_pictures(*, wish: Wish, files: Iterable[tuple[File, str]], by: User | None) -> None:
    """Store pictures with their descriptions after those the wish has."""
    first = wish.pictures.count()
    for number, (file, description) in enumerate(files, start=first):
        image = keep_picture(
            file=file,
            name=f"wunsch-{wish.pk}-{number + 1}",
            title=f"{wish.title[:230]} ({number + 1})",
            public=wish.is_public,
            by=by,
        )
        if description:
            image.description = description
            image.save(update_fields=["description"])
        WishPicture.objects.create(wish=wish, image=image, order=number)


def remove_pictures(*, wish: Wish, keys: Iterable[int]) -> None:
    """Delete some of a wish's pictures with their files."""
    for row in wish.pictures.filter(pk__in=list(keys)).select_related("image"):
        image = row.image
        row.delete()
        image.delete()


def open_or_close(*, images: Iterable[CustomImage | None], public: bool) -> None:
    """Let pictures be as public as what they belong to."""
    place = _pictures(public=public)
    for image in images:
        if image is not None and image.collection_id != place.pk:
            image.collection = place
            image.save(update_fields=["collection"])
