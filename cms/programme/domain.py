"""Verbs of the programme: what people do to projects."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Collection
from wagtail.rich_text import RichText

from cms.core.models import CustomImage
from cms.core.pictures import NO_DESCRIPTION
from cms.core.slugs import UMLAUTS
from cms.core.words import paragraphs
from cms.programme.models import ProjectPage, UpdatePage


def post_update(
    *,
    project: ProjectPage,
    author: Any,
    title: str,
    text: str,
    introduction: str = "",
    photo: File | None = None,
    photo_description: str = "",
    new_stage: str = "",
    on: date | None = None,
) -> UpdatePage:
    """Publish an update below a project, with its photo, in one transaction.

    Raises PermissionDenied for an author who may not publish there, ValidationError for a photo
    that is none or that nobody has described (WCAG 2.2, 1.1.1).
    """
    if photo and not photo_description.strip():
        raise ValidationError({"photo_description": NO_DESCRIPTION})
    if not project.permissions_for_user(author).can_publish_subpage():
        raise PermissionDenied
    with transaction.atomic():
        picture = _store_photo(photo, photo_description, author) if photo else None
        update = UpdatePage(
            title=title,
            slug=_free_slug(project, title),
            date=on or timezone.localdate(),
            introduction=introduction,
            picture=picture,
            new_stage=new_stage,
            owner=author,
            live=False,
            body=[("text", RichText(paragraphs(text)))] if text else [],
        )
        project.add_child(instance=update)
        update.save_revision(user=author, log_action=True).publish(
            user=author, skip_permission_checks=True
        )
    update.refresh_from_db()
    return update


def _store_photo(photo: File, description: str, author: Any) -> CustomImage:
    picture = CustomImage(
        title=description[:255],
        description=description[:255],
        file=photo,
        uploaded_by_user=author,
        collection=Collection.get_first_root_node(),
    )
    picture.full_clean(exclude=["width", "height", "file_hash"])
    picture.save()
    return picture


def _free_slug(project: ProjectPage, title: str) -> str:
    base = slugify(title.lower().translate(UMLAUTS))[:200] or "update"
    taken = set(project.get_children().values_list("slug", flat=True))
    numbers: Sequence[str] = [base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))]
    return next(slug for slug in numbers if slug not in taken)
