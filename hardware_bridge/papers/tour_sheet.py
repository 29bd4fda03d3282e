"""A tour on paper, set by Typst: tagged PDF/UA, with room for notes."""

from pathlib import Path
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from cms.core import papers
from hardware_bridge.queries.tours import Sheet, Stop
from hardware_bridge.queries.words import rounded

LAYOUT = Path(__file__).parent / "tour.typ"


def tour_pdf(sheet: Sheet, *, site: str) -> bytes:
    """The list of stops in their order."""
    return papers.pdf(LAYOUT, _data(sheet, site))


def _data(sheet: Sheet, site: str) -> dict[str, Any]:
    tour = sheet.tour
    return {
        "language": papers.language_of(get_language() or "de"),
        "site": site,
        "title": title(sheet),
        "facts": [
            [_("Stops"), str(len(sheet.stops))],
            [_("Length"), kilometres(tour.metres)],
            [_("Fixed round"), f"{tour.fixed_stops} / {kilometres(tour.fixed_metres)}"],
            [pgettext("saving", "Saved"), f"{sheet.saved_stops} / {kilometres(tour.saved_metres)}"],
            [_("Begins and ends"), tour.round.depot_name if tour.round else "–"],
        ],
        "headings": [_("No."), _("Container"), _("Level"), _("From the stop before"), _("Done")],
        "stops": [_row(stop) for stop in sheet.stops],
        "note": _("Lengths as the crow flies where the city has no road distances."),
    }


def title(sheet: Sheet) -> str:
    """What a tour is called."""
    day = date_format(sheet.tour.date, "DATE_FORMAT")
    return _("Tour %(group)s, %(day)s") % {"group": sheet.tour.group or "", "day": day}


def _row(stop: Stop) -> dict[str, str]:
    level = stop.stop.fill_percent
    return {
        "number": str(stop.stop.order),
        "name": stop.stop.device.name,
        "place": stop.stop.device.place,
        "why": stop.stop.get_listed_display(),
        "level": "–" if level is None else f"{level:.0f} %",
        "metres": kilometres(stop.stop.metres),
        "result": _result(stop),
    }


def _result(stop: Stop) -> str:
    found = stop.stop.get_result_display() if stop.stop.result else ""
    return f"{found}: {stop.stop.note}" if stop.stop.note else found


def kilometres(metres: int) -> str:
    """``850 m``, ``12,4 km``."""
    if abs(metres) < 1000:
        return f"{number_format(metres)} m"
    return f"{rounded(metres / 1000, 1)} km"
