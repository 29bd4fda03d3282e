"""Reads about who follows what."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cms.notifications import topics
from cms.notifications.models import Following, Notice
from cms.users.models import User


@dataclass(frozen=True)
class Followed:
    """A thing somebody follows; without a path where the public may not see it at present."""

    following: Following
    title: str
    path: str = ""


def people_to_tell(now: datetime) -> Iterator[User]:
    """Everybody to whom something is due, one by one."""
    due = Notice.objects.due(now).values("user")
    return User.objects.filter(pk__in=due).order_by("pk").iterator()


def followings_of(user: User) -> QuerySet[Following]:
    """What somebody follows, newest first."""
    return Following.objects.filter(user=user).order_by("-created_at", "-pk")


def with_things(followings: list[Following]) -> list[Followed]:
    """The things with their titles, in the same order. The queries of each topic's ``find``."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for row in followings:
        numbers[row.topic].append(row.number)
    found = {
        (topic, number): thing
        for topic in numbers
        for number, thing in topics.find(topic, numbers[topic]).items()
    }
    return [_followed(row, found.get((row.topic, row.number))) for row in followings]


def _followed(following: Following, thing: topics.Thing | None) -> Followed:
    if thing is None:
        name = f"{topics.label(following.topic)} {following.number}"
        return Followed(following, _("%(name)s (not public at present)") % {"name": name})
    return Followed(following, thing.title, thing.path)


def is_followed(user: User, topic: str, number: int) -> bool:
    """Whether somebody follows a thing or one of its kin."""
    kin = topics.kin(topic, number)
    return Following.objects.filter(user=user, topic=topic, number__in=kin).exists()
