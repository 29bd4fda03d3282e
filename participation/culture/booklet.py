"""The programme of a span of days: as a booklet set by Typst, and as rows of a table."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from cms.core import papers
from participation.culture.models import Occurrence
from participation.culture.models.choices import EventStatus
from participation.culture.queries.calendar import LONG, by_day

LAYOUT = Path(__file__).resolve().parent / "layouts" / "programme.typ"


def booklet(
    times: Sequence[Occurrence], *, title: str, first: date, last: date, site: str
) -> bytes:
    """A5, tagged (PDF/UA-1), in the active language."""
    data = {
        "language": papers.language_of(get_language() or "de"),
        "title": title,
        "span": span(first, last),
        "site": site,
        "running_title": _("On for several days"),
        "running": [_running(time) for time in times if _is_long(time)],
        "days": _days([time for time in times if not _is_long(time)], first),
        "closing": _("As of %(day)s. Dates may change; the calendar on the site is up to date.")
        % {"day": date_format(timezone.localdate())},
    }
    return papers.pdf(LAYOUT, data)


def span(first: date, last: date) -> str:
    """From when to when, in words."""
    return _("%(first)s to %(last)s") % {
        "first": date_format(first),
        "last": date_format(last),
    }


def rows(times: Iterable[Occurrence]) -> list[list[str]]:
    """A row for each time, the first one says what is in the others."""
    head = [
        *(_("Date"), _("Begins"), _("Ends"), _("Title"), _("Genre"), _("Audience"), _("Place")),
        *(_("Address"), _("Admission"), _("Institution"), _("Status")),
        _("In one or two sentences"),
    ]
    return [head, *(_row(time) for time in times)]


def _row(time: Occurrence) -> list[str]:
    event, start, end = time.event, timezone.localtime(time.start), timezone.localtime(time.end)
    return [
        start.date().isoformat(),
        "" if time.all_day else f"{start:%H:%M}",
        "" if time.all_day or time.end == time.start else f"{end:%H:%M}",
        time.title or event.title,
        str(event.get_genre_display()),
        str(event.get_audience_display()),
        time.place or event.place,
        event.address,
        event.price,
        event.institution.name,
        _note(time) or str(event.get_status_display()),
        event.summary,
    ]


def _is_long(time: Occurrence) -> bool:
    return time.end - time.start >= LONG


def _running(time: Occurrence) -> dict[str, str]:
    until = _("until %(day)s") % {"day": date_format(time.last_day)}
    return {"title": time.title or time.event.title, "line": f"{until} · {_line(time)}"}


def _days(times: list[Occurrence], first: date) -> list[dict[str, Any]]:
    return [
        {"name": _day(day), "times": [_entry(time) for time in found]}
        for day, found in sorted(by_day(times).items())
        if day >= first
    ]


def _day(day: date) -> str:
    return f"{date_format(day, 'l')}, {date_format(day, 'MONTH_DAY_FORMAT')}"


def _entry(time: Occurrence) -> dict[str, str]:
    start = timezone.localtime(time.start)
    return {
        "time": _("all day") if time.all_day else time_format(start, "H:i"),
        "title": time.title or time.event.title,
        "note": _note(time),
        "line": _line(time),
    }


def _line(time: Occurrence) -> str:
    event = time.event
    return " · ".join(
        filter(None, (event.institution.name, time.place or event.place, event.price))
    )


def _note(time: Occurrence) -> str:
    if time.cancelled or time.event.status == EventStatus.CANCELLED:
        return pgettext("event", "cancelled")
    return pgettext("event", "in planning") if time.event.status == EventStatus.PLANNED else ""
