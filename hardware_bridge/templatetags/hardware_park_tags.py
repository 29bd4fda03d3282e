"""How lengths, levels and hours of the park are written."""

from typing import Any

from django import template

from hardware_bridge.papers.tour_sheet import kilometres
from hardware_bridge.queries.words import rounded

register = template.Library()


register.filter("kilometres", kilometres)


@register.filter
def percent(value: Any) -> str:
    """``37 %``; a dash for nothing."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return f"{rounded(value, 0)} %" if is_number else "–"


@register.filter
def kilowatt_hours(watt_hours: float | None) -> str:
    """``1,2 kWh``."""
    return "–" if watt_hours is None else f"{rounded(watt_hours / 1000, 1)} kWh"
