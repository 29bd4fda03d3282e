"""iCalendar (RFC 5545) files, written with the ``icalendar`` library.

The time zone block is our own, by recurrence rules: the one the library generates for
Europe/Berlin makes other readers take July as +01:00.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language

from cms.core.models import SiteSettings

BERLIN = ZoneInfo("Europe/Berlin")

_VTIMEZONE = """BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
""".replace("\n", "\r\n")


REFRESH = timedelta(hours=6)
"""How often programs that subscribe to a calendar may ask for it again."""
LIMIT = 500
"""A calendar holds so many entries at most; those nearest to today are kept."""
PAST = timedelta(days=366)
"""What is over longer than this is in no calendar that one subscribes to."""


@dataclass(frozen=True)
class Entry:
    """One event of a calendar; ``start`` and ``end`` are aware datetimes, an open end is None."""

    uid: str
    title: str
    start: datetime
    end: datetime | None
    all_day: bool = False
    place: str = ""
    description: str = ""
    url: str = ""
    changed: datetime | None = None
    categories: tuple[str, ...] = ()
    status: str = ""
    """``CONFIRMED``, ``TENTATIVE`` or ``CANCELLED``."""
    position: tuple[float, float] | None = None
    """Latitude and longitude."""
    image: str = ""
    sequence: int = 0
    organizer: tuple[str, str] = ("", "")
    """Name and e-mail address; what is sent by mail has one (RFC 5546, 3.2)."""


def calendar(
    entries: Iterable[Entry],
    *,
    name: str,
    product: str,
    subscribed: bool = False,
    most: int = LIMIT,
    source: str = "",
    method: str = "",
) -> bytes:
    """The entries as one iCalendar file; ``product`` says whose it is (RFC 5545, 3.7.3).

    One to subscribe to says how often it is worth asking: RFC 7986, 5.7, and the older
    X-PUBLISHED-TTL, which Outlook reads; and where it comes from (RFC 7986, 5.8). ``method`` is
    what a mailed one is for: ``PUBLISH`` or ``CANCEL`` (RFC 5546, 1.4).
    """
    document = icalendar.Calendar()
    document.add("prodid", product)
    document.add("version", "2.0")
    if method:
        document.add("method", method)
    document.add("name", name)
    document.add("x-wr-calname", name)
    if subscribed:
        document.add("refresh-interval", icalendar.vDuration(REFRESH, params={"VALUE": "DURATION"}))
        document.add("x-published-ttl", icalendar.vDuration(REFRESH))
    document.add_component(icalendar.Timezone.from_ical(_VTIMEZONE))
    if source:
        document.add("source", icalendar.vUri(source, params={"VALUE": "URI"}))
    for entry in nearest(entries, most):
        document.add_component(_event(entry))
    return document.to_ical()


def nearest(entries: Iterable[Entry], most: int = LIMIT) -> list[Entry]:
    """The entries nearest to today, at most so many, in their order."""
    now = timezone.now()
    kept = sorted(entries, key=lambda entry: abs(entry.start - now))[:most]
    return sorted(kept, key=lambda entry: entry.start)


def response(
    request: HttpRequest,
    entries: Iterable[Entry],
    *,
    name: str,
    filename: str,
    subscribed: bool = False,
    most: int = LIMIT,
) -> HttpResponse:
    """The entries as a file that a calendar program opens at once, without a detour to a folder."""
    site = SiteSettings.for_request(request)
    product = f"-//{site.operator or site.site_name}//{site.site_name}//{get_language()}"
    source = request.build_absolute_uri() if subscribed else ""
    data = calendar(
        entries, name=name, product=product, subscribed=subscribed, most=most, source=source
    )
    answer = HttpResponse(data, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(False, filename) or "inline"
    return answer


def _event(entry: Entry) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.changed or timezone.now())
    start, end = _span(entry)
    event.add("dtstart", start)
    for key, value in (
        ("dtend", end),
        ("summary", entry.title),
        ("location", entry.place),
        ("description", entry.description),
        ("url", entry.url),
        ("categories", list(entry.categories)),
        ("status", entry.status),
        ("geo", entry.position),
        ("sequence", entry.sequence),
    ):
        if value:
            event.add(key, value)
    name, address = entry.organizer
    if address:
        organizer = icalendar.vCalAddress(f"mailto:{address}", params={"CN": name})
        event.add("organizer", organizer)
    if entry.image:
        # RFC 7986, 5.10
        event.add("image", icalendar.vUri(entry.image, params={"VALUE": "URI", "DISPLAY": "BADGE"}))
    return event


def _span(entry: Entry) -> tuple[date, date | None]:
    """Start and end in local time; whole days end on the day after the last (RFC 5545, 3.6.1)."""
    start = entry.start.astimezone(BERLIN)
    end = (entry.end or entry.start).astimezone(BERLIN)
    if entry.all_day:
        return start.date(), end.date() + timedelta(days=1)
    if _is_twice(start) or _is_twice(end):
        start, end = start.astimezone(UTC), end.astimezone(UTC)
    return start, end if entry.end else None


def _is_twice(local: datetime) -> bool:
    """Whether clocks show this time twice that night; readers disagree on which is meant."""
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
