"""Dates of runs as entries of calendars, for whoever takes part in them."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from cms.core.calendars import Entry
from participation.courses.models import Run, Session
from participation.courses.models.choices import Mode


def place_of(run: Run, session: Session | None = None) -> str:
    """Room and address in one line, or that it is online."""
    room = (session.room if session else "") or run.room
    where = [part for part in (room, run.address) if part]
    if run.mode == Mode.ONLINE:
        where = [_("Online")]
    return ", ".join(where)


def entries(
    sessions: Iterable[Session], *, run: Run, title: str, url: str, description: str = ""
) -> list[Entry]:
    """One entry for each date that takes place."""
    return [
        entry(session, run=run, title=title, url=url, description=description)
        for session in sessions
        if session.cancelled_at is None
    ]


def uid_of(session: Session) -> str:
    """The number of a date in calendars, one for feeds and mails; it stays when it is moved."""
    return f"course-session-{session.pk}@{urlsplit(settings.BASE_URL).hostname}"


def entry(session: Session, *, run: Run, title: str, url: str, description: str = "") -> Entry:
    """A date."""
    return Entry(
        uid=uid_of(session),
        title=title,
        start=session.starts_at,
        end=session.ends_at,
        place=place_of(run, session),
        description=description,
        url=url,
        changed=session.changed_at,
    )
