"""Telling a database that is away from a mistake in the code."""

import psycopg
from django.db import InterfaceError, OperationalError

AWAY = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)


def database_is_away(error: BaseException | None) -> bool:
    """Whether the error, or one it was raised from, is a lost or refused database connection."""
    seen = 0
    while error is not None and seen < 20:
        if isinstance(error, AWAY):
            return True
        error = error.__cause__ or error.__context__
        seen += 1
    return False
