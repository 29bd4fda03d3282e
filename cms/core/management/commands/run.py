from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """``make run``: everything on one address, with demo content, until Ctrl-C."""

    help = "Prepare the database and serve the whole platform until Ctrl-C."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        from cms.core.embedded import start

        start.run()
