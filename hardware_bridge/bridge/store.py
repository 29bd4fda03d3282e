"""A batch into the database: everything of it or nothing, in one transaction."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import psycopg

from hardware_bridge.adapters.parsing import LONGEST_PAYLOAD
from hardware_bridge.bridge import statements
from hardware_bridge.bridge.batch import Batch, Key, Raw, clean
from hardware_bridge.bridge.packets import DUP

LONGEST_NOTICE = 7900
WINDOW = 32_768
"""A packet identifier comes round after 65,535 messages; half of that is no repetition."""
LATE_MICROSECONDS = 300 * 1_000_000
# Tasks of hardware_bridge/tasks.py. What is watched is told in order, one job after the other.
LOOK, ANSWER = "hardware.look", "hardware.take_answer"
encode = json.JSONEncoder(separators=(",", ":")).encode


@dataclass
class Counts:
    """Messages since they were last asked for."""

    stored: int = 0
    duplicates: int = 0
    dead: int = 0
    unknown: int = 0


class Store:
    """Writes batches. ``client`` is the name of the session at the broker, ``number`` counts its
    messages."""

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

    def commit(self, connection: psycopg.Connection, batch: Batch, now: int) -> None:
        """Store a batch, counted once it is committed. Raises psycopg's errors."""
        with connection.transaction(), psycopg.Cursor(connection) as cursor:
            repeated = self._drop_repetitions(cursor, batch)
            self._tell(cursor, batch)
            stored = _readings(cursor, batch)
            _devices(cursor, batch)
            self._received(cursor, batch)
            if batch.rows and now - batch.oldest > LATE_MICROSECONDS:
                cursor.execute(statements.LATE, [batch.oldest])
            _answers(cursor, batch)
            _set_aside(cursor, batch)
            parts = list(notices(batch.changed_devices()))
            if parts:
                cursor.execute(statements.NOTIFY, [parts])
        self.number += len(batch.raws)
        self.stored_at = now
        self.lag_ms = max(0, now - batch.oldest) // 1000
        self._count(batch, stored, repeated)

    def _count(self, batch: Batch, stored: int, repeated: int) -> None:
        counts = self._counts
        counts.stored += stored
        counts.duplicates += batch.duplicates + repeated + len(batch.rows) - stored
        counts.dead += sum(dead.count for dead in batch.dead.values())
        counts.unknown += sum(stranger.count for stranger in batch.strangers.values())

    def begin_session(self, connection: psycopg.Connection) -> None:
        """The broker has begun anew with this client: its packet identifiers mean nothing now."""
        connection.execute(statements.FORGET_RECEIVED, [self.client])

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

    def _received(self, cursor: psycopg.Cursor, batch: Batch) -> None:
        """Remember what the packet identifiers of messages without a time stood for."""
        digests = {raw.mid: _digest(raw) for raw, _key in batch.untimed if raw.mid}
        if digests:
            mids = sorted(digests)
            values = [self.client, self.number, mids, [digests[mid] for mid in mids]]
            cursor.execute(statements.RECEIVED, values)

    def _tell(self, cursor: psycopg.Cursor, batch: Batch) -> None:
        """Queue a job for watched readings, oldest first, without those stored before."""
        watched = [key for key in sorted(batch.rows) if batch.rows[key].watched]
        if not watched:
            return
        columns = [_array([key[place] for key in watched]) for place in range(3)]
        columns.append(_texts([encode(batch.rows[key].measures) for key in watched]))
        cursor.execute(statements.STORED_BEFORE, columns)
        known = set(cursor.fetchall())
        new = [key for key in watched if key not in known]
        if new:
            new.sort(key=lambda key: (key[2], key))
            readings = [_told(batch, key) for key in new]
            cursor.execute(statements.ENQUEUE, [LOOK, LOOK, None, encode({"readings": readings})])


