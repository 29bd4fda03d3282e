"""``python -m tests.benchmarks.ideas 10000``: that many ideas, ten supports and five comments each.

They are written in SQL, the search's table included: the verbs that clicks run would take an
hour.
"""

import sys
from pathlib import Path

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

STATEMENTS = Path(__file__).with_suffix(".sql")


def fill(number: int) -> None:
    """Add the ideas, findable like those that people send."""
    statements = STATEMENTS.read_text().replace(":number", str(number))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statements)


if __name__ == "__main__":
    fill(int(sys.argv[1]))
