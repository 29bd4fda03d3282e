"""The thread with the database: stores batches, tries again while it is away, sees to commands."""

import json
import select
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import structlog
from django.db import Error, connection
from django.utils import timezone
from psycopg import Error as DriverError
from psycopg import errors

from hardware_bridge.bridge.batch import Batch
from hardware_bridge.bridge.client import Outgoing
from hardware_bridge.bridge.intake import Intake
from hardware_bridge.bridge.registry import Registry
from hardware_bridge.bridge.store import Store
from hardware_bridge.bridge.wake import Wake
from hardware_bridge.domain import commands, ingest
from hardware_bridge.models import BridgeStatus, Command
from hardware_bridge.queries.devices import bridge_rows

log = structlog.get_logger(__name__)
CHANNELS = ("hardware_devices", "hardware_commands")
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 10.0
SIGN_SECONDS = 2.0
COMMAND_SECONDS = 1.0
STATEMENT_SECONDS = 30
NEVER = -1
"""The generation of a batch that must not be acknowledged."""
LOCK_SPACE = 0x6D717474
"""“mqtt” in ASCII: the first half of the locks that bridges hold, one for each name."""


class TakenError(Exception):
    """A bridge of this name is at work already; this one stands by."""


FAULTS = (Error, DriverError, TakenError)
# What is wrong with a value, as against with the database (PostgreSQL, appendix A).
POISON = (errors.DataError, errors.IntegrityError)


