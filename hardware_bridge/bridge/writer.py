"""The thread with the database: stores batches, tries again while it is away, sees to commands."""

import threading
import time
from collections.abc import Callable
from typing import Any

import structlog
from psycopg import DataError, Error, IntegrityError, InterfaceError, OperationalError

from hardware_bridge.bridge import desk, statements
from hardware_bridge.bridge.batch import Batch, Raw
from hardware_bridge.bridge.client import Outgoing
from hardware_bridge.bridge.config import Config
from hardware_bridge.bridge.intake import Intake
from hardware_bridge.bridge.link import Link, TakenError
from hardware_bridge.bridge.registry import Registry
from hardware_bridge.bridge.store import Store
from hardware_bridge.bridge.wake import Wake

log = structlog.get_logger(__name__)
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 10.0
SIGN_SECONDS = 2.0
COMMAND_SECONDS = 1.0
DEVICES_SECONDS = 600.0
"""Devices are read anew when they change, and this often, since some retire at midnight."""
NEVER = -1
"""The generation of a batch that must not be acknowledged."""
# What is wrong with a value, as against with the database (PostgreSQL, appendix A, 22 and 23).
POISON = (DataError, IntegrityError)


class Writer(threading.Thread):
    """Takes batches one after the other and hands each back to ``done`` once it is committed."""

    def __init__(
        self,
        config: Config,
        intake: Intake,
        *,
        done: Callable[[Batch], None],
        send: Callable[[Outgoing], None],
        describe: Callable[[], dict[str, Any]],
    ) -> None:
        super().__init__(name="writer", daemon=True)
        self._config, self._intake = config, intake
        self._done, self._send, self._describe = done, send, describe
        self.store = Store(config.client_id)
        self.wake = Wake()
        self.is_wanted = True
        self.is_ready = threading.Event()
        """Set while this bridge may talk to the broker: the devices are known, and it is the one of
        its name."""
        self.forget_session = False
        """The broker knows nothing of earlier packet identifiers."""
        self.fault = ""
        """What is wrong with the database."""
        self._link = Link(config.database, self._heard)
        self._sent: list[int] = []
        self._pk = 0
        self._pause = FIRST_PAUSE
        self._signed_at = self._looked_at = self._loaded_at = float("-inf")

    def sent(self, token: int) -> None:
        """The broker has a command."""
        self._sent.append(token)
        self.wake.up()

    def run(self) -> None:
        """Work until nobody wants it any more and nothing waits."""
        while True:
            batch = self._intake.next_batch()
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
                self.store.commit(self._link.open(), batch, time.time_ns() // 1000)
            except POISON as fault:
                return self._sift(batch, fault)
            except Error as fault:
                self._apologise(fault)
                if not self.is_wanted or isinstance(fault, TakenError):
                    return False
            else:
                self._pause = FIRST_PAUSE
                self._recover()
                return True

    def _sift(self, batch: Batch, fault: Error) -> bool:
        """Store the messages one by one, and set those aside that the database cannot take."""
        if len(batch.raws) > 1:
            return all(self._store_at_last(self._single(batch, raw)) for raw in batch.raws)
        raw = batch.raws[0]
        topic = raw.topic.decode("utf-8", "replace")
        log.error("message_refused_by_database", topic=topic, fault=words(fault))
        if any(reason == "database" for _topic, reason in batch.dead):
            return True  # not even that it was refused can be written down
        aside = Batch(batch.generation, [raw])
        aside.set_aside(raw, "database", words(fault))
        return self._store_at_last(aside)

    def _single(self, batch: Batch, raw: Raw) -> Batch:
        single = Batch(batch.generation)
        self._intake.add(single, raw, again=True)
        return single

    # --- what else there is to do ------------------------------------------------------------

    def _prepare(self) -> None:
        """Have a connection, be the one bridge of this name, and know the devices."""
        if not self._link.is_open:
            self._link.open()
            self._begin()
            self._sign()  # where each try to store fails there is no other occasion
        if time.monotonic() - self._loaded_at >= DEVICES_SECONDS:
            self._loaded_at = time.monotonic()
            rows = self._link.rows(statements.DEVICES, [self._config.time_zone])
            self._intake.registry = Registry(rows, self._intake.registry)
            self.is_ready.set()
        if self.forget_session:
            self.store.begin_session(self._link.open())
            self.forget_session = False

    def _begin(self) -> None:
        """Enter the row of this bridge on a new connection. Raises TakenError."""
        row = self._link.register(self._config.client_id)
        self._pk = row["id"]
        try:
            self._link.hold(self._pk)
        except TakenError:
            self.is_ready.clear()
            self._link.close()
            raise
        self.store.number = max(self.store.number, row["received"])
        self._intake.clock.begin(row["number"], row["last_message"])
        self._loaded_at = float("-inf")

    def _tend(self, *, wait: bool) -> None:
        """Commands, signs of life, and waiting for more to do."""
        try:
            self._prepare()
            self._recover()
            now = time.monotonic()
            if self._sent:
                tokens, self._sent = self._sent, []
                self._link.run(statements.SENT, [tokens])
            if now - self._looked_at >= COMMAND_SECONDS:
                self._looked_at = now
                for message in desk.claim(self._link, self._config.language):
                    self._send(message)
                desk.end_what_is_over(self._link)
            if now - self._signed_at >= SIGN_SECONDS:
                self._sign()
            if wait:
                self._link.wait(self.wake, COMMAND_SECONDS - (time.monotonic() - self._looked_at))
        except Error as fault:
            self._apologise(fault)

    def _heard(self, channel: str) -> None:
        if channel == "hardware_devices":
            self._loaded_at = float("-inf")
        else:
            self._looked_at = float("-inf")

    def _sign(self, *, is_last: bool = False) -> None:
        """Write down how the bridge is."""
        self._signed_at = time.monotonic()
        counts = vars(self.store.take_counts())
        own = {"id": self._pk, "is_last": is_last, "lag_ms": self.store.lag_ms}
        own["last_stored"] = self.store.stored_at
        described = self._describe()
        described["fault"] = self.fault or described["fault"]
        self._link.run(statements.SIGN, own | counts | described)

    def _sign_off(self) -> None:
        try:
            self._prepare()
            self._sign(is_last=True)
        except Error as fault:
            log.warning("status_not_saved", fault=words(fault))
        self._link.close()

    def _recover(self) -> None:
        """The database does what it is asked to; say so if it has not."""
        if self.fault:
            self.fault = ""
            log.info("database_back")

    def _apologise(self, fault: Error) -> None:
        """Say once that the database is away, and wait a little longer each time."""
        if not self.fault:
            log.error("database_away", fault=words(fault))
        self.fault = words(fault)
        if isinstance(fault, OperationalError | InterfaceError):
            self._link.close()
        self.wake.wait(self._pause)
        self._pause = min(self._pause * 2, LONGEST_PAUSE)


def words(fault: Error) -> str:
    """The first line of what the database says."""
    return (str(fault).strip().splitlines() or [type(fault).__name__])[0][:200]
