"""Pictures of pages with their sizes, remembered: every list of pages would ask for both."""

from collections.abc import Collection, Iterable
from typing import Any

from wagtail.images.shortcuts import get_renditions_or_not_found

from cms.core.models.media import CustomImage, Rendition
from cms.core.page_cache import frame, tags

FIELD = "picture"


def read(pks: Collection[int]) -> dict[int, CustomImage]:
    """Pictures by their numbers. Two queries for all that are not remembered."""
    return frame.keep_each(FIELD, pks, _read) if pks else {}


def attach(pages: Iterable[Any]) -> None:
    """Give each page the picture that it names. Two queries for all that are not remembered.

    A page read without its picture's number is left alone.
    """
    wanted: dict[int, list[Any]] = {}
    for page in pages:
        if pk := page.__dict__.get(f"{FIELD}_id"):
            wanted.setdefault(pk, []).append(page)
    for pk, picture in read(wanted).items():
        for page in wanted[pk]:
            setattr(page, FIELD, picture)


def of(page: Any, field: str = FIELD) -> CustomImage | None:
    """The picture that a page names, if its type has the field."""
    pk = getattr(page, f"{field}_id", None)
    return read([pk]).get(pk) if pk else None


def scaled(picture: CustomImage, spec: str) -> Rendition:
    """One size of a picture; made where there is none yet."""
    return next(iter(get_renditions_or_not_found(picture, (spec,)).values()))


def _read(pks: list[int]) -> dict[int, tuple[CustomImage, list[str]]]:
    found = CustomImage.objects.filter(pk__in=pks).prefetch_related("renditions")
    return {picture.pk: (picture, [tags.table_tag(CustomImage)]) for picture in found}
