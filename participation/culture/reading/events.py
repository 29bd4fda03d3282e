"""From a file to records: which events it holds, when they are, and what is wrong with some."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from participation.culture.reading import words
from participation.culture.reading.faults import EventError, Flaw
from participation.culture.reading.limits import Budget
from participation.culture.reading.lines import Component, calendars
from participation.culture.reading.records import Found, Problem, Reading, Record, Span, Window
from participation.culture.reading.rules import MOST_DATES, shifted, starts
from participation.culture.reading.times import (
    Moment,
    after,
    instant,
    is_timed,
    key,
    moment,
    moments,
)
from participation.culture.reading.zones import HOME, Zones

LONGEST_UID = 300
MOST_SPANS = 60_000
"""Dates of a whole file."""
LONGEST = timedelta(days=3 * 366)
_GEO = re.compile(r"(-?\d{1,2}(?:\.\d+)?)[;,](-?\d{1,3}(?:\.\d+)?)")


@dataclass(frozen=True)
class _Draft:
    """An event whose first date is understood; its rules are not yet worked out."""

    record: Record
    part: Component
    zones: Zones
    start: Moment
    end: Moment
    replaces: Moment | None = None


def read(
    data: bytes, window: Window, content_type: str = "", budget: Budget | None = None
) -> Reading:
    """All events of a file. Raises FeedError where the file as a whole is none."""
    parts = calendars(data, content_type)
    found = Found()
    drafts = _unique(_drafts(parts, found), found)
    by_uid: dict[str, list[_Draft]] = defaultdict(list)
    for draft in drafts:
        by_uid[draft.record.uid].append(draft)
    _place(by_uid.values(), window, budget or Budget(), found)
    name = next((words.text(part, "X-WR-CALNAME", 120) for part in parts), "")
    return Reading(tuple(found.records), tuple(found.problems), name)


def _drafts(parts: Iterable[Component], found: Found) -> Iterator[_Draft]:
    for calendar in parts:
        zones = Zones(calendar)
        for part in calendar.parts:
            if part.name != "VEVENT":
                continue
            try:
                yield _draft(part, zones)
            except EventError as error:
                found.problems.append(_problem(part, zones, error))


def _draft(part: Component, zones: Zones) -> _Draft:
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
    return _Draft(_record(part, start, named), part, zones, start, end, named)


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
        return int(
            datetime.strptime(text.strip(), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).timestamp()
        )
    except ValueError:
        return None


def _place_of(part: Component) -> tuple[float, float] | None:
    """Longitude and latitude: by GEO, or as Apple's programs write them."""
    for name in ("GEO", "X-APPLE-STRUCTURED-LOCATION"):
        match = _GEO.fullmatch(part.value(name).strip().lower().removeprefix("geo:"))
        if match and abs(float(match[1])) <= 90 and abs(float(match[2])) <= 180:
            return float(match[2]), float(match[1])
    return None


def _problem(part: Component, zones: Zones, error: EventError, *, left_out: bool = True) -> Problem:
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


def _unique(drafts: Iterable[_Draft], found: Found) -> list[_Draft]:
    """Of several with one name the newest; the others are told of."""
    best: dict[tuple[str, str], _Draft] = {}
    for draft in drafts:
        name = (draft.record.uid, draft.record.recurrence_id)
        other = best.get(name)
        if other is None:
            best[name] = draft
            continue
        older, newer = sorted((other, draft), key=_age)
        best[name] = newer
        error = EventError(Flaw.DUPLICATE)
        found.problems.append(_problem(older.part, older.zones, error, left_out=False))
    return list(best.values())


def _age(draft: _Draft) -> tuple[int, int]:
    return draft.record.sequence, draft.record.changed or 0


def _place(groups: Iterable[list[_Draft]], window: Window, budget: Budget, found: Found) -> None:
    """Work out the dates of everything."""
    room = MOST_SPANS
    for group in groups:
        taken = [draft.replaces for draft in group if draft.replaces is not None]
        for draft in group:
            try:
                spans = _spans(draft, taken, window, budget, found)
                if len(spans) > room:
                    raise EventError(Flaw.TOO_MANY_DATES, str(MOST_SPANS))
            except EventError as error:
                found.problems.append(_problem(draft.part, draft.zones, error))
                continue
            room -= len(spans)
            found.records.append(replace(draft.record, spans=spans))


def _spans(
    draft: _Draft, taken: list[Moment], window: Window, budget: Budget, found: Found
) -> tuple[Span, ...]:
    if draft.replaces is not None:
        if draft.part.first("RECURRENCE-ID").params.get("RANGE", "").upper() == "THISANDFUTURE":  # type: ignore[union-attr]
            _note(draft, EventError(Flaw.FOLLOWING), found)
        return _within([draft.start], draft, window)
    if not {"RRULE", "RDATE"} & set(draft.part.lines):
        return _within([draft.start], draft, window)
    with budget.spend():
        left_out = _Exceptions(draft, taken)
        dates = (each for each in _series(draft, window) if not left_out.holds(each))
        spans = _within(islice(dates, 50 * MOST_DATES), draft, window)
    if len(spans) > MOST_DATES:
        _note(draft, EventError(Flaw.TOO_MANY_DATES, str(MOST_DATES)), found)
    return spans[:MOST_DATES]


def _note(draft: _Draft, error: EventError, found: Found) -> None:
    found.problems.append(_problem(draft.part, draft.zones, error, left_out=False))


def _series(draft: _Draft, window: Window) -> Iterator[Moment]:
    """All dates, each once: the first, those of rules, those named one by one."""
    seen = {instant(draft.start)}
    yield draft.start
    for line in draft.part.lines.get("RRULE", [])[:5]:
        for each in starts(line.value, draft.start, draft.zones, window.end):
            if instant(each) not in seen:
                seen.add(instant(each))
                yield each
    for line in draft.part.lines.get("RDATE", []):
        for each in moments(line, draft.zones):
            if is_timed(each) == is_timed(draft.start) and instant(each) not in seen:
                seen.add(instant(each))
                yield each


class _Exceptions:
    """Dates of a series that do not take place as the series says."""

    def __init__(self, draft: _Draft, taken: list[Moment]) -> None:
        lines = draft.part.lines.get("EXDATE", [])
        named = [each for line in lines for each in moments(line, draft.zones)] + taken
        self.instants = {instant(each) for each in named if isinstance(each, datetime)}
        # Some programs name the whole day of what has a time.
        self.days = {each for each in named if not isinstance(each, datetime)}

    def holds(self, start: Moment) -> bool:
        day = start.date() if isinstance(start, datetime) else start
        if not isinstance(start, datetime):
            return day in self.days or any(
                at.astimezone(HOME).date() == day for at in self.instants
            )
        return instant(start) in self.instants or day in self.days


def _within(dates: Iterable[Moment], draft: _Draft, window: Window) -> tuple[Span, ...]:
    found = []
    for start in dates:
        end = _end_of(start, draft)
        if instant(end) >= window.start and instant(start) < window.end:
            found.append((int(instant(start).timestamp()), int(instant(end).timestamp())))
            if len(found) > MOST_DATES:
                break
    return tuple(sorted(found))


def _end_of(start: Moment, draft: _Draft) -> Moment:
    """A duration is reckoned anew for each date, as days are longer and shorter."""
    duration = draft.part.value("DURATION")
    if (
        duration
        and not draft.part.first("DTEND")
        and isinstance(start, date)
        and (is_timed(start) == is_timed(draft.start))
    ):
        return after(start, duration)
    return shifted(start, draft.start, draft.end)
