"""``manage.py bridge``: takes what devices say from the broker into the database."""

import signal
from argparse import ArgumentParser
from typing import Any

import structlog
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections
from django.utils.text import slugify

from hardware_bridge.bridge.addresses import Address, parsed
from hardware_bridge.bridge.client import Session, forget_session
from hardware_bridge.bridge.intake import Rules
from hardware_bridge.bridge.service import Bridge
from hardware_bridge.domain import bridges

log = structlog.get_logger(__name__)
SECOND = 1_000_000


class Command(BaseCommand):
    help = "Store what devices say, until SIGTERM or Ctrl-C. Needs MQTT_URL."

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
        address = self._address()
        session = _session(options["name"], options["share"])
        if options["forget"]:
            forget_session(address, session.client_id)
            self.stdout.write(f"The broker keeps nothing for {session.client_id} any more.")
            return
        _without_pool()
        status = bridges.register(name=session.client_id)
        connection.close()
        bridge = Bridge(address, session, status, rules=rules())
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, bridge.stop)
        log.info("bridge_started", broker=str(address), session=session.client_id)
        bridge.run()

    def _address(self) -> Address:
        try:
            return parsed(settings.MQTT_URL)
        except ValueError as fault:
            raise CommandError(str(fault)) from fault


def _session(name: str, share: str) -> Session:
    """A session of its own for each name and group: subscriptions are remembered with it."""
    words = ["norderstedt-go", slugify(share), slugify(name) or "bridge"]
    return Session(
        "-".join(filter(None, words))[:80],
        slugify(share),
        settings.HARDWARE_SESSION_SECONDS,
        settings.HARDWARE_RECEIVE_MAXIMUM,
    )


def rules() -> Rules:
    """The limits of the settings."""
    return Rules(
        most_waiting=2 * settings.HARDWARE_RECEIVE_MAXIMUM,
        rate=settings.HARDWARE_RATE,
        burst=settings.HARDWARE_BURST,
        past=settings.HARDWARE_PAST_SECONDS * SECOND,
        future=settings.HARDWARE_FUTURE_SECONDS * SECOND,
    )


def _without_pool() -> None:
    """One connection is all the process needs, and it needs the same one all the time."""
    connections["default"].settings_dict["OPTIONS"].pop("pool", None)
