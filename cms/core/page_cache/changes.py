"""The journal of what commits have touched.

A row is written in the transaction of the change itself, so it exists exactly when the change does.
It carries the transaction's number: numbers are given in the order of beginning, not of committing,
so a reader asks again for everything since the oldest transaction that was still open last time
(PostgreSQL, "Snapshot functions": ``pg_snapshot_xmin``). No row is ever locked or updated, so two
editors who publish at once never wait for each other.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

from django.db import connection

from cms.core.page_cache.memory import EVERYTHING

CHANNEL = "page_cache"
_TOUCH = """
WITH forgotten AS (
    DELETE FROM core_pagechange WHERE id IN (
        SELECT id FROM core_pagechange WHERE at < now() - interval '1 day'
        LIMIT 100 FOR UPDATE SKIP LOCKED
    )
), written AS (
    INSERT INTO core_pagechange (transaction, tags, at)
    SELECT pg_current_xact_id()::text::bigint, %(tags)s, now()
    WHERE NOT EXISTS (
        SELECT FROM core_pagechange
        WHERE transaction = pg_current_xact_id()::text::bigint AND tags @> %(tags)s
    )
    RETURNING id
)
SELECT pg_notify(%(channel)s, '') FROM written
"""
_SINCE = """
SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
       (SELECT coalesce(json_agg(json_build_array(id, tags)), '[]')::text
        FROM core_pagechange WHERE transaction
            >= coalesce(%s, pg_snapshot_xmin(pg_current_snapshot())::text::bigint))
"""
_bundle: ContextVar[bool] = ContextVar("bundle", default=False)


def touch(tags: Iterable[str]) -> None:
    """Make every process forget what depends on the tags, once this transaction commits."""
    wanted = sorted(set(tags))
    if not wanted or _bundle.get():
        return
    with connection.cursor() as cursor:
        cursor.execute(_TOUCH, {"tags": wanted, "channel": CHANNEL})


def is_bundled() -> bool:
    """Whether what a change touches need not be found out."""
    return _bundle.get()


@contextmanager
def bundled() -> Iterator[None]:
    """Instead of each change in the block, journal once that everything has changed."""
    token = _bundle.set(True)
    try:
        yield
    finally:
        _bundle.reset(token)
    touch([EVERYTHING])


class News(NamedTuple):
    """What a look into the journal has found."""

    since: int
    rows: dict[int, list[str]]


def look(cursor: Any, since: int | None) -> News:
    """Tags by row since a transaction number, and the number to ask with next time.

    Rows of transactions that were open then come again; the caller knows them by their ids. Without
    a number these are all that is found.
    """
    cursor.execute(_SINCE, [since])
    oldest_open, rows = cursor.fetchone()
    return News(oldest_open, dict(json.loads(rows)))
