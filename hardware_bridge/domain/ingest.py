"""Who is told of new readings.

A watcher is registered where its verbs are, below ``domain``, and imported when the app is ready::

    @watcher("door", "fault")
    def look(readings: list[Stored]) -> None: ...

The bridge queues a job in the transaction that stores the readings, and the job tells the watchers:
each reading in which one of the measures has another value than the one before, oldest first, one
job after the other. A replay is left out. One that arrives late is told, too; ``at`` says when it
was. A job that fails is run again, so a watcher may be told twice of the same reading.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from django.db import transaction

log = structlog.get_logger(__name__)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Stored:
    """A reading that was stored just now."""

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
    """Run every watcher on those readings that it asked for, each in a transaction of its own.

    Raises the last fault once all were told, so that the job is tried again.
    """
    fault: Exception | None = None
    for function, measures in list(_watchers.items()):
        wanted = [each for each in readings if not measures.isdisjoint(each.measures)]
        if not wanted:
            continue
        try:
            with transaction.atomic():
                function(wanted)
        except Exception as error:
            log.exception("watcher_failed", watcher=function.__qualname__)
            fault = error
    if fault is not None:
        raise fault


def stored(row: list[Any]) -> Stored:
    """A reading as the bridge has written it into the job."""
    device, kind, channel, at, measures = row
    return Stored(device, kind, channel, moment(at), measures)


def moment(microseconds: int) -> datetime:
    """A time of microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=microseconds)
