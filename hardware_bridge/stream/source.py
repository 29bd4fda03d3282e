"""The one connection to the database: hears what has changed and reads what somebody wants."""

import asyncio
import time
from contextlib import suppress
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter

import psycopg
import structlog
from psycopg.conninfo import make_conninfo

from hardware_bridge.stream import statements
from hardware_bridge.stream.config import Config
from hardware_bridge.stream.hub import Hub
from hardware_bridge.stream.states import Notice, Shown, State, public_measures, said_of

log = structlog.get_logger(__name__)
KEEPALIVE = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 10.0
DEVICES_SECONDS = 600.0
OLD_SECONDS = 5.0
"""How often statuses and notices are looked at that time changes."""
AT_ONCE = 2000


class Source:
    """Keeps a hub up to date for as long as :meth:`run` runs."""

    def __init__(self, config: Config, hub: Hub) -> None:
        self._config, self._hub = config, hub
        self._loaded_at = float("-inf")
        self._old_at = 0.0
        self._asked = asyncio.Event()
        self.is_connected = False

    def ask(self) -> None:
        """Somebody wants to read what nobody has read before."""
        self._asked.set()

    async def run(self) -> None:
        """Until it is cancelled; a database that is away is tried again."""
        pause = FIRST_PAUSE
        while True:
            try:
                async with await self._connect() as connection:
                    pause = FIRST_PAUSE
                    await self._follow(connection)
            except (psycopg.Error, OSError) as fault:
                log.error("database_away", fault=(str(fault).splitlines() or [""])[0][:200])
            self.is_connected = False
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _connect(self) -> psycopg.AsyncConnection:
        address = make_conninfo(self._config.database, connect_timeout=5, **KEEPALIVE)
        connection = await psycopg.AsyncConnection.connect(address, autocommit=True)
        connection.add_notify_handler(lambda notice: self._heard(notice.channel, notice.payload))
        await connection.execute(statements.LISTEN)
        # What has happened meanwhile nobody has told.
        self._loaded_at = float("-inf")
        self._hub.touch_all()
        self.is_connected = True
        log.info("listening")
        return connection

    async def _follow(self, connection: psycopg.AsyncConnection) -> None:
        while True:
            began = time.monotonic()
            if began - self._loaded_at >= DEVICES_SECONDS:
                await self._load_devices(connection)
            if wanted := self._hub.wanted():
                for first in range(0, len(wanted), AT_ONCE):
                    await self._load_states(connection, wanted[first : first + AT_ONCE])
            if began - self._old_at >= OLD_SECONDS:
                self._old_at = began
                self._hub.grow_old(datetime.now(UTC))
            # Changes gather for a moment, so that a flood of them is one question.
            await asyncio.sleep(max(0.0, self._config.flush_seconds - (time.monotonic() - began)))
            await self._wait(connection)

    async def _wait(self, connection: psycopg.AsyncConnection) -> None:
        """Wait until the database has something to say or somebody asks."""
        loop = asyncio.get_running_loop()
        loop.add_reader(connection.fileno(), self._asked.set)
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(OLD_SECONDS):
                    await self._asked.wait()
        finally:
            loop.remove_reader(connection.fileno())
        self._asked.clear()
        connection.pgconn.consume_input()
        while notice := connection.pgconn.notifies():
            self._heard(notice.relname.decode(), notice.extra.decode())

    def _heard(self, channel: str, payload: str) -> None:
        if channel == "hardware_devices":
            self._loaded_at = float("-inf")
            self._asked.set()
        else:
            self._asked.set()
            self._hub.touch(int(part) for part in payload.split(",") if part.isdecimal())

    # --- reading -----------------------------------------------------------------------------

    async def _load_devices(self, connection: psycopg.AsyncConnection) -> None:
        self._loaded_at = time.monotonic()
        switches = await (await connection.execute(statements.SWITCHES)).fetchall()
        public = public_measures(self._config.public, switches)
        cursor = await connection.execute(statements.DEVICES, [self._config.time_zone])
        self._hub.take_devices(
            Shown(pk, slug, kind, interval, group, public.get(kind, frozenset()))
            for pk, slug, kind, interval, group in await cursor.fetchall()
        )

    async def _load_states(self, connection: psycopg.AsyncConnection, pks: list[int]) -> None:
        latest = await (await connection.execute(statements.LATEST, [pks])).fetchall()
        values = {pk: list(rows) for pk, rows in groupby(latest, itemgetter(0))}
        states = await (await connection.execute(statements.STATES, [pks])).fetchall()
        known = {pk: (last_seen, is_online) for pk, last_seen, is_online in states}
        said = await (await connection.execute(statements.NOTICES, [pks])).fetchall()
        notices = {
            pk: tuple(Notice(*row) for _pk, *row in rows)
            for pk, rows in groupby(said, itemgetter(0))
        }
        now, found = datetime.now(UTC), {}
        for pk in pks:
            device = self._hub.devices.get(pk)
            if device is not None:
                last_seen, is_online = known.get(pk, (None, None))
                told = said_of(device, values.get(pk, ()))
                state = State(told, last_seen, is_online, notices.get(pk, ()))
                state.changing = state.changing_at(device, now)
                found[pk] = state
        self._hub.take_states(found)
