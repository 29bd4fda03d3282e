"""A schematic map: where points and districts lie to each other, north on top."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import cos, radians
from typing import Any

HEIGHT = 100.0
NARROWEST, WIDEST = 60.0, 160.0
MARGIN = 0.05
"""Share of the longer side that stays free around everything drawn."""
SMALLEST = 0.004
"""Degrees that are drawn at least, so that a single point has surroundings."""

Point = tuple[float, float]
"""Longitude and latitude in degrees (WGS 84)."""


@dataclass(frozen=True)
class District:
    """A part of the city: its outline as SVG writes points, and where its name stands."""

    name: str
    points: str
    x: float
    y: float


@dataclass(frozen=True)
class Drawing:
    """Coordinates in a frame of ``width`` and ``height``, from top left."""

    width: float
    height: float
    spots: list[Point]
    districts: list[District] = field(default_factory=list)


def drawing(spots: Sequence[Point], city: Mapping[str, Any] | None = None) -> Drawing:
    """The drawing of some places in the outline of their city, where the theme has one.

    A degree of longitude is as long as one of latitude times the cosine of that, so that the city
    keeps its shape.
    """
    districts = (city or {}).get("districts", [])
    every = [*spots, *(tuple(point) for each in districts for point in each["ring"])]
    frame = _Frame.around(every)
    return Drawing(
        width=frame.width,
        height=HEIGHT,
        spots=[frame.at(spot) for spot in spots],
        districts=[_district(each, frame) for each in districts],
    )


def _district(each: Mapping[str, Any], frame: "_Frame") -> District:
    ring = (frame.at(point) for point in each["ring"])
    x, y = frame.at(each["label"])
    return District(each["name"], " ".join(f"{x},{y}" for x, y in ring), x, y)


@dataclass(frozen=True)
class _Frame:
    """How degrees become coordinates."""

    middle: Point
    stretch: float
    scale: float
    width: float

    @classmethod
    def around(cls, points: Iterable[Point]) -> "_Frame":
        longitudes, latitudes = zip(*points, strict=True)
        west, east = min(longitudes), max(longitudes)
        south, north = min(latitudes), max(latitudes)
        stretch = cos(radians((south + north) / 2))
        across = max((east - west) * stretch, SMALLEST)
        down = max(north - south, SMALLEST)
        free = 2 * MARGIN * max(across, down)
        across, down = across + free, down + free
        width = min(max(HEIGHT * across / down, NARROWEST), WIDEST)
        scale = min(width / across, HEIGHT / down)
        return cls(((west + east) / 2, (south + north) / 2), stretch, scale, round(width, 1))

    def at(self, point: Sequence[float]) -> Point:
        """Where a point is drawn."""
        across = (point[0] - self.middle[0]) * self.stretch * self.scale
        down = (self.middle[1] - point[1]) * self.scale
        return round(self.width / 2 + across, 1), round(HEIGHT / 2 + down, 1)
