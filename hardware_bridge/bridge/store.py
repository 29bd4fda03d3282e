"""A batch into the database: everything of it or nothing, in one transaction."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any

import psycopg
import structlog
from django.db import connection, transaction

from hardware_bridge.bridge import statements
from hardware_bridge.bridge.batch import Batch, Key, Raw, clean
from hardware_bridge.bridge.packets import DUP
from hardware_bridge.domain import commands, ingest
from hardware_bridge.models import DeadLetter

log = structlog.get_logger(__name__)
encode = json.JSONEncoder(separators=(",", ":")).encode
LONGEST_NOTICE = 7900
WINDOW = 32_768
"""A packet identifier comes round after 65,535 messages; half of that is no repetition."""
LATE_SECONDS = 300
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass
class Counts:
    """Messages since they were last asked for."""

    stored: int = 0
    duplicates: int = 0
    dead: int = 0
    unknown: int = 0


class Store:
    """Writes batches on the connection of the current thread.

    ``client`` is the name of the session at the broker; ``number`` counts its messages.
    """

    def __init__(self, client: str, number: int = 0) -> None:
        self.client = client
        self.number = number
        self.lag_ms = 0
        """Age of the oldest message of the last batch when it was committed."""
        self.stored_at = 0
        self._counts = Counts()

    def take_counts(self) -> Counts:
        """What was stored since the last call."""
        counts, self._counts = self._counts, Counts()
        return counts

    def commit(self, batch: Batch, now: int) -> None:
        """Store a batch, counted once it is committed. Raises what the database raises."""
        with transaction.atomic():
            cursor = psycopg.Cursor(connection.connection)
            repeated = self._drop_repetitions(cursor, batch)
            fresh = self._fresh(cursor, batch)
            stored = self._readings(cursor, batch)
            self._devices(cursor, batch)
            self._received(cursor, batch)
            if batch.rows and now - batch.oldest > LATE_SECONDS * 1_000_000:
                cursor.execute(statements.LATE, [batch.oldest])
            self._results(batch)
            ingest.tell(fresh)
            self._set_aside(cursor, batch)
            self._notify(cursor, batch)
        self.number += len(batch.raws)
        self.stored_at = now
        self.lag_ms = max(0, now - batch.oldest) // 1000
        counts = self._counts
        counts.stored += stored
        counts.duplicates += batch.duplicates + repeated + len(batch.rows) - stored
        counts.dead += sum(dead.count for dead in batch.dead.values())
        counts.unknown += sum(stranger.count for stranger in batch.strangers.values())

    def begin_session(self) -> None:
        """The broker has begun anew with this client: its packet identifiers mean nothing now."""
        connection.ensure_connection()
        cursor = psycopg.Cursor(connection.connection)
        cursor.execute("DELETE FROM hardware_received WHERE client = %s", [self.client])

    # --- readings ----------------------------------------------------------------------------

    def _drop_repetitions(self, cursor: psycopg.Cursor, batch: Batch) -> int:
        """Take out messages without a time that were stored before; how many there were."""
        suspects = {raw.mid: (raw, key) for raw, key in batch.untimed if raw.flags & DUP}
        if not suspects:
            return 0
        cursor.execute(statements.RECEIVED_BEFORE, [self.client, list(suspects)])
        count = 0
        for mid, digest, number in cursor.fetchall():
            raw, key = suspects[mid]
            if digest == _digest(raw) and self.number - number < WINDOW:
                count += batch.rows.pop(key, None) is not None
        return count

    def _fresh(self, cursor: psycopg.Cursor, batch: Batch) -> list[ingest.Stored]:
        """Those of the watched readings that have not been stored before, oldest first."""
        watched = [key for key in sorted(batch.rows) if batch.rows[key].watched]
        if not watched:
            return []
        columns = [_array(key[place] for key in watched) for place in range(3)]
        cursor.execute(statements.STORED_BEFORE, columns)
        known = {(row[0], row[1], row[2]): row[3] for row in cursor.fetchall()}
        new = [key for key in watched if not _within(batch, key, known)]
        found = [_stored(batch, key) for key in new]
        return sorted(found, key=lambda stored: stored.at)

    def _readings(self, cursor: psycopg.Cursor, batch: Batch) -> int:
        """Insert the readings and the newest values; how many readings were new."""
        if not batch.rows:
            return 0
        # Sorted, so that two bridges lock rows in the same order.
        items = sorted(batch.rows.items())
        cursor.execute(
            statements.READINGS,
            [
                _array(key[0] for key, _row in items),
                _array(key[1] for key, _row in items),
                _array(key[2] for key, _row in items),
                _array(row.received for _key, row in items),
                _array("NULL" if row.claimed is None else row.claimed for _key, row in items),
                _texts(encode(row.measures) for _key, row in items),
            ],
            prepare=True,
        )
        stored = cursor.rowcount
        latest = batch.latest()
        cursor.execute(
            statements.LATEST,
            [
                _array(key[0] for key in latest),
                _array(key[1] for key in latest),
                _array(key[2] for key in latest),
                _array(value[0] for value in latest.values()),
                _array(value[1] for value in latest.values()),
                _texts(encode(value[2]) for value in latest.values()),
            ],
            prepare=True,
        )
        return stored

    def _received(self, cursor: psycopg.Cursor, batch: Batch) -> None:
        """Remember what the packet identifiers of messages without a time stood for."""
        digests = {raw.mid: _digest(raw) for raw, _key in batch.untimed if raw.mid}
        if digests:
            mids = sorted(digests)
            numbers = [self.number] * len(mids)
            values = [self.client, mids, [digests[mid] for mid in mids], numbers]
            cursor.execute(statements.RECEIVED, values)

    # --- everything else ---------------------------------------------------------------------

    def _devices(self, cursor: psycopg.Cursor, batch: Batch) -> None:
        """When devices were heard of, how they are, and whether they are connected."""
        if batch.touched:
            touched = sorted(batch.touched.items())
            cursor.execute(
                statements.TOUCHED,
                [
                    [pk for pk, _touch in touched],
                    [touch.received for _pk, touch in touched],
                    [touch.battery for _pk, touch in touched],
                    [touch.signal for _pk, touch in touched],
                    [clean(touch.firmware) for _pk, touch in touched],
                ],
            )
        if batch.statuses:
            statuses = sorted(batch.statuses.items())
            cursor.execute(
                statements.STATUSES,
                [
                    [pk for pk, _status in statuses],
                    [online for _pk, (online, _at) in statuses],
                    [received for _pk, (_online, received) in statuses],
                ],
            )

    def _results(self, batch: Batch) -> None:
        """Hand answers to commands to the commands; one that fits none is set aside."""
        for device, result, raw in batch.results:
            at = moment(raw.received if result.at is None else result.at)
            received = moment(raw.received)
            fault = commands.record_result(
                device_id=device,
                public_id=result.command,
                state=result.state,
                detail=clean(result.detail),
                at=min(at, received),
            )
            if fault:
                batch.set_aside(raw, "command", fault)

    def _set_aside(self, cursor: psycopg.Cursor, batch: Batch) -> None:
        if batch.dead:
            dead = sorted(batch.dead.items())
            longest = DeadLetter.LONGEST_PAYLOAD
            cursor.execute(
                statements.DEAD_LETTERS,
                [
                    [topic for (topic, _reason), _dead in dead],
                    [reason for (_topic, reason), _dead in dead],
                    [each.detail for _key, each in dead],
                    [each.payload[:longest] for _key, each in dead],
                    [each.first for _key, each in dead],
                    [each.last for _key, each in dead],
                    [each.count for _key, each in dead],
                ],
            )
        if batch.strangers:
            strangers = sorted(batch.strangers.items())
            cursor.execute(
                statements.STRANGERS,
                [
                    [adapter for (adapter, _address), _stranger in strangers],
                    [address for (_adapter, address), _stranger in strangers],
                    [each.topic for _key, each in strangers],
                    [each.sample for _key, each in strangers],
                    [each.first for _key, each in strangers],
                    [each.last for _key, each in strangers],
                    [each.count for _key, each in strangers],
                ],
            )

    def _notify(self, cursor: psycopg.Cursor, batch: Batch) -> None:
        parts = list(notices(batch.changed_devices()))
        if parts:
            cursor.execute(statements.NOTIFY, [parts])


def notices(ids: Iterable[int]) -> Iterable[str]:
    """The ids, separated by commas, in as many texts as notifications can carry."""
    part = ""
    for pk in ids:
        if len(part) + 12 > LONGEST_NOTICE:
            yield part
            part = ""
        part = f"{part},{pk}" if part else str(pk)
    if part:
        yield part


def moment(microseconds: int) -> datetime:
    """A time of microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=microseconds)


def _digest(raw: Raw) -> bytes:
    return blake2b(raw.topic + b"\0" + raw.payload, digest_size=16).digest()


def _within(batch: Batch, key: Key, known: dict[Key, Any]) -> bool:
    """Whether a reading was stored before with all that it says."""
    return key in known and batch.rows[key].measures.items() <= known[key].items()


def _stored(batch: Batch, key: Key) -> ingest.Stored:
    row = batch.rows[key]
    return ingest.Stored(key[0], row.kind, key[1], moment(key[2]), dict(row.measures))


def _array(values: Iterable[Any]) -> str:
    """PostgreSQL's text of an array of plain words and numbers; made by hand, since a list of
    Python would be quoted element by element."""
    return "{" + ",".join(map(str, values)) + "}"


_quoted: Callable[[str], str] = lambda text: text.replace("\\", "\\\\").replace('"', '\\"')  # noqa: E731


def _texts(values: Iterable[str]) -> str:
    """The same for texts that need quotes."""
    return '{"' + '","'.join([_quoted(value) for value in values]) + '"}'
