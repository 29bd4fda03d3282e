"""How lengths, levels and hours of the park are written."""

from typing import Any

from django import template
from django.utils.formats import number_format

from hardware_bridge.papers.tour_sheet import kilometres

register = template.Library()


register.filter("kilometres", kilometres)


@register.filter
def percent(value: Any) -> str:
    """``37 %``; a dash for nothing."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return f"{number_format(value, 0)} %" if is_number else "–"


@register.filter
def kilowatt_hours(watt_hours: float | None) -> str:
    """``1,2 kWh``."""
    return "–" if watt_hours is None else f"{number_format(watt_hours / 1000, 1)} kWh"
