"""``manage.py stream``: holds the event streams of live values, with Granian and without Django."""

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from cms.settings.variables import value
from hardware_bridge.management.commands.bridge import conninfo
from hardware_bridge.models.choices import Kind
from hardware_bridge.models.measures import MEASURES
from hardware_bridge.stream.config import VARIABLE, Config

TARGET = "hardware_bridge.stream.app:made"


class Command(BaseCommand):
    help = "Hold the event streams of live values until SIGTERM or Ctrl-C."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--port", default="8100", help="port to listen on")
        parser.add_argument("--uds", default="", help="socket to listen on, in place of both")

    def handle(self, *args: Any, **options: Any) -> None:
        # The process becomes another one, without Django: see hardware_bridge/stream/__init__.py.
        own = {VARIABLE: configuration().dumped(), "PYTHONPATH": str(settings.BASE_DIR)}
        os.execve(sys.executable, command(**options), os.environ | own)  # noqa: S606


def configuration() -> Config:
    """What the settings say, and which measures are public."""
    return Config(
        database=conninfo(),
        public={
            kind: [m.key for m in MEASURES.values() if m.is_public and kind in m.kinds]
            for kind in Kind.values
        },
        time_zone=settings.TIME_ZONE,
        most=settings.STREAM_MOST,
        most_of_one=settings.STREAM_MOST_OF_ONE,
        proxies=int(value("TRUSTED_PROXY_COUNT")),
        log_level=str(settings.LOGGING["level"]),
        log_as_json=bool(settings.LOGGING["as_json"]),
    )


def command(host: str = "", port: str = "", uds: str = "", **_rest: Any) -> list[str]:
    """Granian with one worker: all readers share its connection to the database."""
    where = ["--uds", uds, "--uds-permissions", "666"] if uds else ["--host", host, "--port", port]
    return [
        *(sys.executable, "-m", "granian", "--interface", "asgi", "--no-ws", "--http", "1"),
        *(*where, "--workers", "1", "--backlog", "4096", "--backpressure", "4096"),
        *("--workers-kill-timeout", "3", "--respawn-failed-workers", "--log-level", "warning"),
        *("--factory", TARGET),
    ]
