"""How far scores from 1 to 5 lie apart, on a line."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

LOW, HIGH = 1, 5
STEP, MARGIN = 28.0, 8.0
WIDTH = STEP * (HIGH - LOW) + 2 * MARGIN


@dataclass(frozen=True)
class Range:
    """Places on a line as wide as ``WIDTH``: each score's, and where their mean stands."""

    dots: tuple[float, ...]
    mean: float

    @classmethod
    def of(cls, scores: Sequence[int]) -> "Range":
        """The line for some scores; equal ones share a dot."""
        return cls(tuple(_at(score) for score in sorted(set(scores))), _at(fmean(scores)))

    @property
    def start(self) -> float:
        """Where the lowest score stands."""
        return self.dots[0]

    @property
    def width(self) -> float:
        """From the lowest score to the highest."""
        return round(self.dots[-1] - self.dots[0], 1)

    @property
    def ticks(self) -> list[float]:
        """Where the scores from 1 to 5 stand."""
        return [_at(score) for score in range(LOW, HIGH + 1)]


def _at(score: float) -> float:
    return round(MARGIN + (score - LOW) * STEP, 1)
