"""The way between stops: distances, and the order that the solver finds."""

import pytest

from hardware_bridge.reckoning import routing
from hardware_bridge.reckoning.geometry import metres_between


class TestDistances:
    def test_a_degree_of_latitude_has_111_kilometres(self):
        assert metres_between((53, 10), (54, 10)) == pytest.approx(111_195, abs=5)

    def test_a_degree_of_longitude_has_less_in_the_north(self):
        assert metres_between((53.7, 10), (53.7, 11)) == pytest.approx(65_828, rel=0.001)

    def test_the_solver_finds_the_way_round_a_square(self):
        corners = [(53.70, 10.00), (53.71, 10.02), (53.70, 10.02), (53.71, 10.00)]
        route = routing.best_route(routing.crow_flies(corners))
        assert route.order in ([1, 0, 2], [2, 0, 1])
        assert len(route.legs) == 4
        assert route.metres == pytest.approx(2 * 1112 + 2 * 1317, abs=8)

    def test_it_is_not_worse_than_taking_the_nearest_each_time(self):
        points = [(53.69 + (n * 37 % 29) * 0.001, 9.98 + (n * 53 % 31) * 0.0015) for n in range(31)]
        matrix = routing.crow_flies(points)
        way, left = [0], set(range(1, 31))
        while left:
            way.append(min(left, key=lambda stop: matrix[way[-1]][stop]))
            left.remove(way[-1])
        greedy = sum(matrix[a][b] for a, b in zip(way, [*way[1:], 0], strict=True))
        route = routing.best_route(matrix)
        assert sorted(route.order) == list(range(30))
        assert route.metres < greedy

    @pytest.mark.parametrize("stops", [0, 1])
    def test_few_stops_need_no_solver(self, stops):
        points = [(53.70, 10.00), (53.71, 10.00)][: stops + 1]
        route = routing.best_route(routing.crow_flies(points))
        assert route.metres == pytest.approx(stops * 2 * 1112, abs=2)

    def test_a_solver_that_fails_is_told(self):
        with pytest.raises(routing.RoutingError):
            routing.best_route([[0, 1, "far"], [1, 0, 2], [3, 2, 0]])
        with pytest.raises(routing.RoutingError):
            routing.best_route([[0] * 300] * 300)
