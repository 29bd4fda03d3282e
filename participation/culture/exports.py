"""Events as entries of calendars, as rows of tables."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cms.core.calendars import Entry
from participation.culture.models import Occurrence
from participation.culture.models.choices import EventStatus, Visibility

STATUS = {
    EventStatus.DRAFT: "TENTATIVE",
    EventStatus.PLANNED: "TENTATIVE",
    EventStatus.CONFIRMED: "CONFIRMED",
    EventStatus.CANCELLED: "CANCELLED",
}


def entries(
    times: Iterable[Occurrence], request: HttpRequest, busy: frozenset[int] = frozenset()
) -> list[Entry]:
    """Times as entries, each by itself, so that no reader has to work out repetitions.

    Of events in ``busy`` nothing is said but when, and by whom.
    """
    host = settings.BASE_URL.partition("://")[2].partition("/")[0]
    return [
        _busy(time, host) if time.event_id in busy else _entry(time, host, request)
        for time in times
    ]


def _entry(time: Occurrence, host: str, request: HttpRequest) -> Entry:
    event = time.event
    off = time.cancelled or event.gone_at is not None
    is_public = event.visibility == Visibility.PUBLIC
    return Entry(
        uid=_uid(time, host),
        title=time.title or event.title,
        start=time.start,
        end=_end(time),
        all_day=time.all_day,
        place=", ".join(filter(None, (time.place or event.place, event.address))),
        description="\n\n".join(filter(None, (event.summary, event.description))),
        url=request.build_absolute_uri(event.get_absolute_url()) if is_public else event.homepage,
        changed=event.changed_at,
        categories=(str(event.get_genre_display()), str(event.get_audience_display())),
        status="CANCELLED" if off else STATUS[EventStatus(event.status)],
        position=(event.latitude, event.longitude)
        if event.latitude is not None and event.longitude is not None
        else None,
        sequence=event.sequence,
    )


def _busy(time: Occurrence, host: str) -> Entry:
    title = _("Busy: %(institution)s") % {"institution": time.event.institution}
    return Entry(
        uid=_uid(time, host),
        title=title,
        start=time.start,
        end=_end(time),
        all_day=time.all_day,
        changed=time.event.changed_at,
        status="CANCELLED" if time.cancelled else "CONFIRMED",
    )


def _uid(time: Occurrence, host: str) -> str:
    return f"culture-{time.pk}@{host}"


def _end(time: Occurrence) -> datetime | None:
    """Of whole days the last one, as entries name it; of a point in time none."""
    if time.end == time.start:
        return None
    return time.end - timedelta(days=1) if time.all_day else time.end
