"""The command line: what a command needs is there before Django starts; faults are one sentence."""

import os
import sys
from collections.abc import Sequence

from cms.core.embedded import database, postgres, preflight
from cms.core.embedded.cluster import Cluster
from cms.core.embedded.faults import Fault

# They work without a database, or see to it themselves.
WITHOUT_DATABASE = {"", "help", "version", "run", "reset", "collectstatic", "diffsettings"}
WITHOUT_DATABASE |= {"makemessages", "compilemessages", "startapp", "findstatic", "simulate"}
# They work without one that answers.
OFFLINE = WITHOUT_DATABASE | {"check", "makemigrations", "runserver"}
HELP_FLAGS = {"-h", "--help", "--version"}


def main(argv: Sequence[str]) -> int:
    """Run a management command. Exit code 1 and one sentence for a fault, 130 for Ctrl-C."""
    try:
        _prepare(list(argv))
        return _execute(list(argv))
    except Fault as fault:
        sys.stderr.write(f"Error: {fault}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nInterrupted. Run the same command to go on.\n")
        return 130


def _prepare(argv: list[str]) -> None:
    """See to the database before Django does, which would wait for it and tell it at length."""
    command = argv[1] if len(argv) > 1 else ""
    url = os.environ.get("DATABASE_URL")
    if url:
        database.ensure_well_formed(url)
    if HELP_FLAGS & set(argv):
        return
    if command == "run":
        preflight.prepare()
    elif url and command not in OFFLINE:
        database.ensure_usable(url)
    elif not url and command not in WITHOUT_DATABASE:
        _start_embedded(_cluster(argv))


def _start_embedded(cluster: Cluster | None) -> None:
    if cluster is not None:
        postgres.ensure_running(cluster)
        database.create(postgres.url(cluster))


def _cluster(argv: list[str]) -> Cluster | None:
    """The server that the settings use; none in production, which brings its own."""
    settings = os.environ["DJANGO_SETTINGS_MODULE"]
    for word, following in zip(argv, [*argv[1:], ""], strict=True):
        if word == "--settings":
            settings = following
        elif word.startswith("--settings="):
            settings = word.partition("=")[2]
    return {"cms.settings.dev": postgres.KEPT, "cms.settings.test": postgres.FOR_TESTS}.get(
        settings
    )


def _execute(argv: list[str]) -> int:
    """Run it; a database that cannot be reached and missing settings are faults, not tracebacks."""
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    try:
        execute_from_command_line(argv)
    except ImproperlyConfigured as error:
        raise Fault(str(error)) from error
    except OperationalError:
        url = os.environ.get("DATABASE_URL") or postgres.url(_cluster(argv) or postgres.KEPT)
        database.ensure_usable(url)
        raise
    return 0
