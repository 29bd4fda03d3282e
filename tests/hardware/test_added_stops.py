"""Containers that are put on a tour by hand, and stops that stand side by side in its drawing."""

from itertools import combinations, pairwise
from uuid import uuid4

import pytest

from hardware_bridge import models
from hardware_bridge.charts.way import way
from hardware_bridge.domain import tours
from hardware_bridge.reckoning.geometry import metres_between
from tests.factories.park import RoundFactory, container
from tests.factories.people import UserFactory
from tests.hardware.test_depot import tour_of

DEPOT = (53.69, 9.99)
ROUND = [(53.70, 9.99), (53.70, 10.01), (53.69, 10.01)]
"""A tour along three corners of a square; the depot is the fourth."""


@pytest.fixture
def tour(db):
    round_ = RoundFactory()
    made = tour_of(3, group=round_.group, round=round_)
    for stop, (latitude, longitude) in zip(made.stops.all(), ROUND, strict=True):
        models.Device.objects.filter(pk=stop.device_id).update(
            latitude=latitude, longitude=longitude
        )
    made.metres = length(ROUND)
    made.save()
    return made


def length(stops) -> int:
    way_round = [DEPOT, *stops, DEPOT]
    return sum(round(metres_between(*leg)) for leg in pairwise(way_round))


def added(tour, place) -> models.TourStop:
    latitude, longitude = place or (None, None)
    device = container(9, tour.group, latitude=latitude, longitude=longitude)
    return tours.add_stop(tour=tour, device=device)


def test_one_lies_where_it_is_the_shortest_detour_and_counts(tour):
    place = (53.701, 10.0)
    stop = added(tour, place)
    assert [each.order for each in tour.stops.all()] == [1, 2, 3, 4]
    assert stop.order == 2
    legs = [round(metres_between(place, corner)) for corner in ROUND[:2]]
    assert [each.metres for each in tour.stops.all()[1:3]] == legs
    tour.refresh_from_db()
    assert tour.metres == length([ROUND[0], place, *ROUND[1:]])


def test_one_that_is_added_on_the_way_comes_behind_what_is_done(tour):
    driver = UserFactory(role="Depot")
    for stop in tour.stops.all()[:2]:
        report = tours.Report("emptied", uuid4())
        tours.report_stop(stop=stop, report=report, by=driver)
    assert added(tour, (53.701, 10.0)).order == 3


def test_one_without_a_place_comes_last_and_changes_no_length(tour):
    before = tour.metres
    assert added(tour, None).order == 4
    tour.refresh_from_db()
    assert tour.metres == before


def test_stops_at_one_place_are_drawn_side_by_side():
    drawn = way(DEPOT, [*ROUND, ROUND[1], (53.70001, 10.01001)])
    spots = [drawn.depot, *drawn.stops]
    assert all(abs(x - a) + abs(y - b) >= 6 for (x, y), (a, b) in combinations(spots, 2))
    assert all(x <= drawn.width - 3 for x, _y in spots)
