"""Which time zone a TZID means: never guessed, never silently none.

Calendars name zones by the IANA's name, by Windows' (Outlook, Exchange), by a path in front of the
IANA's (Evolution, Thunderbird), or by one of their own with the rules beside it.
"""

import re
from collections.abc import Iterable
from datetime import UTC, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from participation.culture.reading.faults import EventError, Flaw
from participation.culture.reading.lines import Component

HOME = ZoneInfo("Europe/Berlin")
"""Times without a zone mean the reader's own (RFC 5545, 3.3.5): here, the city's."""
_OFFSET = re.compile(r"([+-])(\d{2})(\d{2})(\d{2})?")
_BERLIN_LIKE = frozenset({timedelta(hours=1), timedelta(hours=2)})
_SHOWN_BY_OUTLOOK = {
    "amsterdam, berlin": "Europe/Berlin",
    "mitteleuropäische": "Europe/Berlin",
    "greenwich mean time": "Europe/London",
}


class Zones:
    """The zones that one calendar defines and the one it says its times are in."""

    def __init__(self, calendar: Component) -> None:
        self._own = {
            part.value("TZID"): part for part in calendar.parts if part.name == "VTIMEZONE"
        }
        self.floating: tzinfo = named(calendar.value("X-WR-TIMEZONE").strip()) or HOME
        self._known: dict[str, tzinfo] = {}

    def of(self, tzid: str) -> tzinfo:
        """The zone. Raises EventError."""
        if tzid not in self._known:
            zone = named(tzid) or self._defined(tzid)
            if zone is None:
                raise EventError(Flaw.UNKNOWN_ZONE, tzid)
            self._known[tzid] = zone
        return self._known[tzid]

    def _defined(self, tzid: str) -> tzinfo | None:
        """By what the file says of the zone itself: a name beside it, or its offsets."""
        own = self._own.get(tzid)
        if own is None:
            return None
        return named(own.value("X-LIC-LOCATION").strip()) or _by_offsets(own.parts)


@lru_cache(maxsize=500)
def named(tzid: str) -> tzinfo | None:
    """The zone of a name, if it is a known one."""
    tzid = tzid.strip().strip('"')
    if tzid.upper() in ("UTC", "GMT", "ETC/UTC", "Z"):
        return UTC
    if tzid in WINDOWS_TO_OLSON:
        return ZoneInfo(WINDOWS_TO_OLSON[tzid])
    parts = tzid.split("/")
    # /freeassociation.sourceforge.net/Europe/Berlin, /mozilla.org/20070129_1/Europe/Berlin
    for start in range(len(parts)):
        name = "/".join(parts[start:])
        if "/" in name and name in _all():
            return ZoneInfo(name)
    lowered = tzid.lower()
    for words, name in _SHOWN_BY_OUTLOOK.items():
        if words in lowered:
            return ZoneInfo(name)
    return None


@lru_cache(maxsize=1)
def _all() -> frozenset[str]:
    return frozenset(available_timezones())


def _by_offsets(parts: Iterable[Component]) -> tzinfo | None:
    """One offset is a zone without summer time; +01:00 and +02:00 are Central Europe's."""
    offsets = {_offset(part.value("TZOFFSETTO")) for part in parts}
    if None in offsets or not offsets:
        return None
    if len(offsets) == 1:
        (only,) = offsets
        return timezone(only) if only is not None else None
    return HOME if offsets == _BERLIN_LIKE else None


def _offset(text: str) -> timedelta | None:
    match = _OFFSET.fullmatch(text.strip())
    if not match or int(match.group(2)) > 14 or int(match.group(3)) > 59:
        return None
    size = timedelta(hours=int(match.group(2)), minutes=int(match.group(3)))
    return -size if match.group(1) == "-" else size
