"""Whether a project may already touch what needs permits."""

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _


def is_permitted(project_id: int | None) -> bool:
    """Whether there are permits on record of the project and all of them are granted.

    The permits are facts: those of the German page count, whichever language's page is given. The
    rule is a function of the database, since the bridge asks for it, too (migration 0002). One
    query.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT hardware_is_permitted(%s, %s)", [project_id, settings.LANGUAGE_CODE])
        return bool(cursor.fetchone()[0])


def what_is_missing(project_id: int | None) -> str:
    """Why a light of this project may not be told anything, in a sentence; empty when it may. One
    query."""
    if is_permitted(project_id):
        return ""
    if project_id is None:
        return _("This light belongs to no project that could have permits.")
    return _("The project of this light has not all its permits on record.")
