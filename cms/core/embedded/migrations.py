"""Applying migrations with a count that people can follow."""

import io
from collections.abc import Callable

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from cms.core.embedded.progress import Step


class Follower(io.TextIOBase):
    """A text stream that hands each line on as soon as it begins to be written."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell

    def write(self, text: str) -> int:
        """Hand on what is not blank."""
        if words := text.strip():
            self._tell(words.splitlines()[-1])
        return len(text)


def pending() -> int:
    """How many migrations the database lacks."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def apply(step: Step) -> None:
    """Apply what is pending. Each migration is a transaction, so a killed start loses none."""
    total = pending()
    if not total:
        step.note("all there")
        return
    count = 0

    def tell(words: str) -> None:
        nonlocal count
        if words.startswith("Applying "):
            count += 1
            step.at(f"{count} of {total}: {words.removeprefix('Applying ').rstrip('.')}")

    call_command("migrate", interactive=False, stdout=Follower(tell))
    step.note(f"{total} migrations")
