"""Quarters of a year as one running number, so that they can be compared, counted and drawn.

The number of a quarter is ``year * 4 + quarter - 1``: the quarter after 2026/4 is one higher.
"""

from datetime import date, timedelta
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

MONTHS = 3


def number(year: int | None, quarter: int | None) -> int | None:
    """The running number; None when the year or the quarter is missing."""
    if not year or not quarter:
        return None
    return year * 4 + quarter - 1


def of(day: date) -> int:
    """The quarter a day lies in."""
    return day.year * 4 + (day.month - 1) // MONTHS


def place_of(day: date) -> tuple[int, float]:
    """The quarter a day lies in, and how much of it is over on the day's morning."""
    quarter = of(day)
    first = first_day(quarter)
    return quarter, (day - first).days / (first_day(quarter + 1) - first).days


def year_and_quarter(running: int) -> tuple[int, int]:
    """Year and quarter (1 to 4) of a running number."""
    return running // 4, running % 4 + 1


def first_day(running: int) -> date:
    """The quarter's first day."""
    year, quarter = year_and_quarter(running)
    return date(year, (quarter - 1) * MONTHS + 1, 1)


def last_day(running: int) -> date:
    """The quarter's last day."""
    return first_day(running + 1) - timedelta(days=1)


def words(running: int) -> str:
    """The quarter in words, as everywhere on the site: ``2. Quartal 2026``."""
    return _words(running, get_language())


@lru_cache(maxsize=1024)
def _words(running: int, _language: str | None) -> str:
    """Kept by the active language: a roadmap says some five hundred of them."""
    year, quarter = year_and_quarter(running)
    return _("quarter %(number)s of %(year)s") % {"number": quarter, "year": year}
