"""``python -m tests.benchmarks.ideas 10000``: that many ideas, ten supports and five comments each.

They are written in SQL, since the verbs that people's clicks run would take an hour; the search's
table is filled by the code that always fills it.
"""

import sys
from pathlib import Path

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

STATEMENTS = Path(__file__).with_suffix(".sql")


def fill(number: int) -> None:
    """Add the ideas and make them findable."""
    statements = STATEMENTS.read_text().replace(":number", str(number))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statements)


if __name__ == "__main__":
    fill(int(sys.argv[1]))
    from cms.core.search.index import rebuild

    rebuild()
