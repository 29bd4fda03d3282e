import shutil
from typing import Any

from django.core.management.base import BaseCommand

from cms.core.embedded import places, postgres
from cms.core.embedded.faults import Fault
from cms.core.embedded.preflight import LOCK

DROPPED = ("media", "mail", "static", "static.stamp", "simulators")


class Command(BaseCommand):
    """``make reset``: forget everything that ``make run`` made. A database of one's own stays."""

    help = "Drop the embedded PostgreSQL's data, uploads, mails, static files, simulated payments."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        if places.VAR.exists() and not LOCK.take():
            raise Fault(f"`make run` is at work for {LOCK.read()}: stop it with Ctrl-C first.")
        postgres.KEPT.drop()
        for name in DROPPED:
            path = places.VAR / name
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        self.stdout.write(f"The data in {places.VAR} is dropped. `make run` starts anew.")
