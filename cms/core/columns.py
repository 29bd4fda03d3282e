"""Columns side by side: numbers in, coordinates out."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, FOOT = 960.0, 240.0, 24.0
LABELS = 4


@dataclass(frozen=True)
class Column:
    """A column of the drawing."""

    key: str
    number: int
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """Where its number is written."""
        return round(self.x + self.width / 2, 2)


@dataclass(frozen=True)
class Columns:
    """Columns side by side in slots, with lines across at whole numbers."""

    columns: list[Column]
    lines: list[tuple[int, int]]
    slots: list[float]

    @classmethod
    def of(cls, rows: Sequence[Sequence[int]], keys: Sequence[str]) -> "Columns":
        """A slot for each row, in it a column for each of its numbers."""
        top = nice_top(max((number for row in rows for number in row), default=0))
        slot = WIDTH / max(len(rows), 1)
        width = slot * 0.8 / max(len(keys), 1)
        room = HEIGHT - FOOT
        columns = [
            Column(
                key=key,
                number=row[number],
                x=round(place * slot + slot * 0.1 + width * number, 2),
                y=round(room - room * row[number] / top, 2),
                width=round(width, 2),
                height=round(room * row[number] / top, 2),
            )
            for place, row in enumerate(rows)
            for number, key in enumerate(keys)
        ]
        lines = [(step, round(room - room * step / top)) for step in _steps(top)]
        return cls(columns, lines, [round((n + 0.5) * slot, 2) for n in range(len(rows))])


def nice_top(highest: int) -> int:
    """The end of a scale: not below the highest number, and cut into four whole steps."""
    step = 1
    while step * LABELS < highest:
        step = step * 2 if str(step)[0] != "2" else step // 2 * 5
    return step * LABELS


def _steps(top: int) -> list[int]:
    return [top // LABELS * n for n in range(LABELS + 1)]
