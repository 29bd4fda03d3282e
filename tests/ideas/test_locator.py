"""The schematic map of the city."""

import json
from math import cos, radians

import pytest
from django.conf import settings

from cms.core import themes
from cms.core.locator import HEIGHT, drawing

CITY = {
    "districts": [
        {
            "name": "Mitte",
            "label": [10.0, 53.7],
            "ring": [[9.9, 53.6], [10.1, 53.6], [10.1, 53.8], [9.9, 53.8]],
        }
    ]
}


def test_north_is_on_top_and_east_on_the_right():
    (west, south), (east, north) = drawing([(9.9, 53.6), (10.1, 53.8)]).spots
    assert west < east
    assert north < south


def test_a_city_keeps_its_shape():
    drawn = drawing([(9.9, 53.6), (10.1, 53.8)])
    (west, south), (east, north) = drawn.spots
    assert (east - west) / (south - north) == pytest.approx(cos(radians(53.7)), abs=0.02)


@pytest.mark.parametrize(
    "spots", [[(10.0, 53.7)], [(9.0, 53.7), (11.0, 53.7)], [(10, 53), (10, 54)]]
)
def test_everything_lies_within_the_frame(spots):
    drawn = drawing(spots, CITY)
    points = [*drawn.spots, *(map(float, p.split(",")) for p in drawn.districts[0].points.split())]
    for x, y in points:
        assert 0 <= x <= drawn.width
        assert 0 <= y <= HEIGHT


def test_a_city_without_outline_shows_its_places():
    drawn = drawing([(10.0, 53.7)])
    assert drawn.districts == []
    assert drawn.spots == [(drawn.width / 2, HEIGHT / 2)]


def test_the_outline_comes_from_the_theme_or_else_from_the_default(monkeypatch, tmp_path):
    own = tmp_path / "own" / "data"
    own.mkdir(parents=True)
    monkeypatch.setattr(settings, "THEME_DIRS", [own.parent, tmp_path / "default"])
    themes.theme_data.cache_clear()
    assert themes.theme_data("city") is None
    themes.theme_data.cache_clear()
    (own / "city.json").write_text(json.dumps(CITY))
    assert themes.theme_data("city") == CITY
    themes.theme_data.cache_clear()


def test_each_district_of_the_demo_holds_the_place_of_its_name():
    folder = settings.BASE_DIR
    city = json.loads((folder / "themes/norderstedt/data/city.json").read_text())
    for each in city["districts"]:
        assert inside(each["label"], each["ring"]), each["name"]


def inside(point, ring):
    """Whether a ray to the east crosses the ring an odd number of times."""
    x, y = point
    crossed = [
        x < (bx - ax) * (y - ay) / (by - ay) + ax
        for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True)
        if (ay > y) != (by > y)
    ]
    return sum(crossed) % 2 == 1
