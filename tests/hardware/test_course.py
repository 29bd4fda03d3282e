"""Drawings of what was measured."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware_bridge.charts.course import Point, axis, course

NUMBERS = st.floats(-1e6, 1e6, allow_nan=False)


@given(NUMBERS, NUMBERS)
def test_an_axis_has_few_round_steps_at_equal_distances_around_the_values(one, other):
    low, high = sorted((one, other))
    ticks = axis(low, high)
    steps = [after - before for before, after in pairwise(ticks)]
    tolerance = 1e-6 * max(1, abs(low), abs(high))
    assert 2 <= len(ticks) <= 6
    assert ticks[0] <= low + tolerance
    assert ticks[-1] >= high - tolerance
    assert max(steps) - min(steps) < tolerance


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 100, [0, 20, 40, 60, 80, 100]),
        (-3.2, 11.8, [-5, 0, 5, 10, 15]),
        (7, 7, [6.5, 6.75, 7, 7.25, 7.5]),
    ],
)
def test_some_axes(low, high, ticks):
    assert axis(low, high) == ticks


def points(*places: tuple[float, float]) -> list[Point]:
    return [Point(at, value - 1, value, value + 1) for at, value in places]


def drawn(found: list[Point]):
    return course(found, start=0, end=100, step=10, limits=(0, 100))


def test_a_line_runs_from_left_to_right_and_up_with_the_values():
    assert drawn(points((90, 0), (100, 100))).line == "M900 300L1000 0"


def test_the_band_goes_there_along_the_highest_and_back_along_the_lowest():
    band = drawn(points((90, 50), (100, 50))).band
    assert band == "M900 147L1000 147L1000 153L900 153Z"


def test_a_line_is_broken_where_nothing_was_heard():
    assert drawn(points((0, 1), (10, 1), (40, 1))).line.count("M") == 2


def test_a_single_value_is_drawn_over_the_time_that_it_stands_for():
    found = drawn(points((50, 50)))
    assert found.line == "M450 150L550 150"
    assert found.band == "M450 147L550 147L550 153L450 153Z"


def test_without_values_there_is_an_axis_and_no_line():
    empty = drawn([])
    assert (empty.line, empty.band) == ("", "")
    assert empty.ticks == [0, 20, 40, 60, 80, 100]
