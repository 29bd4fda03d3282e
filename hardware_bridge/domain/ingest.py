"""Who is told of new readings, in the transaction that stores them.

A watcher is registered where its verbs are, below ``domain``::

    @watcher("door", "fault")
    def look(readings: list[Stored]) -> None: ...

It gets every new reading that has one of the measures, oldest first, each once: a replay of what
was stored before is left out. What it changes is committed together with the readings or not at
all; if it raises, its changes are undone, the fault is logged and the readings are stored all the
same. It runs in the bridge and has to be quick: no mail, no network; jobs by ``cms.core.jobs``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from django.db import DatabaseError, transaction

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Stored:
    """A reading that has just been stored."""

    device_id: int
    kind: str
    channel: int
    at: datetime
    measures: dict[str, Any]


Watcher = Callable[[list[Stored]], None]
_watchers: dict[Watcher, frozenset[str]] = {}


def watcher(*measures: str) -> Callable[[Watcher], Watcher]:
    """Register the decorated function for readings that have one of the measures."""

    def register(function: Watcher) -> Watcher:
        _watchers[function] = frozenset(measures)
        return function

    return register


def forget(function: Watcher) -> None:
    """Take a watcher out again."""
    _watchers.pop(function, None)


def watched_measures() -> frozenset[str]:
    """All measures that somebody watches."""
    return frozenset().union(*_watchers.values())


def tell(readings: list[Stored]) -> None:
    """Run every watcher on those readings that it asked for, within the current transaction.

    Raises what shows that the database is gone; a watcher's own fault is logged.
    """
    for function, measures in _watchers.items():
        wanted = [each for each in readings if not measures.isdisjoint(each.measures)]
        if not wanted:
            continue
        try:
            with transaction.atomic():
                function(wanted)
        except DatabaseError:
            # The savepoint could be rolled back, or the connection is gone and the next statement
            # of the batch fails too.
            log.exception("watcher_failed", watcher=function.__qualname__)
        except Exception:
            log.exception("watcher_failed", watcher=function.__qualname__)
