"""Dates of runs in words."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from participation.courses.models import Run, Session

MOST_LINES = 12


def when(session: Session) -> str:
    """„Di., 4. Mai 2027, 18:00–20:00 Uhr“, in the active language and the city's time."""
    start, end = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    return _("%(day)s, %(from)s to %(to)s") % {
        "day": day_in_words(start),
        "from": time_format(start, "TIME_FORMAT"),
        "to": time_format(end, "TIME_FORMAT"),
    }


def day_in_words(moment: datetime) -> str:
    """With the weekday."""
    local = timezone.localtime(moment)
    return f"{date_format(local, 'D')}, {date_format(local, 'DATE_FORMAT')}"


def moment_in_words(moment: datetime) -> str:
    """A day and a time."""
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")


def lines(run: Run) -> list[str]:
    """Each date that takes place, the last ones of many in one word. One query."""
    sessions = [each for each in run.sessions.all() if each.cancelled_at is None]
    shown = [when(session) for session in sessions[:MOST_LINES]]
    more = len(sessions) - len(shown)
    return [*shown, _("and %(count)s more") % {"count": more}] if more > 0 else shown
