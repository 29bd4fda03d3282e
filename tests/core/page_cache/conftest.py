"""A page cache of the test's own, that looks into the journal before each request."""

import pytest
from django.db import connection

from cms.core.page_cache import stores
from cms.core.page_cache.follower import Follower
from cms.core.page_cache.memory import Memory


class PromptFollower(Follower):
    """Reads the journal in the test's own transaction, instead of by a thread."""

    is_deaf = False

    @property
    def is_trusted(self) -> bool:
        """Always, having looked."""
        if not self.is_deaf:
            with connection.cursor() as cursor:
                self.look(cursor)
                # A test is one transaction, in which nothing is journalled twice: begin the next.
                cursor.execute("DELETE FROM core_pagechange")
        return True

    def ensure_running(self) -> None:
        """There is no thread."""


@pytest.fixture
def page_cache(monkeypatch, db):
    """Switch the page cache on."""
    answers, parts = Memory(4_000_000), Memory(4_000_000)
    follower = PromptFollower(answers, parts)
    for name, value in {"answers": answers, "parts": parts, "follower": follower}.items():
        monkeypatch.setattr(stores, name, value)
    monkeypatch.setattr(stores, "is_used", True)
    return stores


@pytest.fixture
def verdict(page_cache, client):
    """What the page cache says of an address."""

    def ask(address: str, **headers: str) -> str:
        return client.get(address, headers=headers).headers.get("X-Page-Cache", "")

    return ask


@pytest.fixture
def kept(verdict):
    """Ask for addresses until they are kept; a function that tells which of them still are."""

    def keep(*addresses: str):
        for address in addresses:
            verdict(address)
            assert verdict(address) == "hit", address

        def still() -> set[str]:
            return {address for address in addresses if verdict(address) == "hit"}

        return still

    return keep
