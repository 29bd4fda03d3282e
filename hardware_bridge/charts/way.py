"""A tour as a drawing: the depot, the stops and the way between them, north on top."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

SIDE = 100.0
MARGIN = 6.0
APART = 6.5
"""Stops at one place are drawn side by side, so that each number can be read."""
COVERS = 6.3
Place = tuple[float, float]
"""Latitude and longitude."""


@dataclass(frozen=True)
class Way:
    """Coordinates in a frame of ``width`` and ``height`` from top left; ``line`` as SVG writes
    points."""

    width: float
    height: float
    depot: Place | None
    stops: list[Place]
    line: str


def way(depot: Place | None, stops: Sequence[Place]) -> Way | None:
    """The drawing of a way from the depot by all stops and back; None without any stop."""
    if not stops:
        return None
    every = [*([depot] if depot else []), *stops]
    # A degree of longitude is as long as one of latitude times its cosine.
    shrink = cos(radians(sum(lat for lat, _lon in every) / len(every)))
    flat = [(lon * shrink, -lat) for lat, lon in every]
    left, top = min(x for x, _y in flat), min(y for _x, y in flat)
    wide, high = max(x for x, _y in flat) - left, max(y for _x, y in flat) - top
    scale = (SIDE - 2 * MARGIN) / max(wide, high, 0.0005)
    drawn = _apart(
        [(_near(MARGIN + (x - left) * scale), _near(MARGIN + (y - top) * scale)) for x, y in flat]
    )
    spots = drawn[1:] if depot else drawn
    round_trip = [*drawn, drawn[0]] if depot else drawn
    return Way(
        width=_near(max(2 * MARGIN + wide * scale, max(x for x, _y in drawn) + MARGIN)),
        height=_near(2 * MARGIN + high * scale),
        depot=drawn[0] if depot else None,
        stops=spots,
        line=" ".join(f"{x},{y}" for x, y in round_trip),
    )


def _apart(spots: list[Place]) -> list[Place]:
    """Each spot moved to the right until it covers none before it."""
    shown: list[Place] = []
    for x, y in spots:
        while covered := [a for a, b in shown if abs(x - a) < COVERS and abs(y - b) < COVERS]:
            x = _near(max(covered) + APART)
        shown.append((x, y))
    return shown


def _near(value: float) -> float:
    return round(value, 1)
