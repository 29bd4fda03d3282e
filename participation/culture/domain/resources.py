"""Verbs about what institutions offer to each other."""

from collections.abc import Iterable
from typing import Any

from django.core.files.base import File
from django.db import transaction

from cms.users.models import User
from participation.culture.domain import files
from participation.culture.domain.rules import locked, note
from participation.culture.models import Institution, OpenHours, Resource
from participation.culture.models.resources import new_key
from participation.culture.times import Hours


def add(
    *,
    institution: Institution,
    words: dict[str, Any],
    by: User,
    hours: Iterable[Hours] = (),
    pictures: Iterable[File] = (),
) -> Resource:
    """Offer something; partners see it as soon as the institution is verified."""
    with transaction.atomic():
        resource = Resource.objects.create(institution=locked(institution), **words)
        _set_hours(resource, hours)
        files.add_pictures(resource=resource, files=pictures, by=by)
    return resource


def change(
    *,
    resource: Resource,
    words: dict[str, Any],
    by: User,
    hours: Iterable[Hours] = (),
    pictures: Iterable[File] = (),
    dropped: Iterable[int] = (),
) -> Resource:
    """Change it; bookings that are agreed on stay as they are."""
    with transaction.atomic():
        resource = Resource.objects.select_for_update().get(pk=resource.pk)
        note(resource, **words)
        _set_hours(resource, hours)
        files.remove_pictures(resource=resource, keys=dropped)
        files.add_pictures(resource=resource, files=pictures, by=by)
    return resource


def _set_hours(resource: Resource, hours: Iterable[Hours]) -> None:
    resource.hours.all().delete()
    OpenHours.objects.bulk_create(
        OpenHours(resource=resource, weekday=weekday, opens=opens, closes=closes)
        for weekday, opens, closes in hours
    )


def renew_feed(*, resource: Resource) -> Resource:
    """Give its calendar another secret address; the old one leads nowhere from now on."""
    note(resource, feed_key=new_key())
    return resource
