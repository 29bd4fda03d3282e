"""Whether a project may already touch what needs permits."""

from django.conf import settings
from django.db import connection


def is_permitted(project_id: int | None) -> bool:
    """Whether there are permits on record of the project and all of them are granted.

    The permits are facts: those of the German page count, whichever language's page is given. The
    rule is a function of the database, since the bridge asks for it, too (migration 0002). One
    query.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT hardware_is_permitted(%s, %s)", [project_id, settings.LANGUAGE_CODE])
        return bool(cursor.fetchone()[0])
