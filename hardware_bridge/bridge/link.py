"""The one connection to the database."""

import select
from collections.abc import Callable
from typing import Any, LiteralString

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.rows import dict_row

from hardware_bridge.bridge import statements
from hardware_bridge.bridge.wake import Wake

# The operating system gives up a dead connection after this time, not after a quarter of an hour.
OWN = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}
OWN |= {"tcp_user_timeout": 20_000, "connect_timeout": 5}
LOCK_SPACE = 0x6D717474
"""“mqtt” in ASCII: the first half of the locks that bridges hold, one for each name."""
NUMBERS_LOCK = 0x627269646765
"""“bridge” in ASCII: any number will do that no other lock of the database has."""


class TakenError(psycopg.OperationalError):
    """A bridge of this name is at work already; this one stands by until it ends."""


class Link:
    """Opens the connection when it is needed and tells what the database has to say."""

    def __init__(self, address: str, heard: Callable[[str], None]) -> None:
        self._address = address
        self._heard = heard
        self._connection: psycopg.Connection | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is a connection, as far as is known."""
        return self._connection is not None and not self._connection.closed

    def open(self) -> psycopg.Connection:
        """The connection; a new one listens to what concerns bridges. Raises psycopg's errors."""
        if self.is_open and self._connection:
            return self._connection
        connection = psycopg.connect(make_conninfo(self._address, **OWN), autocommit=True)
        connection.add_notify_handler(lambda notice: self._heard(notice.channel))
        connection.execute(statements.PREPARE)
        self._connection = connection
        return connection

    def close(self) -> None:
        """Give the connection up."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def rows(self, statement: LiteralString, values: Any = None) -> list[dict[str, Any]]:
        """What a statement gives."""
        with self.open().cursor(row_factory=dict_row) as cursor:
            return cursor.execute(statement, values).fetchall()

    def run(self, statement: LiteralString, values: Any = None) -> None:
        """Run a statement for its effect."""
        self.open().execute(statement, values)

    def register(self, name: str) -> dict[str, Any]:
        """The row of a bridge, with a number that no other one has."""
        return self.rows(statements.REGISTER, {"lock": NUMBERS_LOCK, "name": name})[0]

    def hold(self, pk: int) -> None:
        """Be the one bridge with this row. Raises TakenError."""
        found = self.open().execute(statements.HOLD, [LOCK_SPACE, pk]).fetchone()
        if not (found and found[0]):
            raise TakenError("another bridge of this name is at work")

    def wait(self, wake: Wake, seconds: float) -> None:
        """Wait for a call or for a word of the database, but not longer than this."""
        connection = self.open()
        waited = [connection.fileno(), wake.fileno()]
        ready, _w, _x = select.select(waited, [], [], max(0.0, seconds))
        wake.clear()
        if waited[0] in ready:
            connection.pgconn.consume_input()
            while notice := connection.pgconn.notifies():
                self._heard(notice.relname.decode())
