"""Databases for tests: migrated once into a template, copied from it in a moment.

Copying takes a tenth of a second where migrating takes half a minute. So every process of a run has
a database of its own, and a test that commits gives its database back as new.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db import connection
from psycopg.sql import SQL, Identifier

from cms.core.embedded import database, places, postgres

ONE_AT_A_TIME = 7_264_512_001  # key of an advisory lock, any number that nobody else uses


def url() -> str:
    """The server that the tests use."""
    return os.environ.get("DATABASE_URL") or postgres.url(postgres.FOR_TESTS)


@contextmanager
def maintenance() -> Iterator[psycopg.Connection]:
    """A connection from which databases can be created and dropped."""
    with database.connect(url(), database="postgres") as server:
        yield server


def exists(server: psycopg.Connection, name: str) -> bool:
    """Whether there is a database of that name."""
    return bool(server.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchall())


def drop(server: psycopg.Connection, name: str) -> None:
    """Drop the database and whoever is connected to it."""
    server.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))


def copy(server: psycopg.Connection, source: str, target: str) -> None:
    """Replace `target` with a copy of `source`."""
    drop(server, target)
    server.execute(
        SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(target), Identifier(source))
    )


def use(name: str) -> None:
    """Point Django at the database."""
    connection.close()
    connection.settings_dict["NAME"] = name


def fingerprint(*patterns: str) -> str:
    """Changes with the packages and with every file of the project that matches."""
    digest = hashlib.sha256((places.ROOT / "uv.lock").read_bytes())
    for pattern in patterns:
        for path in sorted(places.ROOT.glob(pattern)):
            digest.update(str(path.relative_to(places.ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def migrated_template() -> str:
    """Name of a database with every migration applied; made when there is none for this code."""
    patterns = [f"{'*/' * depth}migrations/*.py" for depth in (1, 2, 3)]
    name = f"template_{fingerprint(*patterns)}"
    with maintenance() as server:
        server.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        if not exists(server, name):
            forget_old_templates(server)
            half_made = f"{name}_half_made"
            copy(server, "template0", half_made)
            use(half_made)
            call_command("migrate", verbosity=0, interactive=False)
            connection.close()
            server.execute(
                SQL("ALTER DATABASE {} RENAME TO {}").format(
                    Identifier(half_made), Identifier(name)
                )
            )
    return name


def forget_old_templates(server: psycopg.Connection) -> None:
    """Drop the templates of other code; they can be made again."""
    rows = server.execute(r"SELECT datname FROM pg_database WHERE datname LIKE 'template\__%\_%'")
    for (name,) in rows.fetchall():
        drop(server, name)


def forget_killed_runs(server: psycopg.Connection) -> None:
    """Drop the databases of processes that ended without doing so."""
    rows = server.execute(r"SELECT datname FROM pg_database WHERE datname LIKE 'test\_%\_%'")
    for (name,) in rows.fetchall():
        process = name.split("_")[1]
        if process.isdecimal() and not Path(f"/proc/{process}").exists():
            drop(server, name)
