"""``make run`` from nothing to a site that answers, step by step."""

import asyncio
import os
import signal
import sys
import urllib.request
from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils.module_loading import import_string

from cms.core.embedded import (
    broker,
    database,
    migrations,
    payments,
    places,
    postgres,
    preflight,
    static,
)
from cms.core.embedded.faults import Fault
from cms.core.embedded.progress import Steps
from cms.core.embedded.services import HOST, services
from cms.core.embedded.supervisor import Supervisor
from cms.settings.variables import value

READY_SECONDS = 180


class Embedded:
    """The embedded server, as the supervisor watches it."""

    def answers(self) -> bool:
        """Whether it listens."""
        return postgres.KEPT.answers()

    def revive(self) -> str:
        """Start it again. Raises Fault."""
        postgres.KEPT.restart_if_dead()
        return "PostgreSQL had stopped and was started again; nothing that was saved is lost."


class External:
    """The server of ``DATABASE_URL``, as the supervisor watches it."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._reason = ""

    def answers(self) -> bool:
        """Whether it takes a connection."""
        try:
            database.connect(self._url).close()
        except Fault as fault:
            self._reason = str(fault)
            return False
        return True

    def revive(self) -> str:
        """Nothing to do but wait."""
        return f"{self._reason} The site waits for it."


def run() -> None:
    """Prepare, start and supervise everything. Returns after Ctrl-C; raises Fault."""
    signal.signal(signal.SIGTERM, _as_interrupt)
    port = places.port_from(value("PORT"))
    _prepare(Steps(preflight.STEPS, number=1))
    url = preflight.database_url()
    supervisor = Supervisor(
        services(port),
        {**os.environ, "DATABASE_URL": url},
        External(url) if os.environ.get("DATABASE_URL") else Embedded(),
    )
    asyncio.run(supervisor.run(ready=lambda: _answers(port), announce=lambda: announce(print)))
    sys.stdout.write("Stopped. `make run` goes on where this ended.\n")


def _as_interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _prepare(steps: Steps) -> None:
    """Everything before the services: each step finds what an earlier start left and goes on."""
    with static.collecting() as files:
        with steps.step("Database tables") as step:
            migrations.apply(step)
        with steps.step("Demo content") as step:
            call_command("demo", stdout=migrations.Follower(step.at))
            call_command("site_address", stdout=migrations.Follower(step.at))
        connection.close_pool()  # type: ignore[attr-defined]
        with steps.step("Static files, hashed and compressed"):
            files.finish()


async def _answers(port: int) -> bool:
    """Whether the site answers within :data:`READY_SECONDS`."""
    with Steps(preflight.STEPS, number=preflight.STEPS - 1, live=False).step("The site") as step:
        while step.seconds < READY_SECONDS:
            if await asyncio.to_thread(_is_healthy, port):
                return True
            await asyncio.sleep(0.2)
    return False


def _is_healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/healthz", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def announce(write: Callable[[str], None]) -> None:
    """Print the address and who can sign in."""
    accounts = import_string(settings.DEMO_ACCOUNTS)
    width = max(len(account.email) for account in accounts)
    lines = [f"  {one.email:<{width}}  {one.password}  ({one.role})" for one in accounts]
    write(
        "\n".join(
            [
                "",
                f"The site is at {preflight.address()}",
                f"Sign in at {preflight.address()}/admin/ with one of the demo accounts:",
                *lines,
                payments.sentence(),
                broker.sentence(),
                "Ctrl-C stops everything; the data stays in var/.",
                "",
            ]
        )
    )
