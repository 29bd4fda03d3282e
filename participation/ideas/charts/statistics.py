"""Bars of days with the mark of what was promised."""

from collections.abc import Iterable
from dataclasses import dataclass

BAR = 640.0


@dataclass(frozen=True)
class DayBar:
    """A bar of days and where the promised day stands; None for nothing to show."""

    width: int | None
    promised: int | None


def day_bars(rows: Iterable[tuple[float | None, float | None]]) -> list[DayBar]:
    """Bars of days taken and promised on one scale; the longest fills ``BAR``."""
    rows = list(rows)
    longest = max((days for row in rows for days in row if days), default=0) or 1

    def place(days: float | None) -> int | None:
        return None if days is None else round(BAR * days / longest)

    return [DayBar(place(taken), place(promised)) for taken, promised in rows]
