"""What can be followed: every app that has such things registers their topic."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Thing:
    """A followed thing as readers see it, in the active language."""

    title: str
    path: str


def _alone(number: int) -> list[int]:
    return [number]


@dataclass(frozen=True)
class Topic:
    """A kind of things.

    ``find`` gives the things of some numbers that the public may see; nobody who merely follows is
    told of others. ``kin`` gives the numbers that a thing has besides its own, itself included:
    ideas that were merged are followed and left as one.
    """

    key: str
    label: str | Promise
    find: Callable[[Iterable[int]], Mapping[int, Thing]]
    kin: Callable[[int], list[int]] = _alone


_topics: dict[str, Topic] = {}


def register_topic(topic: Topic) -> None:
    """Add a topic."""
    _topics[topic.key] = topic


def find(key: str, numbers: Iterable[int]) -> Mapping[int, Thing]:
    """The public things of a topic by their number; nothing for a topic nobody knows any more."""
    topic = _topics.get(key)
    return topic.find(numbers) if topic else {}


def kin(key: str, number: int) -> list[int]:
    """Every number under which a thing may be followed."""
    topic = _topics.get(key)
    return topic.kin(number) if topic else [number]


def label(key: str) -> str:
    """What a thing of the topic is called."""
    return str(_topics[key].label) if key in _topics else key
