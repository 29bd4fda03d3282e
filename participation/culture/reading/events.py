"""From a file to records: which events it holds, when they are, and what is wrong with some."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import islice

from participation.culture.reading import words
from participation.culture.reading.drafts import Draft, draft_of, problem_of
from participation.culture.reading.faults import EventError, Flaw
from participation.culture.reading.limits import Budget
from participation.culture.reading.lines import Component, calendars
from participation.culture.reading.records import Found, Reading, Span, Window
from participation.culture.reading.rules import MOST_DATES, shifted, starts
from participation.culture.reading.times import Moment, after, instant, is_timed, key, moments
from participation.culture.reading.zones import HOME, Zones

MOST_SPANS = 60_000
"""Dates of a whole file."""


def read(
    data: bytes, window: Window, content_type: str = "", budget: Budget | None = None
) -> Reading:
    """All events of a file. Raises FeedError where the file as a whole is none."""
    parts = calendars(data, content_type)
    found = Found()
    drafts = _unique(_drafts(parts, found), found)
    by_uid: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        by_uid[draft.record.uid].append(draft)
    _place(by_uid.values(), window, budget or Budget(), found)
    name = next((words.text(part, "X-WR-CALNAME", 120) for part in parts), "")
    return Reading(tuple(found.records), tuple(found.problems), name)


def _drafts(parts: Iterable[Component], found: Found) -> Iterator[Draft]:
    for calendar in parts:
        zones = Zones(calendar)
        for part in calendar.parts:
            if part.name != "VEVENT":
                continue
            try:
                yield draft_of(part, zones)
            except EventError as error:
                found.problems.append(problem_of(part, zones, error))


def _unique(drafts: Iterable[Draft], found: Found) -> list[Draft]:
    """Of several with one name the newest; the others are told of."""
    best: dict[tuple[str, str], Draft] = {}
    for draft in drafts:
        name = (draft.record.uid, draft.record.recurrence_id)
        other = best.get(name)
        if other is None:
            best[name] = draft
            continue
        older, newer = sorted((other, draft), key=_age)
        best[name] = newer
        error = EventError(Flaw.DUPLICATE)
        found.problems.append(problem_of(older.part, older.zones, error, left_out=False))
    return list(best.values())


def _age(draft: Draft) -> tuple[int, int]:
    return draft.record.sequence, draft.record.changed or 0


def _place(groups: Iterable[list[Draft]], window: Window, budget: Budget, found: Found) -> None:
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
                found.problems.append(problem_of(draft.part, draft.zones, error))
                continue
            room -= len(spans)
            found.records.append(replace(draft.record, spans=spans))


def _spans(
    draft: Draft, taken: list[Moment], window: Window, budget: Budget, found: Found
) -> tuple[Span, ...]:
    replaces = draft.part.first("RECURRENCE-ID")
    if replaces and replaces.params.get("RANGE", "").upper() == "THISANDFUTURE":
        _note(draft, EventError(Flaw.FOLLOWING), found)
    if replaces or not draft.repeats:
        return _within([draft.start], draft, window)
    with budget.spend():
        left_out = _Exceptions(draft, taken)
        dates = (each for each in _series(draft, window) if not left_out.holds(each))
        spans = _within(islice(dates, 50 * MOST_DATES), draft, window)
    if len(spans) > MOST_DATES:
        _note(draft, EventError(Flaw.TOO_MANY_DATES, str(MOST_DATES)), found)
    return spans[:MOST_DATES]


def _note(draft: Draft, error: EventError, found: Found) -> None:
    found.problems.append(problem_of(draft.part, draft.zones, error, left_out=False))


def _series(draft: Draft, window: Window) -> Iterator[Moment]:
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

    def __init__(self, draft: Draft, taken: list[Moment]) -> None:
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


def _within(dates: Iterable[Moment], draft: Draft, window: Window) -> tuple[Span, ...]:
    found = []
    for start in dates:
        end = _end_of(start, draft)
        if instant(end) >= window.start and instant(start) < window.end:
            name = key(draft.replaces or start) if draft.repeats else ""
            found.append((int(instant(start).timestamp()), int(instant(end).timestamp()), name))
            if len(found) > MOST_DATES:
                break
    return tuple(sorted(found))


def _end_of(start: Moment, draft: Draft) -> Moment:
    """A duration is reckoned anew for each date, as days are longer and shorter."""
    duration = draft.part.value("DURATION")
    if duration and not draft.part.first("DTEND"):
        return after(start, duration)
    return shifted(start, draft.start, draft.end)
