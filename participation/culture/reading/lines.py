"""From bytes to components: decoding, content lines, and what begins and ends where.

The lines are taken apart by ``icalendar``; the tree is our own, since a line that cannot be read
must cost its event and not the file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from icalendar.parser import Contentline, Contentlines

from participation.culture.reading.faults import Fault, FeedError, Flaw

MOST_EVENTS = 20_000
MOST_LINES = 400_000
NAMES = frozenset(
    {
        *("BEGIN", "END", "VERSION", "UID", "SUMMARY", "DESCRIPTION", "LOCATION", "URL", "GEO"),
        *("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"),
        *("CATEGORIES", "CLASS", "STATUS", "SEQUENCE", "LAST-MODIFIED", "DTSTAMP"),
        *("TZID", "TZOFFSETTO", "X-LIC-LOCATION", "X-WR-TIMEZONE", "X-WR-CALNAME"),
        *("X-MICROSOFT-CDO-ALLDAYEVENT", "X-APPLE-STRUCTURED-LOCATION"),
    }
)
"""What is looked at; anything else is skipped unread."""
_NAME = re.compile(r"[A-Za-z0-9-]+")
_HTML = re.compile(rb"<\s*(!doctype|html|head|body|\?xml)", re.IGNORECASE)
_CHARSET = re.compile(r"charset=\"?([\w-]+)", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """One property: its value as it is written, and its parameters."""

    value: str
    params: dict[str, str] = field(default_factory=dict)


@dataclass
class Component:
    """A part of a calendar between BEGIN and END."""

    name: str
    lines: dict[str, list[Line]] = field(default_factory=dict)
    parts: list["Component"] = field(default_factory=list)
    broken: str = ""
    """The first line that could not be read."""
    closed: bool = False

    def first(self, name: str) -> Line | None:
        """The first property of that name."""
        lines = self.lines.get(name)
        return lines[0] if lines else None

    def value(self, name: str) -> str:
        """The first value of that name as it is written, or nothing."""
        line = self.first(name)
        return line.value if line else ""


def calendars(data: bytes, content_type: str = "") -> list[Component]:
    """All calendars of a file. Raises FeedError: no calendar, cut off, too large."""
    text = decoded(data, content_type)
    if not text.strip():
        raise FeedError(Fault.EMPTY)
    if not text.lstrip("\ufeff \t\r\n").upper().startswith("BEGIN:VCALENDAR"):
        raise FeedError(Fault.WEB_PAGE if _HTML.search(data[:2000]) else Fault.NO_CALENDAR)
    root = _tree(text)
    if not all(part.closed for part in root.parts):
        raise FeedError(Fault.INCOMPLETE)
    found = [part for part in root.parts if part.name == "VCALENDAR"]
    if any(part.value("VERSION").strip() == "1.0" for part in found):
        raise FeedError(Fault.OLD_FORMAT)
    if sum(len(part.parts) for part in found) > MOST_EVENTS:
        raise FeedError(Fault.TOO_MANY, str(MOST_EVENTS))
    return found


def decoded(data: bytes, content_type: str = "") -> str:
    """The text: UTF-8 as RFC 5545 wants it, else what it is said to be, else Windows' Latin-1."""
    named = _CHARSET.search(content_type)
    tried = ["utf-8-sig", named.group(1) if named else "cp1252", "cp1252"]
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        tried.insert(0, "utf-16")
    for coding in tried:
        try:
            return data.decode(coding)
        except (UnicodeError, LookupError):
            continue
    return data.decode("latin-1")


def _tree(text: str) -> Component:
    root = Component("")
    stack = [root]
    lines = Contentlines.from_ical(text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(lines) > MOST_LINES:
        raise FeedError(Fault.TOO_MANY, str(MOST_LINES))
    for name, raw in _known(lines):
        if name == "BEGIN":
            _begin(stack, raw.partition(":")[2].strip().upper())
        elif name == "END":
            _end(stack, raw.partition(":")[2].strip().upper())
        else:
            _property(stack[-1], name, raw)
    return root


def _known(lines: list[Contentline]) -> Iterator[tuple[str, str]]:
    for raw in lines:
        match = _NAME.match(raw)
        name = match.group(0).upper() if match else ""
        if name in NAMES:
            yield name, raw


def _begin(stack: list[Component], name: str) -> None:
    # An event within an event: the END of the first is missing.
    if name == "VEVENT" and any(part.name == "VEVENT" for part in stack):
        while stack[-1].name != "VEVENT":
            stack.pop()
        stack[-1].broken, stack[-1].closed = Flaw.UNFINISHED, True
        stack.pop()
    part = Component(name)
    stack[-1].parts.append(part)
    stack.append(part)


def _end(stack: list[Component], name: str) -> None:
    if all(part.name != name for part in stack):
        return
    while stack[-1].name != name:
        stack[-1].broken, stack[-1].closed = Flaw.UNFINISHED, True
        stack.pop()
    stack.pop().closed = True


def _property(part: Component, name: str, raw: str) -> None:
    try:
        _name, params, value = Contentline(raw).raw_parts()
    except ValueError:
        part.broken = part.broken or raw[:100]
        return
    flat = {key.upper(): item if isinstance(item, str) else item[0] for key, item in params.items()}
    part.lines.setdefault(name, []).append(Line(value, flat))
