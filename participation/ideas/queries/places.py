"""Where in the city the ideas are."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count

from cms.core import locator
from cms.core.models import Place
from cms.core.themes import theme_data
from participation.ideas.queries.lists import matching


@dataclass(frozen=True)
class PlaceOnMap:
    """A place with its ideas, where it is drawn, and the query string of its list."""

    place: Place
    count: int
    number: int
    x: float
    y: float
    query: str


@dataclass(frozen=True)
class Map:
    """The places with ideas, those with most first, in the outline of the city."""

    places: list[PlaceOnMap]
    drawing: locator.Drawing


def places(chosen: Mapping[str, str], language: str) -> Map | None:
    """The map of matching ideas; None where no place has any. Two queries."""
    counts = dict(
        matching(chosen, language)
        .filter(place__isnull=False)
        .values_list("place")
        .annotate(number=Count("pk"))
        .order_by()
    )
    found = Place.objects.filter(pk__in=counts)
    shown = sorted(found, key=lambda place: -counts[place.pk])
    if not shown:
        return None
    points = [(float(place.longitude), float(place.latitude)) for place in shown]
    drawn = locator.drawing(points, theme_data("city"))
    rest = {name: value for name, value in chosen.items() if name != "place"}
    spots = enumerate(zip(shown, drawn.spots, strict=True), start=1)
    return Map(
        [
            PlaceOnMap(
                place, counts[place.pk], number, x, y, urlencode(rest | {"place": place.slug})
            )
            for number, (place, (x, y)) in spots
        ],
        drawn,
    )
