"""All objects in memory, in the order of their making; with a file they outlive the process.

Fields that begin with an underscore are the simulator's own and are never answered.
"""

import contextlib
import copy
import json
import secrets
import sqlite3
import string
from collections import defaultdict
from pathlib import Path
from typing import Any

from tests.simulators.stripe.errors import missing

Object = dict[str, Any]
SIGNS = string.ascii_letters + string.digits
PREFIXES = {
    "account": "acct",
    "account_link": "link",
    "balance_transaction": "txn",
    "charge": "ch",
    "checkout.session": "cs_test",
    "customer": "cus",
    "dispute": "du",
    "event": "evt",
    "invoice": "in",
    "invoice_payment": "inpay",
    "item": "li",
    "line_item": "il",
    "payment_intent": "pi",
    "payment_method": "pm",
    "payout": "po",
    "price": "price",
    "product": "prod",
    "refund": "re",
    "subscription": "sub",
    "subscription_item": "si",
    "transfer": "tr",
    "transfer_reversal": "trr",
}


def new_id(kind: str, prefix: str = "") -> str:
    """An id as Stripe makes them: prefix and random signs; a checkout session's is longer."""
    length = 58 if kind == "checkout.session" else 24
    return f"{prefix or PREFIXES[kind]}_" + "".join(
        secrets.choice(SIGNS) for _sign in range(length)
    )


class Store:
    """Objects by kind and id. Callers hold the world's lock."""

    def __init__(self, path: Path | None = None) -> None:
        self._objects: dict[str, dict[str, Object]] = defaultdict(dict)
        self._kinds: dict[str, str] = {}
        self._changed: dict[str, Object] = {}
        self._file = _open(path) if path else None
        if self._file:
            for (text,) in self._file.execute("SELECT text FROM object ORDER BY number"):
                self._take(json.loads(text))

    def _take(self, one: Object) -> None:
        self._objects[one["object"]][one["id"]] = one
        self._kinds[one["id"]] = one["object"]

    def add(self, one: Object) -> Object:
        """Keep a new object."""
        self._take(one)
        self._changed[one["id"]] = one
        return one

    def change(self, one: Object, **fields: Any) -> Object:
        """Change an object; the former values of what really changed."""
        former = {
            name: copy.deepcopy(one.get(name))
            for name, value in fields.items()
            if one.get(name) != value
        }
        one.update(fields)
        self._changed[one["id"]] = one
        return former

    def remove(self, one: Object) -> None:
        """Forget an object of the simulator's own, such as a job that is done."""
        del self._objects[one["object"]][one["id"]]
        del self._kinds[one["id"]]
        self._changed.pop(one["id"], None)
        if self._file:
            self._file.execute("DELETE FROM object WHERE id = ?", [one["id"]])

    def get(self, kind: str, key: str, param: str | None = None) -> Object:
        """The object of this kind. Raises Refused, naming the parameter that named it."""
        try:
            return self._objects[kind][key]
        except KeyError:
            raise missing(kind, key, param) from None

    def find(self, key: str) -> Object | None:
        """The object with this id, of whatever kind."""
        kind = self._kinds.get(key)
        return self._objects[kind].get(key) if kind else None

    def all(self, kind: str) -> list[Object]:
        """All of a kind, newest first, as Stripe lists them."""
        return list(reversed(self._objects[kind].values()))

    def flush(self) -> None:
        """Write what has changed since the last time, in one transaction."""
        if self._file and self._changed:
            rows = [(key, json.dumps(one)) for key, one in self._changed.items()]
            self._file.executemany(
                "INSERT INTO object (id, text) VALUES (?, ?) "
                "ON CONFLICT (id) DO UPDATE SET text = excluded.text",
                rows,
            )
        if self._file:
            self._file.commit()
        self._changed.clear()

    def clear(self) -> None:
        """Forget everything."""
        for kept in (self._objects, self._kinds, self._changed):
            kept.clear()
        if self._file:
            self._file.execute("DELETE FROM object")

    def close(self) -> None:
        """Write and let go of the file."""
        self.flush()
        if self._file:
            self._file.close()


def _open(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, check_same_thread=False)
    with contextlib.suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA journal_mode = WAL")
    # A kill of the process loses nothing; a power cut may, which a simulation can bear.
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute(
        "CREATE TABLE IF NOT EXISTS object "
        "(number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE NOT NULL, text TEXT NOT NULL)"
    )
    return connection
