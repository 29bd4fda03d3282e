"""One event of a file: its first date, its words, and what is wrong with it."""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from participation.culture.reading import words
from participation.culture.reading.faults import EventError, Flaw
from participation.culture.reading.lines import Component
from participation.culture.reading.records import Problem, Record
from participation.culture.reading.times import Moment, after, instant, is_timed, key, moment
from participation.culture.reading.zones import Zones

LONGEST_UID = 255
LONGEST = timedelta(days=3 * 366)
_GEO = re.compile(r"(-?\d{1,2}(?:\.\d+)?)[;,](-?\d{1,3}(?:\.\d+)?)")


@dataclass(frozen=True)
class Draft:
    """An event whose first date is understood; its rules are not yet worked out."""

    record: Record
    part: Component
    zones: Zones
    start: Moment
    end: Moment
    replaces: Moment | None = None

    @property
    def repeats(self) -> bool:
        """Whether it is a series or one date of one."""
        return self.replaces is not None or bool({"RRULE", "RDATE"} & set(self.part.lines))


def draft_of(part: Component, zones: Zones) -> Draft:
    """What a VEVENT says of itself. Raises EventError."""
    if part.broken:
        unfinished = part.broken == Flaw.UNFINISHED
        raise EventError(
            Flaw.UNFINISHED if unfinished else Flaw.UNREADABLE, "" if unfinished else part.broken
        )
    first = part.first("DTSTART")
    if first is None:
        raise EventError(Flaw.NO_START)
    start = moment(first, zones)
    end = _end(part, start, zones)
    if part.value("X-MICROSOFT-CDO-ALLDAYEVENT").upper() == "TRUE":
        start, end = _whole_days(start, end)
    if instant(end) - instant(start) > LONGEST:
        raise EventError(Flaw.TOO_LONG)
    replaces = part.first("RECURRENCE-ID")
    named = moment(replaces, zones) if replaces else None
    return Draft(_record(part, start, named), part, zones, start, end, named)


def _end(part: Component, start: Moment, zones: Zones) -> Moment:
    """By DTEND or DURATION; without both a day lasts a day and a time is a point (RFC 5545, 3.6.1).

    An end that equals the start says the same as none: many programs write it.
    """
    line, duration = part.first("DTEND"), part.value("DURATION")
    end = moment(line, zones) if line else after(start, duration) if duration else start
    if is_timed(end) != is_timed(start):
        raise EventError(Flaw.BAD_TIME, line.value if line else duration)
    if instant(end) < instant(start):
        raise EventError(Flaw.ENDS_BEFORE_START, line.value if line else duration)
    if not isinstance(start, datetime) and end == start:
        return start + timedelta(days=1)
    return end


def _whole_days(start: Moment, end: Moment) -> tuple[Moment, Moment]:
    """Outlook writes whole days as midnight to midnight with a mark beside it."""
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return start, end
    first = start.date()
    return first, max(end.date(), first + timedelta(days=1))


def _record(part: Component, start: Moment, replaces: Moment | None) -> Record:
    title = words.text(part, "SUMMARY", words.TITLE)
    place = _place_of(part)
    changed = part.value("LAST-MODIFIED") or part.value("DTSTAMP")
    sequence = part.value("SEQUENCE").strip()
    return Record(
        uid=_uid(part),
        recurrence_id=key(replaces) if replaces else "",
        title=title,
        all_day=not is_timed(start),
        description=words.text(part, "DESCRIPTION", words.DESCRIPTION, lines=True),
        place=words.text(part, "LOCATION", words.PLACE),
        url=words.address(part),
        longitude=place[0] if place else None,
        latitude=place[1] if place else None,
        categories=words.categories(part),
        status=_status(part),
        repeats=bool(replaces or {"RRULE", "RDATE"} & set(part.lines)),
        closed=part.value("CLASS").strip().upper() in ("PRIVATE", "CONFIDENTIAL"),
        changed=_stamp(changed),
        sequence=int(sequence) if re.fullmatch(r"\d{1,6}", sequence) else 0,
    )


def _uid(part: Component) -> str:
    """Its name; what has none gets one of its first date and its title."""
    uid = words.text(part, "UID", 10 * LONGEST_UID)
    if 0 < len(uid) <= LONGEST_UID:
        return uid
    essence = uid or f"{part.value('DTSTART')}\n{part.value('SUMMARY')}"
    return f"unnamed-{hashlib.sha256(essence.encode()).hexdigest()[:32]}"


def _status(part: Component) -> str:
    status = part.value("STATUS").strip().upper()
    return status if status in ("CONFIRMED", "TENTATIVE", "CANCELLED") else "CONFIRMED"


def _stamp(text: str) -> int | None:
    """Seconds since 1970 of a time in UTC; anything else says nothing."""
    try:
        at = datetime.strptime(text.strip(), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None
    return int(at.timestamp())


def _place_of(part: Component) -> tuple[float, float] | None:
    """Longitude and latitude: by GEO, or as Apple's programs write them."""
    for name in ("GEO", "X-APPLE-STRUCTURED-LOCATION"):
        match = _GEO.fullmatch(part.value(name).strip().lower().removeprefix("geo:"))
        if match and abs(float(match[1])) <= 90 and abs(float(match[2])) <= 180:
            return float(match[2]), float(match[1])
    return None


def problem_of(
    part: Component, zones: Zones, error: EventError, *, left_out: bool = True
) -> Problem:
    """What is told of an event that was left out or not taken as it stands."""
    replaces = part.first("RECURRENCE-ID")
    try:
        named = key(moment(replaces, zones)) if replaces else ""
    except EventError:
        named = "?"
    return Problem(
        flaw=error.flaw,
        detail=words.shortened(error.detail, 200),
        uid=_uid(part),
        recurrence_id=named,
        title=words.text(part, "SUMMARY", words.TITLE),
        left_out=left_out,
    )
