"""The page cache of a test's own; without, tests run as a process that keeps nothing."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from django.db import connection

from cms.core.page_cache import stores
from cms.core.page_cache.follower import Follower
from cms.core.page_cache.memory import Memory


class PromptFollower(Follower):
    """Reads the journal in the test's own transaction, instead of by a thread."""

    is_deaf = False

    def look(self, cursor: Any) -> None:
        """Take what is there, so that what comes counts as another transaction's."""
        super().look(cursor)
        cursor.execute("DELETE FROM core_pagechange")

    @property
    def is_trusted(self) -> bool:
        """Always, having looked."""
        if not self.is_deaf:
            with connection.cursor() as cursor:
                self.look(cursor)
        return True

    def ensure_running(self) -> None:
        """There is no thread."""


def _memories(monkeypatch: pytest.MonkeyPatch, answers: int, parts: int) -> PromptFollower:
    memories = {"answers": Memory(answers), "parts": Memory(parts), "frame": Memory(4_000_000)}
    memories["searches"] = Memory(parts)
    follower = PromptFollower(*memories.values())
    for name, value in {**memories, "follower": follower, "is_used": True}.items():
        monkeypatch.setattr(stores, name, value)
    return follower


@pytest.fixture
def page_cache(monkeypatch, db):
    """Switch the page cache on."""
    _memories(monkeypatch, 4_000_000, 4_000_000)
    return stores


@pytest.fixture
def assert_page_cost(
    monkeypatch, db, client, assert_query_count
) -> Callable[[int], AbstractContextManager[None]]:
    """``with assert_page_cost(7, address):`` – queries of a page that is rendered as a whole, in a
    process that knows what frames it, as every one does after its first request.
    """
    follower = _memories(monkeypatch, 0, 0)

    @contextmanager
    def assert_cost(number: int, address: str) -> Iterator[None]:
        follower.is_deaf = False
        client.get(address)
        follower.is_deaf = True
        with assert_query_count(number):
            yield

    return assert_cost
