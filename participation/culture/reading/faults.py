"""What can be wrong with a calendar or with one of its events, as codes that ``words.py`` says."""

from enum import StrEnum


class Fault(StrEnum):
    """Why a whole calendar could not be read; nothing that was read before is touched then."""

    ADDRESS = "address"
    INTERNAL = "internal"
    UNKNOWN_HOST = "unknown_host"
    UNREACHABLE = "unreachable"
    INSECURE = "insecure"
    TOO_SLOW = "too_slow"
    TOO_BIG = "too_big"
    REDIRECTS = "redirects"
    SIGN_IN = "sign_in"
    NOT_THERE = "not_there"
    STATUS = "status"
    INCOMPLETE = "incomplete"
    WEB_PAGE = "web_page"
    NO_CALENDAR = "no_calendar"
    OLD_FORMAT = "old_format"
    EMPTY = "empty"
    TOO_MANY = "too_many"
    TOO_HARD = "too_hard"
    NO_CALDAV = "no_caldav"


class Flaw(StrEnum):
    """Why one event of a calendar was left out, or not taken as it stands."""

    UNFINISHED = "unfinished"
    NO_START = "no_start"
    BAD_TIME = "bad_time"
    UNKNOWN_ZONE = "unknown_zone"
    ENDS_BEFORE_START = "ends_before_start"
    TOO_LONG = "too_long"
    RULE = "rule"
    TOO_HARD = "too_hard"
    TOO_MANY_DATES = "too_many_dates"
    DUPLICATE = "duplicate"
    FOLLOWING = "following"
    UNREADABLE = "unreadable"


class FeedError(Exception):
    """A calendar as a whole could not be read. ``detail`` is for people: a host, a number."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(f"{fault}: {detail}" if detail else str(fault))
        self.fault = fault
        self.detail = detail


class EventError(Exception):
    """One event cannot be taken. ``detail`` is the part of the file that is to blame."""

    def __init__(self, flaw: Flaw, detail: str = "") -> None:
        super().__init__(f"{flaw}: {detail}" if detail else str(flaw))
        self.flaw = flaw
        self.detail = detail[:200]
