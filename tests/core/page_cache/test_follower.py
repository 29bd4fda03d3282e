"""The thread that follows the journal."""

import time

import pytest
from django.db import connection
from django.test import override_settings

from cms.core.page_cache import changes, follower
from cms.core.page_cache.follower import Follower
from cms.core.page_cache.memory import Memory


@pytest.fixture
def memory():
    return Memory(1000)


def keep(memory: Memory, tag: str) -> None:
    memory.put(tag, tag, size=1, tags=[tag], seconds=60, stamp=memory.stamp())


def look(watcher: Follower) -> None:
    with connection.cursor() as cursor:
        watcher.look(cursor)


@pytest.mark.django_db
def test_a_change_is_applied_once(memory):
    watcher = Follower(memory)
    look(watcher)
    keep(memory, "a")
    changes.touch(["a"])
    look(watcher)
    assert memory.get("a") is None
    keep(memory, "a")
    look(watcher)
    assert memory.get("a")


@pytest.mark.django_db
def test_a_new_process_has_nothing_to_forget(memory):
    changes.touch(["a"])
    watcher = Follower(memory)
    look(watcher)
    keep(memory, "a")
    look(watcher)
    assert memory.get("a")


@pytest.mark.django_db
def test_who_has_not_looked_for_half_a_day_forgets_everything(memory):
    watcher = Follower(memory)
    look(watcher)
    keep(memory, "a")
    watcher.looked -= follower.LONGEST_GAP_SECONDS + 1
    look(watcher)
    assert len(memory) == 0


@pytest.mark.django_db
def test_memory_is_trusted_only_while_the_journal_was_read_lately(memory):
    watcher = Follower(memory)
    assert not watcher.is_trusted
    look(watcher)
    assert watcher.is_trusted
    with override_settings(PAGE_CACHE_TRUST_SECONDS=0):
        assert not watcher.is_trusted


def wait_until(condition, seconds: float = 10) -> float:
    """Seconds until the condition holds. Fails when it does not."""
    started = time.monotonic()
    while not condition():
        assert time.monotonic() - started < seconds
        time.sleep(0.01)
    return time.monotonic() - started


@pytest.mark.django_db(transaction=True)
@override_settings(PAGE_CACHE_CHECK_SECONDS=60)
def test_a_notification_is_heard_at_once(memory):
    watcher = Follower(memory)
    watcher.ensure_running()
    watcher.ensure_running()
    wait_until(lambda: watcher.is_trusted)
    keep(memory, "a")
    changes.touch(["a"])
    assert wait_until(lambda: memory.get("a") is None) < 1
    _stop(watcher)


@pytest.mark.django_db(transaction=True)
@override_settings(PAGE_CACHE_CHECK_SECONDS=0.3, PAGE_CACHE_CHANNEL="nobody_speaks_here")
def test_without_notifications_the_journal_is_read_at_intervals(memory):
    watcher = Follower(memory)
    watcher.ensure_running()
    wait_until(lambda: watcher.is_trusted)
    keep(memory, "a")
    changes.touch(["a"])
    wait_until(lambda: memory.get("a") is None, 5)
    _stop(watcher)


@pytest.mark.django_db(transaction=True)
@override_settings(PAGE_CACHE_CHECK_SECONDS=0.2)
def test_a_lost_connection_is_made_anew(memory, monkeypatch):
    monkeypatch.setattr(follower, "PAUSE_SECONDS", 0.05)
    watcher = Follower(memory)
    watcher.ensure_running()
    wait_until(lambda: watcher.is_trusted)
    _end_listeners()
    keep(memory, "a")
    changes.touch(["a"])
    wait_until(lambda: memory.get("a") is None)
    _stop(watcher)


def _stop(watcher: Follower) -> None:
    """Let the thread end, so that it does not hold the test's database."""
    watcher.is_wanted = False
    _end_listeners()
    wait_until(lambda: not watcher.is_running)


def _end_listeners() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
