"""The processes of ``make run``. A new part of the platform adds a line to :func:`services`."""

import sys
from dataclasses import dataclass

from cms.core.embedded import broker, calendars, payments, streaming
from cms.core.embedded.places import ROOT
from cms.settings.variables import value

HOST = "127.0.0.1"
WEB_PROCESSES = 2
PYTHON = sys.executable
MANAGE = str(ROOT / "manage.py")


@dataclass(frozen=True)
class Service:
    """One child process: its name in the log, its command, and what its end means."""

    name: str
    command: tuple[str, ...]
    colour: int
    essential: bool = False


def services(port: int) -> tuple[Service, ...]:
    """What is started, in this order; the order of stopping is the reverse."""
    web = (
        *(PYTHON, "-m", "granian", "--interface", "wsgi", "--no-ws"),
        *("--host", HOST, "--port", str(port), "--workers", str(WEB_PROCESSES)),
        # As many threads as kept connections: another thread would only wait for one.
        *("--blocking-threads", value("DATABASE_POOL_SIZE")),
        *("--respawn-failed-workers", "--workers-kill-timeout", "5", "--log-level", "warning"),
        "cms.wsgi:application",
    )
    all_services: tuple[Service, ...] = (
        Service("web", web, colour=36, essential=True),
        Service("worker", (PYTHON, MANAGE, "procrastinate", "worker"), colour=33),
    )
    if payments.is_simulated():
        all_services += (Service("stripe", payments.command(port), colour=35),)
    if calendars.is_simulated():
        all_services += (Service("calendars", calendars.command(), colour=35),)
    return all_services + devices()


def devices() -> tuple[Service, ...]:
    """What brings live values: broker, bridge, event streams, and the simulated machines."""
    if not broker.is_there():
        return ()
    wanted = (
        ("broker", broker.command(), 34),
        ("bridge", (PYTHON, MANAGE, "bridge"), 32),
        ("stream", streaming.command(), 34),
        ("devices", broker.park(), 35),
    )
    return tuple(Service(name, command, colour) for name, command, colour in wanted if command)
