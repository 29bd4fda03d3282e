"""Dates by a recurrence rule (RFC 5545, 3.3.10), as people plan them in one place on earth.

What repeats is the time on the wall: „Tuesdays at six“ stays at six when the clocks change. So the
rule is worked out without a time zone, and each result becomes a moment afterwards. A time that the
clocks skip in spring is taken an hour later, as people who arrive then do; of one that comes twice
in autumn the first is meant.

Only rules of a few parts with limits are taken: ``dateutil`` believes everything, and an interval
of 0 never ends.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil import rrule
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

BERLIN = ZoneInfo("Europe/Berlin")
MOST_DATES, MOST_YEARS, LONGEST_RULE = 104, 3, 200
FREQUENCIES = {"DAILY": rrule.DAILY, "WEEKLY": rrule.WEEKLY, "MONTHLY": rrule.MONTHLY}
DAYS = {
    "MO": rrule.MO, "TU": rrule.TU, "WE": rrule.WE, "TH": rrule.TH,
    "FR": rrule.FR, "SA": rrule.SA, "SU": rrule.SU,
}  # fmt: skip
PARTS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY"}
_DAY = re.compile(r"(-1|[1-5])?(MO|TU|WE|TH|FR|SA|SU)")


@dataclass(frozen=True)
class Span:
    """One date: aware moments in UTC."""

    start: datetime
    end: datetime


def moment(day: date, at: time) -> datetime:
    """The moment of a time on the wall in Berlin, in UTC; one that is skipped, an hour later."""
    # Python takes the offset before the change for a time in the gap, which is an hour later.
    return datetime.combine(day, at, BERLIN).astimezone(UTC)


def expand(
    *, rule: str, first: date, begins: time, ends: time, exceptions: Collection[date] = ()
) -> list[Span]:
    """Every date of a rule that starts on ``first``, without the exceptions; no rule is one date.

    ``ends`` before ``begins`` is after midnight. Raises ValidationError with a sentence for people.
    """
    days = [first] if not rule else list(_days(rule, first))
    left = [day for day in days if day not in set(exceptions)]
    if not left:
        raise ValidationError(_("No date is left. Please take an exception away."))
    return [_span(day, begins, ends) for day in left]


def _span(day: date, begins: time, ends: time) -> Span:
    last_day = day if ends > begins else day + timedelta(days=1)
    start, end = moment(day, begins), moment(last_day, ends)
    if end <= start:  # it ends within the hour that is skipped
        end = start + timedelta(hours=1)
    return Span(start, end)


def _days(rule: str, first: date) -> Iterator[date]:
    options = _options(rule)
    midnight = datetime.combine(first, time())
    horizon = midnight.replace(year=midnight.year + MOST_YEARS, day=min(midnight.day, 28))
    found = rrule.rrule(dtstart=midnight, cache=False, **options)
    for number, at in enumerate(found):
        if number >= MOST_DATES:
            raise ValidationError(
                _("That are more than %(most)s dates. Please set an end."),
                params={"most": MOST_DATES},
            )
        if at > horizon:
            raise ValidationError(_("The last date is more than three years after the first."))
        yield at.date()


def _options(rule: str) -> dict[str, object]:
    """What ``dateutil`` takes. A rule must end, and have nothing but what is understood here."""
    parts = _parts(rule)
    if parts.get("FREQ") not in FREQUENCIES or ("COUNT" in parts) == ("UNTIL" in parts):
        raise _unclear()
    options: dict[str, object] = {
        "freq": FREQUENCIES[parts["FREQ"]],
        "interval": _number(parts.get("INTERVAL", "1"), 12),
    }
    if "COUNT" in parts:
        options["count"] = _number(parts["COUNT"], MOST_DATES)
    else:
        options["until"] = _until(parts["UNTIL"])
    if "BYDAY" in parts:
        options["byweekday"] = [_weekday(word) for word in parts["BYDAY"].split(",")]
    return options


def _parts(rule: str) -> dict[str, str]:
    text = rule.strip().upper().removeprefix("RRULE:")
    pairs = [part.partition("=") for part in text.split(";") if part]
    parts = {name: value for name, _sign, value in pairs}
    if len(text) > LONGEST_RULE or len(parts) < len(pairs) or not parts.keys() <= PARTS:
        raise _unclear()
    return parts


def _number(text: str, most: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= most):
        raise _unclear()
    return int(text)


def _until(text: str) -> datetime:
    try:
        return datetime.combine(datetime.strptime(text[:8], "%Y%m%d"), time.max)  # noqa: DTZ007
    except ValueError as error:
        raise _unclear() from error


def _weekday(word: str) -> rrule.weekday:
    match = _DAY.fullmatch(word)
    if match is None:
        raise _unclear()
    return DAYS[match[2]](int(match[1])) if match[1] else DAYS[match[2]]


def _unclear() -> ValidationError:
    return ValidationError(_("We do not understand this rule of dates."))
