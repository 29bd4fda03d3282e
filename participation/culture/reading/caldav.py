"""Calendars on a CalDAV server (RFC 4791), read by plain PROPFIND and REPORT.

An address may be that of a calendar, or of a server or person with one calendar. What is asked for
is every event of a window of time, in one answer.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from participation.culture.reading.faults import Fault, FeedError
from participation.culture.reading.fetch import Ask, Fetched, fetch, normal_address
from participation.culture.reading.records import Window

DAV, CALDAV, SERVER = "DAV:", "urn:ietf:params:xml:ns:caldav", "http://calendarserver.org/ns/"
_XML = {"Content-Type": "application/xml; charset=utf-8"}
_WHAT = f"""<?xml version="1.0" encoding="utf-8"?>
<propfind xmlns="{DAV}" xmlns:c="{CALDAV}" xmlns:s="{SERVER}"><prop>
<resourcetype/><displayname/><s:getctag/><sync-token/>
<current-user-principal/><c:calendar-home-set/>
</prop></propfind>"""
_EVENTS = f"""<?xml version="1.0" encoding="utf-8"?>
<c:calendar-query xmlns="{DAV}" xmlns:c="{CALDAV}"><prop><getetag/><c:calendar-data/></prop>
<c:filter><c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT">
<c:time-range start="%s" end="%s"/></c:comp-filter></c:comp-filter></c:filter>
</c:calendar-query>"""
_BEGIN, _END = "BEGIN:VCALENDAR", "END:VCALENDAR"


@dataclass(frozen=True)
class Collection:
    """A calendar on the server; ``state`` changes with whatever is in it."""

    address: str
    name: str
    state: str


@dataclass(frozen=True)
class _Answer:
    address: str
    properties: dict[str, Element]


Get = Callable[[Ask], Fetched]


def fetch_calendar(ask: Ask, window: Window, *, internal: Iterable[str] = ()) -> Fetched:
    """All events of a calendar as one iCalendar file. Raises FeedError.

    ``ask.etag`` is the state of the last time: with the same one nothing is fetched again.
    """
    origins = tuple(internal)

    def get(question: Ask) -> Fetched:
        fetched = fetch(question, internal=origins)
        # Whoever it was that a redirect led to has not seen the password, and its answer would
        # name the address that gets it next.
        if question.user and _origin(fetched.address) != _origin(question.address):
            raise FeedError(Fault.NO_CALDAV)
        return fetched

    found = find(ask, get)
    if ask.etag and found.state == ask.etag:
        return Fetched(address=found.address, etag=found.state, unchanged=True)
    span = tuple(at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ") for at in (window.start, window.end))
    answer = get(_question(ask, found.address, "REPORT", _EVENTS % span, depth="1"))
    data = [
        each.properties[f"{{{CALDAV}}}calendar-data"].text or ""
        for each in _answers(answer)
        if f"{{{CALDAV}}}calendar-data" in each.properties
    ]
    return Fetched(
        address=found.address,
        body="\r\n".join(data).encode() or _nothing(),
        content_type="text/calendar; charset=utf-8",
        etag=found.state,
    )


def _origin(address: str) -> tuple[str, str]:
    parts = urlsplit(normal_address(address))
    return parts.scheme, parts.netloc.lower()


def find(ask: Ask, get: Get) -> Collection:
    """The calendar an address means: itself, or the first one of whose it is. Raises FeedError."""
    seen: set[str] = set()
    address = ask.address
    for _step in range(3):
        answers = _asked(ask, address, get, depth="0")
        here = _calendar(answers)
        if here:
            return here
        seen.add(address)
        below = _calendar(_asked(ask, address, get, depth="1"))
        if below:
            return below
        onward = _onward(answers)
        if not onward or onward in seen:
            break
        address = onward
    raise FeedError(Fault.NO_CALDAV)


def _asked(ask: Ask, address: str, get: Get, *, depth: str) -> list[_Answer]:
    return _answers(get(_question(ask, address, "PROPFIND", _WHAT, depth=depth)))


def _question(ask: Ask, address: str, method: str, body: str, *, depth: str) -> Ask:
    return replace(
        ask,
        address=address,
        method=method,
        body=body.encode(),
        headers={**_XML, "Depth": depth, "Accept": "application/xml, text/xml"},
        etag="",
        last_modified="",
        good=(207,),
    )


def _answers(fetched: Fetched) -> list[_Answer]:
    try:
        root = fromstring(fetched.body)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise FeedError(Fault.NO_CALDAV) from error
    found = []
    for response in root.iter(f"{{{DAV}}}response"):
        href = (response.findtext(f"{{{DAV}}}href") or "").strip()
        good: dict[str, Element] = {}
        for part in response.iter(f"{{{DAV}}}propstat"):
            if re.search(r"\b200\b", part.findtext(f"{{{DAV}}}status") or ""):
                good |= {each.tag: each for each in part.findall(f"{{{DAV}}}prop/*")}
        found.append(_Answer(urljoin(fetched.address, href), good))
    return found


def _calendar(answers: Iterable[_Answer]) -> Collection | None:
    for answer in answers:
        kind = answer.properties.get(f"{{{DAV}}}resourcetype")
        if kind is not None and kind.find(f"{{{CALDAV}}}calendar") is not None:
            text = {tag: (part.text or "").strip() for tag, part in answer.properties.items()}
            state = text.get(f"{{{SERVER}}}getctag") or text.get(f"{{{DAV}}}sync-token", "")
            return Collection(answer.address, text.get(f"{{{DAV}}}displayname", ""), state[:200])
    return None


def _onward(answers: Iterable[_Answer]) -> str:
    """Where the calendars of whoever signs in are (RFC 5397, RFC 4791 6.2.1)."""
    for answer in answers:
        for tag in (f"{{{CALDAV}}}calendar-home-set", f"{{{DAV}}}current-user-principal"):
            part = answer.properties.get(tag)
            href = part.findtext(f"{{{DAV}}}href") if part is not None else None
            if href:
                return urljoin(answer.address, href.strip())
    return ""


def _nothing() -> bytes:
    return f"{_BEGIN}\r\nVERSION:2.0\r\n{_END}\r\n".encode()
