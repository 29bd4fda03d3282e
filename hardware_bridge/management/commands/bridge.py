"""``manage.py bridge``: takes what devices say from the broker into the database."""

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.text import slugify
from psycopg.conninfo import make_conninfo

from hardware_bridge.bridge.addresses import parsed
from hardware_bridge.bridge.client import forget_session
from hardware_bridge.bridge.config import VARIABLE, Config, Rules
from hardware_bridge.domain.ingest import watched_measures

SECOND = 1_000_000
# Of Django's parameters those that are about its own way with connections.
NOT_OURS = {"pool", "context", "cursor_factory", "prepare_threshold", "client_encoding"}


class Command(BaseCommand):
    help = "Store what devices say, until SIGTERM or Ctrl-C. Needs MQTT_URL."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", default="bridge", help="which bridge this is (bridge)")
        parser.add_argument(
            "--share", default="", help="share the messages with the other bridges of this group"
        )
        parser.add_argument(
            "--forget",
            action="store_true",
            help="let the broker drop what it keeps for this bridge, and end",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        config = configuration(options["name"], options["share"])
        try:
            address = parsed(config.mqtt_url)
        except ValueError as fault:
            raise CommandError(str(fault)) from fault
        if options["forget"]:
            try:
                forget_session(address, config.client_id)
            except OSError as fault:
                raise CommandError(f"{address} does not answer: {fault}") from fault
            self.stdout.write(f"The broker keeps nothing for {config.client_id} any more.")
            return
        # The process becomes another one, without Django: see hardware_bridge/bridge/__init__.py.
        own = {VARIABLE: config.dumped(), "PYTHONPATH": str(settings.BASE_DIR)}
        command = [sys.executable, "-m", "hardware_bridge.bridge"]
        os.execve(sys.executable, command, os.environ | own)  # noqa: S606


def configuration(name: str = "bridge", share: str = "") -> Config:
    """What the settings say. A session is one of a name and a group, since the broker remembers its
    subscriptions with it."""
    share = slugify(share)
    words = ["norderstedt-go", share, slugify(name) or "bridge"]
    return Config(
        database=conninfo(),
        mqtt_url=settings.MQTT_URL,
        client_id="-".join(filter(None, words))[:80],
        share=share,
        session_seconds=settings.HARDWARE_SESSION_SECONDS,
        receive_maximum=settings.HARDWARE_RECEIVE_MAXIMUM,
        language=settings.LANGUAGE_CODE,
        time_zone=settings.TIME_ZONE,
        log_level=str(settings.LOGGING["level"]),
        log_as_json=bool(settings.LOGGING["as_json"]),
        rules=Rules(
            most_waiting=2 * settings.HARDWARE_RECEIVE_MAXIMUM,
            rate=settings.HARDWARE_RATE,
            burst=settings.HARDWARE_BURST,
            past=settings.HARDWARE_PAST_SECONDS * SECOND,
            future=settings.HARDWARE_FUTURE_SECONDS * SECOND,
            watched=tuple(sorted(watched_measures())),
            is_shared=bool(share),
        ),
    )


def conninfo() -> str:
    """Django's database as libpq names it."""
    parameters = connection.get_connection_params()
    return make_conninfo(**{k: v for k, v in parameters.items() if k not in NOT_OURS})
