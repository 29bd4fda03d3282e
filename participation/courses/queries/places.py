"""Where courses take place: parts of the city and the rooms in them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q

from cms.core import locator
from cms.core.models import Place
from cms.core.themes import theme_data
from participation.courses.queries.catalogue import matching, matching_runs

MOST_ROOMS = 12
"""Rooms that are named of one part of the city."""


@dataclass(frozen=True)
class Room:
    """A room with the number of courses in it, and whether one gets there by wheelchair."""

    name: str
    address: str
    wheelchair: bool
    count: int


@dataclass(frozen=True)
class PlaceOnMap:
    """A part of the city with its rooms, where it is drawn, and the query string of its list."""

    place: Place
    count: int
    number: int
    x: float
    y: float
    query: str
    rooms: list[Room]


@dataclass(frozen=True)
class Map:
    """Places with courses, those with most first, in the city's outline; and what is online."""

    places: list[PlaceOnMap]
    drawing: locator.Drawing | None
    online: int


def places(chosen: Mapping[str, Any], language: str) -> Map:
    """The map of matching runs to come. Three queries."""
    rooms, totals, online = _counted(chosen, language)
    found = Place.objects.filter(pk__in=totals)
    shown = sorted(found, key=lambda place: (-totals[place.pk], place.name))
    if not shown:
        return Map([], None, online)
    points = [(float(place.longitude), float(place.latitude)) for place in shown]
    drawn = locator.drawing(points, theme_data("city"))
    rest = {name: value for name, value in chosen.items() if name != "place"}
    spots = enumerate(zip(shown, drawn.spots, strict=True), start=1)
    return Map(
        [
            PlaceOnMap(
                place, totals[place.pk], number, x, y,
                urlencode(rest | {"place": place.slug}), rooms[place.pk],
            )
            for number, (place, (x, y)) in spots
        ],
        drawn,
        online,
    )  # fmt: skip


def _counted(
    chosen: Mapping[str, Any], language: str
) -> tuple[dict[int, list[Room]], dict[int, int], int]:
    """Rooms by place, runs by place, and runs online."""
    runs = matching_runs(chosen).filter(course__in=matching(chosen, language).values("pk"))
    counted = runs.filter(place__isnull=False).order_by()
    rows = counted.values_list("place", "room", "address", "wheelchair").annotate(n=Count("pk"))
    rooms: dict[int, list[Room]] = defaultdict(list)
    totals: dict[int, int] = defaultdict(int)
    for place, room, address, wheelchair, count in rows.order_by("-n", "room"):
        totals[place] += count
        if len(rooms[place]) < MOST_ROOMS:
            rooms[place].append(Room(room, address, wheelchair, count))
    online = runs.aggregate(n=Count("pk", filter=~Q(mode="on_site")))["n"]
    return rooms, totals, online
