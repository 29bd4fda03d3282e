"""Ideas can be followed; those that were merged are followed as one."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from cms.notifications.topics import Thing, Topic, register_topic
from participation.ideas.domain.process import TOPIC, family
from participation.ideas.models import Idea
from participation.ideas.models.choices import State


def find(numbers: Iterable[int]) -> Mapping[int, Thing]:
    """Public ideas, and merged ones, whose address leads on to their successor. One query."""
    found = Idea.objects.filter(pk__in=numbers, state__in=[State.PUBLISHED, State.MERGED])
    return {idea.pk: Thing(idea.title, idea.get_absolute_url()) for idea in found}


def kin(number: int) -> list[int]:
    """The idea it was merged into in the end, and all others that were."""
    idea = Idea.objects.filter(pk=number).first()
    while idea is not None and idea.merged_into_id:
        idea = idea.merged_into
    return family(idea) if idea else [number]


register_topic(Topic(key=TOPIC, label=_("Idea"), find=find, kin=kin))