def _readings(cursor: psycopg.Cursor, batch: Batch) -> int:
    """Insert the readings and the newest values; how many readings were new."""
    if not batch.rows:
        return 0
    # Sorted, so that two bridges lock rows in the same order.
    keys = sorted(batch.rows)
    rows = [batch.rows[key] for key in keys]
    cursor.execute(
        statements.READINGS,
        [
            _array([key[0] for key in keys]),
            _array([key[1] for key in keys]),
            _array([key[2] for key in keys]),
            _array([row.received for row in rows]),
            _array(["NULL" if row.claimed is None else row.claimed for row in rows]),
            _texts([encode(row.measures) for row in rows]),
        ],
        prepare=True,
    )
    stored = cursor.rowcount
    latest = batch.latest(keys)
    cursor.execute(
        statements.LATEST,
        [
            _array([key[0] for key in latest]),
            _array([key[1] for key in latest]),
            _array([key[2] for key in latest]),
            _array([value[0] for value in latest.values()]),
            _array([value[1] for value in latest.values()]),
            _texts([encode(value[2]) for value in latest.values()]),
        ],
        prepare=True,
    )
    return stored


def _devices(cursor: psycopg.Cursor, batch: Batch) -> None:
    """When devices were heard of, how they are, and whether they are connected."""
    if batch.touched:
        pks = sorted(batch.touched)
        touches = [batch.touched[pk] for pk in pks]
        cursor.execute(
            statements.TOUCHED,
            [
                pks,
                [touch.received for touch in touches],
                [touch.battery for touch in touches],
                [touch.signal for touch in touches],
                [clean(touch.firmware) for touch in touches],
            ],
        )
    if batch.statuses:
        pks = sorted(batch.statuses)
        online, received = zip(*(batch.statuses[pk] for pk in pks), strict=True)
        cursor.execute(statements.STATUSES, [pks, list(online), list(received)])
    if batch.doubts:
        pks = sorted(batch.doubts)
        signs, received = zip(*(batch.doubts[pk] for pk in pks), strict=True)
        cursor.execute(statements.DOUBTS, [pks, list(signs), list(received)])


def _answers(cursor: psycopg.Cursor, batch: Batch) -> None:
    """Queue a job for each answer to a command; those to one command in order."""
    for device, result, raw in batch.results:
        answer = {
            "device": device,
            "command": str(result.command),
            "state": result.state,
            "detail": clean(result.detail),
            "at": result.at if result.at is not None else raw.received,
            "received": raw.received,
            "topic": clean(raw.topic.decode("utf-8", "replace")),
            "payload": clean(raw.payload.decode("utf-8", "replace")),
        }
        lock = f"hardware.command.{result.command}"
        cursor.execute(statements.ENQUEUE, [ANSWER, lock, None, encode({"answer": answer})])


def _set_aside(cursor: psycopg.Cursor, batch: Batch) -> None:
    """Write down what cannot be taken, and who is unknown."""
    if batch.dead:
        dead = [(*key, batch.dead[key]) for key in sorted(batch.dead)]
        columns: list[list[Any]] = [
            [topic for topic, _reason, _each in dead],
            [reason for _topic, reason, _each in dead],
            [each.detail for *_key, each in dead],
            [each.payload[:LONGEST_PAYLOAD] for *_key, each in dead],
        ]
        cursor.execute(statements.DEAD_LETTERS, columns + _times([each for *_, each in dead]))
    if batch.strangers:
        strangers = [(*key, batch.strangers[key]) for key in sorted(batch.strangers)]
        columns = [
            [adapter for adapter, _address, _each in strangers],
            [address for _adapter, address, _each in strangers],
            [each.topic for *_key, each in strangers],
            [each.sample for *_key, each in strangers],
        ]
        cursor.execute(statements.STRANGERS, columns + _times([each for *_, each in strangers]))


def _times(found: list[Any]) -> list[list[int]]:
    counted = ("first", "last", "count")
    return [[getattr(each, name) for each in found] for name in counted]


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


def _digest(raw: Raw) -> bytes:
    return blake2b(raw.topic + b"\0" + raw.payload, digest_size=16).digest()


def _told(batch: Batch, key: Key) -> list[Any]:
    row = batch.rows[key]
    return [key[0], row.kind, key[1], key[2], row.measures]


def _array(values: list[Any]) -> str:
    """PostgreSQL's text of an array of plain words and numbers; made by hand, since psycopg would
    look at each element of a list for how to quote it."""
    return "{" + ",".join(map(str, values)) + "}"


def _texts(values: list[str]) -> str:
    """The same for JSON. A tab stands in no JSON, so it may stand for the quotes between."""
    joined = "\t".join(values).replace("\\", "\\\\").replace('"', '\\"')
    return '{"' + joined.replace("\t", '","') + '"}'
