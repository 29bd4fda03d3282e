"""Public and school holidays of Schleswig-Holstein, from the package ``holidays``.

School holidays are known as far as the Kultusministerkonferenz has set them, at present until 2029.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from holidays import country_holidays

COUNTRY, LAND = "DE", "SH"
LANGUAGES = {"en": "en_US"}


@dataclass(frozen=True)
class DayOff:
    """What a day is: the names of its holidays, empty for ordinary days."""

    public: str = ""
    school: str = ""


def day_off(day: date, language: str = "de") -> DayOff:
    """The holidays of a day, in German or English."""
    code = LANGUAGES.get(language[:2], "de")
    public, school = (_of_year(day.year, kind, code) for kind in ("public", "school"))
    return DayOff(public.get(day, ""), school.get(day, ""))


@lru_cache(maxsize=64)
def _of_year(year: int, kind: str, language: str) -> dict[date, str]:
    found = country_holidays(
        COUNTRY, subdiv=LAND, years=year, categories=(kind,), language=language
    )
    return {day: name for day, name in found.items() if day.year == year}
