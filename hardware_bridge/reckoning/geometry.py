"""Distances on the globe."""

from math import asin, cos, radians, sin, sqrt

EARTH_METRES = 6_371_008.8
"""The mean radius (IUGG)."""
Point = tuple[float, float]
"""Latitude and longitude."""


def metres_between(one: Point, other: Point) -> float:
    """As the crow flies, by the haversine formula."""
    lat1, lon1, lat2, lon2 = map(radians, (*one, *other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_METRES * asin(sqrt(min(1.0, half)))
