"""A topic of trees, which can be followed, and somebody who does."""

import pytest

from cms.notifications import topics
from cms.notifications.topics import Thing, Topic
from tests.factories.people import UserFactory

TREES = {1: "Eiche", 2: "Buche", 3: "Esche"}


@pytest.fixture
def trees(monkeypatch):
    """Trees by number; taking one out hides it. Tree 3 was grafted onto tree 1."""
    found = dict(TREES)
    topic = Topic(
        key="tree",
        label="Baum",
        find=lambda numbers: {
            number: Thing(found[number], f"/baum/{number}/")
            for number in numbers
            if number in found
        },
        kin=lambda number: [1, 3] if number in (1, 3) else [number],
    )
    monkeypatch.setitem(topics._topics, "tree", topic)
    return found


@pytest.fixture
def reader(db):
    """Somebody with an account."""
    return UserFactory(email="leser@example.org")
