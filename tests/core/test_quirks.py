"""Packages that are set right: connections of the pool are tried by listening first."""

from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection
from psycopg_pool import ConnectionPool

from cms.core.quirks import BELIEVED_SECONDS

pytestmark = pytest.mark.django_db


@pytest.fixture
def pool():
    """A pool of one connection as Django makes it, once used."""
    given = connection.get_connection_params() | {"autocommit": True}
    with ConnectionPool(
        kwargs=given, check=ConnectionPool.check_connection, min_size=1, max_size=1, open=False
    ) as made:
        with made.connection():
            pass
        yield made


@contextmanager
def beside():
    """A connection that looks at others."""
    given = connection.get_connection_params() | {"autocommit": True}
    with psycopg.connect(**given) as other:
        yield other


def heard(pool):
    """When the database last heard of the pool's connection before it was taken, and after."""
    question = "SELECT state_change FROM pg_stat_activity WHERE pid = %s"
    with pool.connection() as taken:
        number = taken.info.backend_pid
    with beside() as other:
        before = other.execute(question, [number]).fetchone()
        with pool.connection() as taken:
            assert taken.info.backend_pid == number
            return before, other.execute(question, [number]).fetchone()


def test_a_connection_that_says_nothing_is_taken_without_a_question(pool):
    before, after = heard(pool)
    assert before == after


def test_after_a_while_it_is_asked_all_the_same(pool, monkeypatch):
    monkeypatch.setattr("cms.core.quirks.BELIEVED_SECONDS", -1)
    with pool.connection() as taken:
        taken.believed_until = 0
    before, after = heard(pool)
    assert before < after
    assert BELIEVED_SECONDS <= 60


def test_a_connection_that_the_server_has_ended_is_replaced(pool):
    with pool.connection() as taken:
        number = taken.info.backend_pid
    with beside() as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [number])
    with pool.connection() as taken:
        assert taken.info.backend_pid != number
        assert taken.execute("SELECT 1").fetchone()[0] == 1
