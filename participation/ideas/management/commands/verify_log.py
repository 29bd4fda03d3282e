"""Check the decision log."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from participation.ideas.queries import log


class Command(BaseCommand):
    """``manage.py verify_log``: every hour by a monitor, or by an auditor."""

    help = "Checks that no entry of the decision log has been changed, left out or added between."

    def add_arguments(self, parser: CommandParser) -> None:
        """Hashes noted earlier."""
        parser.add_argument(
            "--known",
            nargs="*",
            default=[],
            metavar="HASH",
            help="hashes noted earlier, outside this database, which must still be in the log",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Say the number of entries and the hash of the last one. CommandError for a broken log."""
        verdict = log.verify(options["known"])
        for fault in verdict.faults:
            self.stderr.write(fault)
        if not verdict.holds:
            raise CommandError("The decision log is broken.")
        self.stdout.write(f"The log holds: {verdict.entries} entries, the last hash {verdict.head}")
