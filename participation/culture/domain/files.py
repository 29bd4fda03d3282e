"""Files of institutions: pictures as public as what they show, documents closed to the public."""

from collections.abc import Iterable

from django.core.files.base import File

from cms.core import received
from cms.core.models import CustomDocument, CustomImage
from cms.users.models import User
from participation.culture.models import Institution, Resource, ResourcePicture

PUBLIC, CLOSED = "Kultur", "Kultur, nicht öffentlich"
PAPERS = "Kultur, Unterlagen der Partner"


def keep_document(*, file: File, title: str, by: User | None) -> CustomDocument:
    """Store a document where nobody opens it but by the members' area."""
    stored = received.document(file)
    stored.title = title[:200]
    stored.collection, stored.uploaded_by_user = received.collection(PAPERS, closed=True), by
    stored.save()
    return stored


def keep_picture(
    *, file: File, name: str, title: str, public: bool, by: User | None
) -> CustomImage:
    """Store a picture, drawn anew."""
    stored = received.picture(file, name=name, title=title)
    stored.collection, stored.uploaded_by_user = _pictures(public=public), by
    stored.save()
    return stored


def _pictures(*, public: bool) -> received.Collection:
    return received.collection(PUBLIC if public else CLOSED, closed=not public)


def keep_logo(*, institution: Institution, file: File, by: User | None) -> CustomImage:
    """Store an institution's logo."""
    return keep_picture(
        file=file,
        name=f"kultur-{institution.pk}",
        title=institution.name,
        public=institution.is_verified,
        by=by,
    )


def add_pictures(*, resource: Resource, files: Iterable[File], by: User | None) -> None:
    """Store pictures of a resource after those it has."""
    for number, file in enumerate(files, start=resource.pictures.count()):
        image = keep_picture(
            file=file,
            name=f"ressource-{resource.pk}-{number + 1}",
            title=f"{resource.title[:230]} ({number + 1})",
            public=False,
            by=by,
        )
        ResourcePicture.objects.create(resource=resource, image=image, order=number)


def remove_pictures(*, resource: Resource, keys: Iterable[int]) -> None:
    """Delete some of a resource's pictures with their files."""
    for row in resource.pictures.filter(pk__in=list(keys)).select_related("image"):
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
