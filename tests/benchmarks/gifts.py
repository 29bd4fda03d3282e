"""``python -m tests.benchmarks.gifts 10000``: that many donations to the demo's wishes.

They are written in SQL, their history and movements of the balance included.
"""

import sys
from pathlib import Path

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

STATEMENTS = Path(__file__).with_suffix(".sql")


def fill(number: int) -> None:
    """Add the donations, as the verbs would have left them."""
    statements = STATEMENTS.read_text().replace(":number", str(number))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statements)


if __name__ == "__main__":
    fill(int(sys.argv[1]))
