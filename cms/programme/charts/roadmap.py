"""A roadmap's lanes: planned and actual bars, milestones and today's line over the quarters.

Quarters are running numbers (year * 4 + quarter - 1). A lane is ``WIDTH`` wide and ``HEIGHT`` high;
the plan runs above, what really happened below. The same width serves every lane, the axis and the
lines behind them, so that they line up at any size.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 960, 56
MARK = 24.0
"""As wide as the shapes are drawn."""
PLANNED_Y, ACTUAL_Y = 15.0, 41.0
PLANNED_HEIGHT, ACTUAL_HEIGHT = 12.0, 16.0
ARROW = 9.0


def short(number: float) -> str:
    """A coordinate to a tenth, without what can be left out."""
    return f"{number:.1f}".removesuffix(".0")


@dataclass(frozen=True)
class Span:
    """Quarters from ``start`` to ``end``, both included; without an end to the end of the axis.

    ``until`` is the share of the last quarter after which it goes on, undrawn: today's place.
    """

    start: int
    end: int | None
    until: float | None = None

    @property
    def goes_on(self) -> bool:
        """Whether it has not ended yet."""
        return self.end is None or self.until is not None


@dataclass(frozen=True)
class Goal:
    """A milestone: the quarter it is drawn at, whether it has been reached, and its words."""

    quarter: int
    reached: bool
    state: str = ""
    title: str = ""


@dataclass(frozen=True)
class Mark:
    """A milestone's centre and size in the lane."""

    x: float
    y: float
    size: float
    state: str
    title: str

    @property
    def left(self) -> str:
        """The left edge, as SVG takes it."""
        return short(self.x - self.size / 2)

    @property
    def top(self) -> str:
        """The upper edge, as SVG takes it."""
        return short(self.y - self.size / 2)

    @property
    def scale(self) -> str:
        """How much smaller than drawn it is; empty for as drawn."""
        return "" if self.size == MARK else f"{self.size / MARK:.3f}"


@dataclass(frozen=True)
class Lane:
    """The drawing of one row: two bars as SVG paths (empty without a date), and the marks."""

    planned: str
    actual: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Axis:
    """Whole years from the first to the last quarter that is drawn."""

    first_year: int
    last_year: int

    @classmethod
    def covering(cls, quarters: Iterable[int]) -> "Axis | None":
        """The years that the quarters lie in; None without any quarter."""
        years = [quarter // 4 for quarter in quarters]
        return cls(min(years), max(years)) if years else None

    @property
    def years(self) -> range:
        """The years, in order."""
        return range(self.first_year, self.last_year + 1)

    @property
    def step(self) -> float:
        """Width of a quarter."""
        return WIDTH / (len(self.years) * 4)

    def start(self, quarter: int) -> float:
        """Where a quarter begins; the edge of the frame for a quarter outside it."""
        return min(max((quarter - self.first_year * 4) * self.step, 0.0), WIDTH)

    def at(self, quarter: int, share: float = 0.5) -> float:
        """A place within a quarter; ``share`` 0 is its first moment, 1 its last."""
        return self.start(quarter) + (self.start(quarter + 1) - self.start(quarter)) * share

    def lines(self, years: bool) -> str:
        """Where years begin, or the other quarters, as an SVG path of upright lines."""
        numbers = (n for n in range(1, len(self.years) * 4) if (n % 4 == 0) == years)
        return "".join(f"M{short(number * self.step)} 0V100" for number in numbers)

    @property
    def year_lines(self) -> str:
        """Where years begin."""
        return self.lines(years=True)

    @property
    def quarter_lines(self) -> str:
        """Where the other quarters begin."""
        return self.lines(years=False)


def lane(axis: Axis, planned: Span | None, actual: Span | None, goals: Sequence[Goal]) -> Lane:
    """The drawing of a row."""
    waiting = [goal for goal in goals if not goal.reached]
    reached = [goal for goal in goals if goal.reached]
    return Lane(
        planned=_bar(axis, planned, PLANNED_Y, PLANNED_HEIGHT) if planned else "",
        actual=_bar(axis, actual, ACTUAL_Y, ACTUAL_HEIGHT) if actual else "",
        marks=(*_marks(axis, waiting, PLANNED_Y), *_marks(axis, reached, ACTUAL_Y)),
    )


def _bar(axis: Axis, span: Span, y: float, height: float) -> str:
    """A bar as an SVG path; one that goes on ends in a point."""
    left = axis.start(span.start)
    share = 1.0 if span.until is None else span.until
    right = WIDTH if span.end is None else max(axis.at(span.end, share), left)
    top, bottom = y - height / 2, y + height / 2
    x, end, upper, lower = short(left), short(right), short(top), short(bottom)
    if not span.goes_on:
        return f"M{x} {upper}H{end}V{lower}H{x}Z"
    neck = short(max(left, right - ARROW))
    return f"M{x} {upper}H{neck}L{end} {short(y)}L{neck} {lower}H{x}Z"


def _marks(axis: Axis, goals: Sequence[Goal], y: float) -> list[Mark]:
    ordered = sorted(goals, key=lambda goal: goal.quarter)
    places, size = spread([axis.at(goal.quarter) for goal in ordered], MARK, WIDTH)
    return [
        Mark(x=x, y=y, size=size, state=goal.state, title=goal.title)
        for goal, x in zip(ordered, places, strict=True)
    ]


def spread(wanted: Sequence[float], size: float, width: float) -> tuple[list[float], float]:
    """Centres of marks that do not overlap, each as near to its wanted place as the others let it.

    ``wanted`` is in ascending order. Marks stay inside the width; when there are too many for their
    size, they become smaller. Gives the centres and the size.

    Without the widths of the marks this is isotonic regression (pool adjacent violators): whoever
    stands too near to the one before forms a block with it, which stands at its members' mean.
    """
    if not wanted:
        return [], size
    size = min(size, width / len(wanted))
    blocks: list[tuple[float, int]] = []  # sum and number of members
    for number, place in enumerate(wanted):
        total, members = place - number * size, 1
        while blocks and blocks[-1][0] / blocks[-1][1] >= total / members:
            before, count = blocks.pop()
            total, members = total + before, members + count
        blocks.append((total, members))
    lowest, highest = size / 2, width - size / 2 - (len(wanted) - 1) * size
    flat = [total / members for total, members in blocks for _member in range(members)]
    return [
        min(max(place, lowest), highest) + number * size for number, place in enumerate(flat)
    ], size
