"""The bridge's way into the database, without a broker and without threads."""

import json
import time

from django.db import connection

from hardware_bridge.bridge import statements
from hardware_bridge.bridge.batch import Batch
from hardware_bridge.bridge.clock import Clock
from hardware_bridge.bridge.config import Rules
from hardware_bridge.bridge.intake import Intake
from hardware_bridge.bridge.registry import Registry
from hardware_bridge.bridge.store import Store


class Desk:
    """An intake and a store on the test's own connection."""

    def __init__(self, **rules: object) -> None:
        self.intake = Intake(Clock(), Rules(**rules))
        self.store = Store("client")
        self.reload()

    def reload(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statements.DEVICES, ["Europe/Berlin"])
            names = [column.name for column in cursor.description]
            rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        for row in rows:
            row["fields"] = json.loads(row["fields"]) if row["fields"] else None
        self.intake.registry = Registry(rows, self.intake.registry)

    def commit(self, *messages: tuple, now: float | None = None) -> Batch:
        """Store messages: topic, payload, and perhaps packet identifier and flags."""
        for topic, payload, *more in messages:
            data = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
            mid, flags = more or (0, 0x30)
            self.intake.take([(mid, flags, topic.encode(), data)])
        self.intake.close_batch()
        batch = self.intake.next_batch()
        moment = time.time() if now is None else now
        self.store.commit(connection.connection, batch, int(moment * 1_000_000))
        return batch


def ms(seconds: float = 0) -> int:
    """Milliseconds since 1970, so many seconds from now."""
    return round((time.time() + seconds) * 1000)
