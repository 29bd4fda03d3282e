"""What a machine may say: each measure's type and range, and the check of a value.

Pure: knows no Django. Names for people, units and what is public stand in ``models/measures.py``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

Value = bool | int | float | str


class Refused(Exception):  # noqa: N818 – a verdict about a message
    """A message that cannot be taken; ``reason`` is a key of ``DeadLetter.Reason``."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True)
class Spec:
    """A measure: ``types`` that JSON may bring, limits of a number, the words it may be."""

    types: tuple[type, ...] = (int, float)
    low: float = -1e9
    high: float = 1e9
    words: frozenset[str] = field(default_factory=frozenset)

    def accepts(self, value: Any) -> bool:
        """Whether the value is of a right type and within the limits. NaN is within none."""
        kind = type(value)
        if kind not in self.types:
            return False
        if kind is str:
            return value in self.words
        return kind is bool or self.low <= value <= self.high


def _number(low: float, high: float) -> Spec:
    return Spec(low=low, high=high)


PERCENT = _number(0, 100)
FLAG = Spec((bool,))
DOOR = Spec((str,), words=frozenset({"open", "closed", "unknown"}))

MEASURES: Mapping[str, Spec] = {
    # bins
    "fill_percent": PERCENT,
    "temperature_c": _number(-60, 125),
    "tilt": Spec((bool, int, float), -180, 180),
    # all that run on batteries or by radio
    "battery_percent": PERCENT,
    "battery_v": _number(0, 100),
    "signal_dbm": _number(-200, 50),
    "snr_db": _number(-100, 100),
    # lights
    "on": FLAG,
    "level_percent": PERCENT,
    "power_w": _number(0, 100_000),
    "motion": FLAG,
    "fault": FLAG,
    # lockers
    "door": DOOR,
    "occupied": FLAG,
    # sensors
    "humidity_percent": PERCENT,
    "pressure_hpa": _number(300, 1_200),
    "co2_ppm": _number(0, 100_000),
    "pm10_ugm3": _number(0, 10_000),
    "pm25_ugm3": _number(0, 10_000),
    "no2_ugm3": _number(0, 10_000),
    "noise_db": _number(0, 200),
    "illuminance_lx": _number(0, 300_000),
    "soil_moisture_percent": PERCENT,
    "water_level_cm": _number(-10_000, 100_000),
    "rain_mm": _number(0, 10_000),
    "wind_speed_ms": _number(0, 150),
    "count": _number(0, 1e9),
    "energy_wh": _number(0, 1e12),
}
MOST_MEASURES = len(MEASURES)


def checked(key: str, value: Any) -> Value:
    """The value of a known measure. Raises Refused for a wrong type or a value out of range."""
    spec = MEASURES[key]
    if spec.accepts(value):
        return value
    if isinstance(value, float) and not isfinite(value):
        fault = "no_number"
    elif type(value) in (int, float) and type(value) in spec.types:
        fault = "range"
    else:
        fault = "type"
    raise Refused(fault, f"{key} = {str(value)[:80]}")
