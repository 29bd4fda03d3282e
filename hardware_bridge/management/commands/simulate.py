"""``manage.py simulate``: plays the demo's machines at a broker, or tells one to have a fault."""

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.core.embedded import broker


class Command(BaseCommand):
    help = (
        "Play the demo's containers, lights and lockers at the broker of MQTT_URL, else at that of "
        "`make run`, until SIGTERM or Ctrl-C. `--ask DEVICE FAULT` tells those that are played."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=1, help="another park of the same kind")
        parser.add_argument("--speed", type=float, default=1.0, help="how fast its day passes")
        parser.add_argument(
            "--ask",
            nargs=2,
            metavar=("DEVICE", "FAULT"),
            help="let a machine have a fault; “help” as fault names them, “well” cures",
        )
        parser.add_argument("--compartment", type=int, default=0, help="of “door” and “ajar”")

    def handle(self, *args: Any, **options: Any) -> None:
        if not broker.PARK_FOLDER.is_dir():
            raise CommandError(f"There is no simulator here: {broker.PARK_FOLDER} is missing.")
        address = settings.MQTT_URL or broker.running()
        if not address:
            raise CommandError("There is no broker: set MQTT_URL, or start `make run`.")
        words = [f"--{name}={options[name]}" for name in ("seed", "speed", "compartment")]
        words += ["--ask", *options["ask"]] if options["ask"] else []
        own = {"MQTT_URL": address, "PYTHONPATH": str(settings.BASE_DIR)}
        command = [sys.executable, "-m", broker.PARK, *words]
        os.execve(sys.executable, command, os.environ | own)  # noqa: S606
