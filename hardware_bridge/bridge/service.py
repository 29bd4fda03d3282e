"""The process itself: one thread for the network, one for the database.

The thread of the network reads and orders messages while the other waits for the database. What has
gathered is handed over as soon as the batch before is being stored, so batches are small and quick
while little comes and large when much does.
"""

import select
import time
from collections import deque
from typing import Any

import structlog

from hardware_bridge.bridge.addresses import parsed
from hardware_bridge.bridge.batch import Batch
from hardware_bridge.bridge.client import Broker, Outgoing, Session
from hardware_bridge.bridge.clock import Clock
from hardware_bridge.bridge.config import Config
from hardware_bridge.bridge.intake import Intake
from hardware_bridge.bridge.packets import Publish
from hardware_bridge.bridge.wake import Wake
from hardware_bridge.bridge.writer import Writer

log = structlog.get_logger(__name__)
TICK_SECONDS = 0.25


class Bridge:
    """Everything between broker and database. Raises ValueError for a bad address."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self.intake = Intake(Clock(), config.rules)
        self.writer = Writer(
            config, self.intake, done=self._done, send=self._send, describe=self._describe
        )
        session = Session(
            config.client_id, config.share, config.session_seconds, config.receive_maximum
        )
        address = parsed(config.mqtt_url)
        self.broker = Broker(address, session, self._take, self._begin, self.writer.sent)
        self._wake = Wake()
        self._stored: deque[Batch] = deque()
        self._outgoing: deque[Outgoing] = deque()
        self._generation = 0
        self._counted = 0
        self._is_wanted = True

    # --- the thread of the network -----------------------------------------------------------

    def run(self) -> None:
        """Until :meth:`stop`; then store what was received, acknowledge it and say good-bye."""
        self.writer.start()
        while self._is_wanted:
            if self.writer.is_ready.is_set():
                self._turn()
            else:
                # No message can be told from another before the devices are known, and two bridges
                # of one name would take the session from each other.
                self.broker.disconnect()
                self.writer.is_ready.wait(TICK_SECONDS)
                self._pass_on()
        self._end()

    def stop(self, *_signal: Any) -> None:
        """End soon; safe in a signal handler."""
        self._is_wanted = False
        self._wake.up()

    def _turn(self) -> None:
        """Wait for something to happen and see to it."""
        broker, intake = self.broker, self.intake
        if broker.socket is None and not broker.seconds_to_retry() and intake.has_room:
            broker.connect()
        sock = broker.socket
        reading = [self._wake, *([sock] if sock and intake.has_room else [])]
        writing = [sock] if sock and broker.wants_to_write else []
        ready, writable, _x = select.select(reading, writing, [], self._patience())
        if sock in ready:
            broker.read()
        if writable:
            broker.write()
        if self._wake in ready:
            self._wake.clear()
        self._hand_over()
        self._pass_on()
        broker.tend()

    def _patience(self) -> float:
        """How long nothing need be done if nothing happens."""
        if self.intake.batch.raws and not self.intake.full:
            return self._config.linger_seconds
        if self.broker.socket is None:
            return min(TICK_SECONDS, self.broker.seconds_to_retry() + 0.01)
        return TICK_SECONDS

    def _hand_over(self) -> None:
        """Let the open batch be stored when nothing else waits and it has waited for company."""
        intake = self.intake
        if intake.full or not intake.batch.raws:
            return
        age = time.time_ns() // 1000 - intake.batch.oldest
        # A negative age is that of a clock that was set back.
        if not 0 <= age < self._config.linger_seconds * 1_000_000:
            intake.close_batch()
            self.writer.wake.up()

    def _pass_on(self) -> None:
        """Acknowledge what is stored, publish what is to be sent."""
        while self._stored:
            batch = self._stored.popleft()
            self.intake.is_stored(batch)
            if batch.generation == self._generation:
                self.broker.acknowledge(batch.mids)
        while self._outgoing:
            self.broker.publish(self._outgoing.popleft())

    def _take(self, publishes: list[Publish]) -> None:
        self.intake.take(publishes)
        if self.intake.full:
            self.writer.wake.up()

    def _begin(self, session_present: bool) -> None:
        self._generation += 1
        self.intake.begin_connection(self._generation)
        if not session_present:
            self.writer.forget_session = True

    def _end(self) -> None:
        log.info("stopping", waiting=self.intake.waiting)
        deadline = time.monotonic() + self._config.end_seconds
        self.intake.close_batch()
        self.writer.is_wanted = False
        self.writer.wake.up()
        while self.writer.is_alive() and time.monotonic() < deadline:
            self.writer.join(0.02)
            self._pass_on()
        self._pass_on()
        self.broker.disconnect()
        log.info("stopped", not_stored=self.intake.waiting)

    # --- called by the thread of the database ------------------------------------------------

    def _done(self, batch: Batch) -> None:
        self._stored.append(batch)
        self._wake.up()

    def _send(self, message: Outgoing) -> None:
        self._outgoing.append(message)
        self._wake.up()

    def _describe(self) -> dict[str, Any]:
        """How things stand with the broker, for the row of this bridge."""
        received = self.intake.received
        news, self._counted = received - self._counted, received
        return {
            "protocol": self.broker.version,
            "is_connected": self.broker.is_connected,
            "fault": self.broker.fault[:300],
            "last_message": self.intake.last_received,
            "queue": max(0, self.intake.waiting),
            "received": news,
        }
