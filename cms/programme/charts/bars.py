"""Horizontal bars that share one scale."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 960.0


@dataclass(frozen=True)
class Segment:
    """A part of a bar: where it begins and how wide it is; ``key`` says whose it is."""

    key: str
    x: float
    width: float


def stacked(parts: Sequence[tuple[str, int]], highest: int) -> list[Segment]:
    """The parts of one bar, one after the other, where ``highest`` fills the whole width.

    Parts of nothing are left out. The sum of the parts must not exceed ``highest``.
    """
    segments, start = [], 0
    for key, amount in parts:
        if amount:
            left, right = start * WIDTH / highest, (start + amount) * WIDTH / highest
            segments.append(Segment(key, round(left, 2), round(right - left, 2)))
        start += amount
    return segments
