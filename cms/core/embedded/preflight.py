"""What ``make run`` needs before Django starts, so that a fault is told in half a second."""

import os

from cms.core.embedded import broker, calendars, database, payments, places, postgres, streaming
from cms.core.embedded.faults import Fault
from cms.core.embedded.locks import FileLock
from cms.core.embedded.progress import Steps
from cms.core.embedded.services import HOST
from cms.settings.variables import value

STEPS = 5
LOCK = FileLock(places.VAR / "run.lock")


def address() -> str:
    """Where the site will be. Raises Fault for a PORT that is none."""
    return f"http://{HOST}:{places.port_from(value('PORT'))}"


def database_url() -> str:
    """The database that is used: the one that was named, else the embedded one."""
    return os.environ.get("DATABASE_URL") or postgres.url()


def prepare() -> None:
    """Take the folder and the port for this process and have a database. Raises Fault."""
    os.environ.setdefault("BASE_URL", address())
    places.make_folder(places.VAR)
    if not LOCK.take():
        raise Fault(
            f"`make run` is already at work here, for {LOCK.read()}: stop it with Ctrl-C first."
        )
    LOCK.write(address())
    port = places.port_from(value("PORT"))
    places.ensure_port_free(HOST, port)
    payments.prepare(port)
    calendars.prepare(port)
    broker.prepare(port)
    streaming.prepare(port)
    named = bool(os.environ.get("DATABASE_URL"))
    with Steps(STEPS).step("PostgreSQL of DATABASE_URL" if named else "Embedded PostgreSQL"):
        if not named:
            postgres.ensure_running()
            database.create(postgres.url())
        database.ensure_usable(database_url())
