"""A matrix of evaluated things: vision achievement upwards, complexity to the right.

What is drawn may be a project, an idea or anything else with four vision scores and a complexity,
all from 1 to 5. Marks are numbered and never overlap: each stands where its scores put it, or, when
somebody with a lower number stands there, at the nearest free place.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import ceil, cos, dist, inf, nan, pi, sin
from typing import Any

SIDE = 600.0
MARK = 52.0
LOW, HIGH = 1.0, 5.0
NEAR = 0.01
Spot = tuple[float, float]


@dataclass(frozen=True)
class MatrixItem:
    """An evaluated thing; ``blocks`` are its scores and reasons, for the table below."""

    number: int
    title: str
    url: str
    kind: str
    vision: tuple[float, float, float, float]
    complexity: float
    blocks: Sequence[Any] = field(default=(), compare=False)
    stage: str = ""
    stage_label: str = ""
    key: int = 0
    """What its app calls it, to find it again after ranking."""


@dataclass(frozen=True)
class Ranked:
    """An item with its place in the reader's order and its weighted vision achievement."""

    rank: int
    item: MatrixItem
    achievement: float


@dataclass(frozen=True)
class Mark:
    """A numbered mark of the drawing; ``size`` is its diameter."""

    item: MatrixItem
    x: float
    y: float
    size: float

    @property
    def radius(self) -> float:
        """Half its size, with a little air around it."""
        return round(self.size / 2 - 1.5, 1)

    @property
    def reach(self) -> float:
        """Half its size as a whole: how far a finger may miss the shape without meeting another."""
        return round(self.size / 2, 1)

    @property
    def baseline(self) -> float:
        """Where its number is written."""
        return round(self.y + self.size * 0.14, 1)

    @property
    def house(self) -> str:
        """A house with a pointed roof, as an SVG path: the shape of a lighthouse project."""
        r = self.radius * 0.92
        left, right = self.x - r * 0.9, self.x + r * 0.9
        top, eaves, bottom = self.y - r, self.y - r * 0.3, self.y + r * 0.85
        return (
            f"M{self.x:.1f} {top:.1f}L{right:.1f} {eaves:.1f}V{bottom:.1f}H{left:.1f}V{eaves:.1f}Z"
        )


def weighted(scores: Sequence[float], weights: Sequence[float]) -> float:
    """Mean of the scores by weight; all weights zero count as all the same."""
    total = sum(weights)
    if not total:
        return sum(scores) / len(scores)
    return sum(score * weight for score, weight in zip(scores, weights, strict=True)) / total


def rank(items: Iterable[MatrixItem], weights: Sequence[float]) -> list[Ranked]:
    """The items by vision achievement, highest first; of equals the simpler one, then the number.

    Equals share a rank, as in sports: 1, 2, 2, 4.
    """
    rated = [(round(weighted(item.vision, weights), 6), item) for item in items]
    rated.sort(key=lambda pair: (-pair[0], pair[1].complexity, pair[1].number))
    found: list[Ranked] = []
    for place, (achievement, item) in enumerate(rated, start=1):
        tied = found and found[-1].achievement == achievement
        found.append(Ranked(found[-1].rank if tied else place, item, achievement))
    return found


def place(ranked: Iterable[Ranked]) -> list[Mark]:
    """Marks for all items, by their numbers; the same items give the same places every time."""
    ordered = sorted(ranked, key=lambda entry: entry.item.number)
    size = mark_size(len(ordered))
    places = _places(tuple(_wanted(entry, size) for entry in ordered), size)
    return [
        Mark(item=entry.item, x=x, y=y, size=size)
        for entry, (x, y) in zip(ordered, places, strict=True)
    ]


def mark_size(count: int) -> float:
    """The largest size, up to ``MARK``, at which a free place can always be found.

    A mark touches four points at most of a lattice as wide as itself. So a lattice of more than
    four points a mark has one that is free, wherever the marks before stand.
    """
    rows = 2 * ceil(count**0.5) + 1
    return min(MARK, SIDE / rows)


def position(score: float, size: float = MARK) -> float:
    """Where a score stands on an axis, so that marks at both ends stay inside the frame."""
    share = (min(max(score, LOW), HIGH) - LOW) / (HIGH - LOW)
    return size / 2 + share * (SIDE - size)


def ticks() -> list[tuple[int, float, float]]:
    """Scores from 1 to 5 with their places to the right and upwards."""
    return [
        (score, position(score), SIDE - position(score)) for score in range(int(LOW), int(HIGH) + 1)
    ]


def _wanted(entry: Ranked, size: float) -> Spot:
    return position(entry.item.complexity, size), SIDE - position(entry.achievement, size)


@lru_cache(maxsize=64)
def _places(wanted: tuple[Spot, ...], size: float) -> tuple[Spot, ...]:
    """A place for each wanted one, in this order. Kept, as readers share weights."""
    board = _Board(size)
    return tuple(board.take(spot) for spot in wanted)


class _Board:
    """The marks so far, by the squares of one mark's width that they stand in."""

    def __init__(self, size: float) -> None:
        self.size = size
        self.squares: dict[tuple[int, int], list[Spot]] = defaultdict(list)
        steps = range(int(SIDE / size + 1e-9))
        self.lattice = [(size * (x + 0.5), size * (y + 0.5)) for y in steps for x in steps]

    def take(self, wanted: Spot) -> Spot:
        """The nearest free place, now taken: the wanted one, one around it, one of the lattice."""
        spot = next(filter(self.is_free, self._around(wanted)), None)
        if spot is None:
            spot = min(self.lattice, key=lambda place: (dist(place, wanted), place))
        self.lattice = [place for place in self.lattice if dist(place, spot) >= self.size - NEAR]
        self.squares[self._square(spot)].append(spot)
        return spot

    def is_free(self, spot: Spot) -> bool:
        """Whether a mark at the place would touch no other."""
        column, row = self._square(spot)
        return all(
            dist(spot, other) >= self.size - NEAR
            for x in (column - 1, column, column + 1)
            for y in (row - 1, row, row + 1)
            for other in self.squares.get((x, y), ())
        )

    def _square(self, spot: Spot) -> tuple[int, int]:
        return int(spot[0] / self.size), int(spot[1] / self.size)

    def _around(self, centre: Spot) -> Iterable[Spot]:
        """The place itself, then rings around it within the frame, two marks far at most."""
        yield centre
        low, high = self.size / 2, SIDE - self.size / 2
        for ring in range(1, 5):
            for turn in range(12):
                angle = 2 * pi * turn / 12
                x = centre[0] + ring * self.size / 2 * cos(angle)
                y = centre[1] + ring * self.size / 2 * sin(angle)
                if low <= x <= high and low <= y <= high:
                    yield x, y


def read_weight(text: str, *, default: int, highest: int) -> tuple[int, bool]:
    """A weight typed by a reader, and whether it could be taken as it stands.

    What is too small or too large becomes the nearest weight, what is no number the default.
    """
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        number = nan
    if number != number:
        return default, False
    if number in (inf, -inf) or not 0 <= number <= highest:
        return (highest if number > 0 else 0), False
    return round(number), number == round(number)
