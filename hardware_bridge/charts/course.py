"""The course of a measure over time: a line of means in a band from lowest to highest."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor, log10

WIDTH, HEIGHT = 1000.0, 300.0
STEPS = (1, 2, 2.5, 5, 10)
MOST_INTERVALS = 5
GAP = 1.5
"""Steps without a value after which the line is broken."""


@dataclass(frozen=True)
class Point:
    """Values of a span of time, drawn at ``at``, in seconds."""

    at: float
    low: float
    mean: float
    high: float


@dataclass(frozen=True)
class Course:
    """Paths as SVG writes them, in a frame of ``WIDTH`` and ``HEIGHT``; ``ticks`` from the bottom.

    The ticks lie at equal distances, the first at the bottom and the last at the top.
    """

    line: str
    band: str
    grid: str
    ticks: list[float]


def course(
    points: Sequence[Point],
    *,
    start: float,
    end: float,
    step: float,
    limits: tuple[float, float] | None = None,
) -> Course:
    """The drawing of points between two times; ``step`` is the time that each stands for.

    ``limits`` are lowest and highest value of the axis, for measures that have them.
    """
    low, high = limits or (
        min((point.low for point in points), default=0),
        max((point.high for point in points), default=1),
    )
    ticks = axis(low, high)
    frame = _Frame(start, end, ticks[0], ticks[-1])
    pieces = [_wide(piece, step) for piece in _pieces(points, step * GAP)]
    return Course(
        line=" ".join(frame.line([(p.at, p.mean) for p in piece]) for piece in pieces),
        band=" ".join(frame.area(piece) for piece in pieces),
        grid=" ".join(f"M0 {frame.y(tick):g}H{WIDTH:g}" for tick in ticks),
        ticks=ticks,
    )


def axis(low: float, high: float) -> list[float]:
    """Round numbers at equal distances around the values, at most six."""
    if high - low < 1e-9:
        low, high = low - 0.5, high + 0.5
    rough = (high - low) / MOST_INTERVALS
    power = 10.0 ** floor(log10(rough))
    for factor in (*STEPS, 20):
        step = factor * power
        first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
        if last - first <= MOST_INTERVALS:
            break
    return [round(number * step, 10) for number in range(first, last + 1)]


def _pieces(points: Sequence[Point], gap: float) -> Iterator[list[Point]]:
    """The points between gaps."""
    piece: list[Point] = []
    for point in points:
        if piece and point.at - piece[-1].at > gap:
            yield piece
            piece = []
        piece.append(point)
    if piece:
        yield piece


def _wide(piece: list[Point], step: float) -> list[Point]:
    """A value that stands alone is drawn over the time that it stands for; a dot is not seen."""
    if len(piece) > 1:
        return piece
    (alone,) = piece
    return [replace(alone, at=alone.at - step / 2), replace(alone, at=alone.at + step / 2)]


@dataclass(frozen=True)
class _Frame:
    """How time and value become coordinates."""

    start: float
    end: float
    low: float
    high: float

    def x(self, at: float) -> float:
        share = (at - self.start) / (self.end - self.start)
        return round(WIDTH * min(max(share, 0), 1), 1)

    def y(self, value: float) -> float:
        return round(HEIGHT * (1 - (value - self.low) / (self.high - self.low)), 1)

    def line(self, places: Sequence[tuple[float, float]]) -> str:
        """From place to place."""
        drawn = [f"{self.x(at):g} {self.y(value):g}" for at, value in places]
        return f"M{'L'.join(drawn)}"

    def area(self, piece: Sequence[Point]) -> str:
        """From the highest values back along the lowest."""
        there = [f"{self.x(point.at):g} {self.y(point.high):g}" for point in piece]
        back = [f"{self.x(point.at):g} {self.y(point.low):g}" for point in reversed(piece)]
        return f"M{'L'.join(there + back)}Z"
