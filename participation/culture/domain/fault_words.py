"""What is wrong with a calendar or one of its events, in a sentence for who can mend it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.culture.reading.faults import FeedError
from participation.culture.reading.records import Problem

FAULTS = {
    "address": gettext_lazy("This is not an address of a calendar: it begins with https://."),
    "internal": gettext_lazy("%(detail)s is not a public address, so we do not ask there."),
    "unknown_host": gettext_lazy("There is no server with the name %(detail)s."),
    "unreachable": gettext_lazy("The server %(detail)s does not answer."),
    "insecure": gettext_lazy("The certificate of %(detail)s is not valid."),
    "too_slow": gettext_lazy("The calendar did not arrive within ten seconds."),
    "too_big": gettext_lazy("The calendar is larger than five megabytes."),
    "redirects": gettext_lazy("The address leads from one address to the next without end."),
    "sign_in": gettext_lazy("The server wants a sign-in, or does not accept this one."),
    "not_there": gettext_lazy("There is nothing at this address any more."),
    "status": gettext_lazy("The server answered with an error (%(detail)s)."),
    "incomplete": gettext_lazy("The calendar arrived cut off, so nothing of it was used."),
    "web_page": gettext_lazy(
        "The address shows a web page and no calendar. Look for “iCal” or “subscribe” there."
    ),
    "no_calendar": gettext_lazy("What arrived is no calendar in the format iCalendar."),
    "old_format": gettext_lazy("The calendar has the old format vCalendar 1.0; iCalendar is 2.0."),
    "empty": gettext_lazy("The calendar arrived empty."),
    "too_many": gettext_lazy("The calendar holds more than %(detail)s entries."),
    "too_hard": gettext_lazy("The calendar could not be worked out in time."),
    "no_caldav": gettext_lazy("No calendar was found on this CalDAV server."),
}
FAULTS_OF_FILES = {
    "web_page": gettext_lazy(
        "The file is a web page and no calendar. Calendar programs save one by “export”, as .ics."
    ),
}
FLAWS = {
    "unfinished": gettext_lazy("The event is cut off: its end is missing."),
    "no_start": gettext_lazy("The event has no beginning (DTSTART)."),
    "bad_time": gettext_lazy("“%(detail)s” is not a date or time."),
    "unknown_zone": gettext_lazy("The time zone “%(detail)s” is unknown."),
    "ends_before_start": gettext_lazy("The event ends before it begins."),
    "too_long": gettext_lazy("The event lasts longer than three years."),
    "rule": gettext_lazy("The repetition “%(detail)s” is not allowed."),
    "too_hard": gettext_lazy("The repetition could not be worked out in time."),
    "too_many_dates": gettext_lazy("There are more than %(detail)s dates; the first were taken."),
    "duplicate": gettext_lazy("The event is there twice; the newer one was taken."),
    "following": gettext_lazy("A change “from this date on” was taken for this date alone."),
    "unreadable": gettext_lazy("The line “%(detail)s” cannot be read."),
}


def sentence(error: FeedError) -> str:
    """About a whole calendar, in the active language."""
    return str(FAULTS[error.fault]) % {"detail": error.detail}


def sentence_of_file(error: FeedError) -> str:
    """About a file that was sent, in the active language."""
    words = str(FAULTS_OF_FILES.get(error.fault, FAULTS[error.fault]))
    return words % {"detail": error.detail}


def reason(problem: Problem) -> str:
    """About one event, in the active language."""
    words = str(FLAWS[problem.flaw]) % {"detail": problem.detail}
    return words if problem.left_out else _("%(reason)s (The event is there.)") % {"reason": words}
