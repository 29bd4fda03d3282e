"""iCalendar (RFC 5545) files, written with the ``icalendar`` library.

The time zone block is our own, by recurrence rules: the one the library generates for
Europe/Berlin makes other readers take July as +01:00.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

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


@dataclass(frozen=True)
class Entry:
    """One event of a calendar; ``start`` and ``end`` are aware datetimes."""

    uid: str
    title: str
    start: datetime
    end: datetime
    all_day: bool = False
    place: str = ""
    description: str = ""
    url: str = ""
    changed: datetime | None = None


def calendar(entries: list[Entry], *, name: str) -> bytes:
    """The entries as one iCalendar file."""
    document = icalendar.Calendar()
    document.add("prodid", "-//Norderstedt GO!//Termine//DE")
    document.add("version", "2.0")
    document.add("name", name)
    document.add("x-wr-calname", name)
    document.add_component(icalendar.Timezone.from_ical(_VTIMEZONE))
    for entry in entries:
        document.add_component(_event(entry))
    return document.to_ical()


def response(entries: list[Entry], *, name: str, filename: str) -> HttpResponse:
    """The entries as a download."""
    answer = HttpResponse(calendar(entries, name=name), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, filename)
    return answer


def _event(entry: Entry) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", f"{entry.uid}@norderstedt-go")
    event.add("dtstamp", entry.changed or timezone.now())
    start, end = _span(entry)
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", entry.title)
    for key, value in (
        ("location", entry.place),
        ("description", entry.description),
        ("url", entry.url),
    ):
        if value:
            event.add(key, value)
    return event


def _span(entry: Entry) -> tuple[date, date]:
    """Start and end in local time; whole days end on the day after the last (RFC 5545, 3.6.1)."""
    start, end = entry.start.astimezone(BERLIN), entry.end.astimezone(BERLIN)
    if entry.all_day:
        return start.date(), end.date() + timedelta(days=1)
    return start, end
