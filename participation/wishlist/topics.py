"""Wishes can be followed."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from cms.notifications.topics import Thing, Topic, register_topic
from participation.wishlist.domain.rules import TOPIC
from participation.wishlist.models import Wish


def find(numbers: Iterable[int]) -> Mapping[int, Thing]:
    """Public wishes. One query."""
    found = Wish.objects.public().filter(pk__in=numbers).select_related("campaign")
    return {wish.pk: Thing(wish.title, wish.get_absolute_url()) for wish in found}


register_topic(Topic(key=TOPIC, label=_("Wish"), find=find))