class Writer(threading.Thread):
    """Takes batches one after the other and hands each back to ``done`` once it is committed.

    It has the only connection of the process to the database.
    """

    def __init__(
        self,
        intake: Intake,
        store: Store,
        status: BridgeStatus,
        *,
        next_batch: Callable[[], Batch | None],
        done: Callable[[Batch], None],
        send: Callable[[Outgoing], None],
        describe: Callable[[BridgeStatus], None],
    ) -> None:
        super().__init__(name="writer", daemon=True)
        self._intake, self._store, self._status = intake, store, status
        self._next_batch, self._done = next_batch, done
        self._send, self._describe = send, describe
        self._sent: list[int] = []
        self.wake = Wake()
        self.is_wanted = True
        self.is_ready = threading.Event()
        """Set while this bridge may talk to the broker: the devices are known, and it is the one of
        its name."""
        self.forget_session = False
        """The broker knows nothing of earlier packet identifiers."""
        self.fault = ""
        self._signed_at = self._looked_at = float("-inf")
        self._stale = True
        self._holds = False
        self._pause = FIRST_PAUSE

    def sent(self, token: int) -> None:
        """The broker has a command."""
        self._sent.append(token)
        self.wake.up()

    def run(self) -> None:
        """Work until nobody wants it any more and nothing waits."""
        while True:
            batch = self._next_batch()
            if batch is None and not self.is_wanted:
                break
            if batch is not None:
                if not self._store_at_last(batch):
                    batch.generation = NEVER
                self._done(batch)
            self._tend(wait=batch is None)
        self._sign_off()

    # --- batches -----------------------------------------------------------------------------

    def _store_at_last(self, batch: Batch) -> bool:
        """Store a batch, however long the database is away. False when it was not, since the bridge
        is to end or another one has taken its place: the broker will send it again."""
        while True:
            try:
                self._prepare()
                self._store.commit(batch, time.time_ns() // 1000)
            except FAULTS as fault:
                if is_poison(fault):
                    return self._sift(batch, fault)
                self._apologise(fault)
                if not self.is_wanted or isinstance(fault, TakenError):
                    return False
            else:
                self._pause = FIRST_PAUSE
                return True

    def _sift(self, batch: Batch, fault: Exception) -> bool:
        """Store the messages one by one, and set those aside that the database cannot take."""
        if len(batch.raws) > 1:
            return all(self._store_at_last(self._single(batch, raw)) for raw in batch.raws)
        raw = batch.raws[0]
        log.error("message_refused_by_database", topic=raw.topic.decode(errors="replace"))
        if any(reason == "database" for _topic, reason in batch.dead):
            return True  # not even that it was refused can be written down
        aside = Batch(batch.generation, [raw])
        aside.set_aside(raw, "database", words(fault))
        return self._store_at_last(aside)

    def _single(self, batch: Batch, raw: Any) -> Batch:
        single = Batch(batch.generation)
        self._intake.add(single, raw)
        return single

    # --- what else there is to do ------------------------------------------------------------

    def _prepare(self) -> None:
        """Have a connection that listens, and devices that are up to date."""
        raw: Any = connection.connection
        if raw is None or raw.closed:
            connection.close()
            connection.connect()
            raw = connection.connection
            raw.add_notify_handler(lambda notice: self._heard(notice.channel))
            with connection.cursor() as cursor:
                cursor.execute(f"SET statement_timeout = '{STATEMENT_SECONDS}s'")
                for channel in CHANNELS:
                    cursor.execute(f"LISTEN {channel}")
            self._stale = True
            self._holds = False
        if not self._holds:
            self._hold()
        if self._stale:
            self._stale = False
            self._intake.registry = Registry(bridge_rows(), self._intake.registry)
            self._intake.watched = ingest.watched_measures()
            self.is_ready.set()
        if self.forget_session:
            self._store.begin_session()
            self.forget_session = False
        if self.fault:
            self.fault = ""
            log.info("database_back")

    def _hold(self) -> None:
        """Be the one bridge of this name. Raises TakenError."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK_SPACE, self._status.pk])
            self._holds = bool(cursor.fetchone()[0])
        if not self._holds:
            self.is_ready.clear()
            raise TakenError("another bridge of this name is at work")

    def _tend(self, *, wait: bool) -> None:
        """Commands, signs of life, and waiting for more to do."""
        try:
            self._prepare()
            now = time.monotonic()
            if self._sent:
                tokens, self._sent = self._sent, []
                commands.mark_sent(pks=tokens)
            if now - self._looked_at >= COMMAND_SECONDS:
                self._looked_at = now
                commands.end_what_is_over()
                for command in commands.claim():
                    self._send(outgoing(command))
            if now - self._signed_at >= SIGN_SECONDS:
                self._sign()
            if wait:
                self._wait()
        except FAULTS as fault:
            self._apologise(fault)

    def _wait(self) -> None:
        """Until there is something to store or the database has something to say."""
        raw: Any = connection.connection
        left = COMMAND_SECONDS - (time.monotonic() - self._looked_at)
        ready, _w, _x = select.select([raw.fileno(), self.wake], [], [], max(0.0, left))
        self.wake.clear()
        if raw.fileno() in ready:
            raw.pgconn.consume_input()
            while notice := raw.pgconn.notifies():
                self._heard(notice.relname.decode())

    def _heard(self, channel: str) -> None:
        if channel == "hardware_devices":
            self._stale = True
        else:
            self._looked_at = float("-inf")

    def _sign(self) -> None:
        """Write down how the bridge is."""
        self._signed_at = time.monotonic()
        status = self._status
        status.updated_at = timezone.now()
        self._describe(status)
        status.save()

    def _sign_off(self) -> None:
        self._status.stopped_at = timezone.now()
        try:
            self._prepare()
            self._sign()
        except FAULTS as fault:
            log.warning("status_not_saved", fault=words(fault))
        connection.close()

    def _apologise(self, fault: Exception) -> None:
        """Say once that the database is away, wait a little longer each time."""
        if not self.fault:
            log.error("database_away", fault=words(fault))
        self.fault = words(fault)
        connection.close()
        self.wake.wait(self._pause)
        self._pause = min(self._pause * 2, LONGEST_PAUSE)


def outgoing(command: Command) -> Outgoing:
    """A command as its device gets it (docs/asyncapi.yaml)."""
    said: dict[str, Any] = {
        **command.arguments,
        "id": str(command.public_id),
        "action": command.action,
        "requested_at": rfc3339(command.requested_at),
        "expires_at": rfc3339(command.expires_at),
    }
    if command.channel:
        said["compartment"] = command.channel
    left = (command.expires_at - timezone.now()).total_seconds()
    return Outgoing(command.topic, json.dumps(said).encode(), command.pk, max(1, int(left)))


def rfc3339(at: datetime) -> str:
    """A time as our topics write it."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def is_poison(fault: Exception) -> bool:
    """Whether the fault lies in a value. Django wraps what its own statements raise."""
    return isinstance(fault, POISON) or isinstance(fault.__cause__, POISON)


def words(fault: Exception) -> str:
    """The first line of what the database says."""
    return (str(fault).strip().splitlines() or [type(fault).__name__])[0][:200]
