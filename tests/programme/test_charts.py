"""Geometry of the drawings: nothing overlaps, nothing leaves the frame, for all inputs."""

import ast
from itertools import pairwise
from math import dist
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.programme.charts import bars, matrix, roadmap
from cms.programme.charts.roadmap import Axis, Goal, Span

NEAR = 1e-6
quarters = st.integers(2015 * 4, 2060 * 4 + 3)
scores = st.integers(1, 5)
weights = st.lists(st.integers(0, 5), min_size=4, max_size=4)


@pytest.mark.parametrize("name", ["roadmap", "matrix", "bars"])
def test_geometry_knows_nothing_of_django(name):
    source = Path(roadmap.__file__).with_name(f"{name}.py").read_text()
    imported = {
        (node.module if isinstance(node, ast.ImportFrom) else node.names[0].name).split(".")[0]
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert not imported & {"django", "wagtail", "cms"}


# --- Roadmap ----------------------------------------------------------------------------------
@given(st.lists(quarters, max_size=200))
def test_marks_of_a_lane_never_overlap_and_stay_inside(found):
    goals = [Goal(quarter, reached=True) for quarter in found]
    axis = Axis.covering([2026 * 4, *found])
    lane = roadmap.lane(axis, None, None, goals)
    for one, other in pairwise(lane.marks):
        assert other.x - one.x >= one.size - NEAR
    for mark in lane.marks:
        assert mark.size / 2 - NEAR <= mark.x <= roadmap.WIDTH - mark.size / 2 + NEAR
        assert mark.size / 2 <= mark.y <= roadmap.HEIGHT - mark.size / 2


@given(st.lists(quarters, min_size=1, max_size=30), st.lists(quarters, max_size=30))
def test_planned_marks_never_touch_reached_ones(planned, reached):
    goals = [Goal(q, False) for q in planned] + [Goal(q, True) for q in reached]
    lane = roadmap.lane(Axis.covering(planned + reached), None, None, goals)
    above = {mark.y + mark.size / 2 for mark in lane.marks if mark.y == roadmap.PLANNED_Y}
    below = {mark.y - mark.size / 2 for mark in lane.marks if mark.y == roadmap.ACTUAL_Y}
    assert len(lane.marks) == len(goals)
    assert not below or max(above) <= min(below)


def test_marks_with_room_stand_in_the_middle_of_their_quarter():
    axis = Axis(2022, 2027)
    lane = roadmap.lane(axis, None, None, [Goal(2022 * 4, True), Goal(2027 * 4 + 3, True)])
    assert [mark.x for mark in lane.marks] == [20, 940]


def test_two_marks_of_a_quarter_part_around_its_middle():
    lane = roadmap.lane(Axis(2022, 2027), None, None, [Goal(2024 * 4, True), Goal(2024 * 4, True)])
    first, second = (mark.x for mark in lane.marks)
    assert (first + second) / 2 == 340
    assert second - first == roadmap.MARK


def test_a_bar_covers_its_quarters_and_one_that_goes_on_ends_in_a_point():
    axis = Axis(2022, 2027)
    done = roadmap.lane(axis, Span(2022 * 4, 2022 * 4 + 1), None, [])
    assert done.planned == "M0 9H80V21H0Z"
    going = roadmap.lane(axis, None, Span(2022 * 4, 2022 * 4 + 1, until=0.5), [])
    assert going.actual == "M0 33H51L60 41L51 49H0Z"
    endless = roadmap.lane(axis, Span(2027 * 4, None), None, [])
    assert endless.planned == "M800 9H951L960 15L951 21H800Z"


@given(quarters, quarters, st.one_of(st.none(), st.floats(0, 1)))
def test_bars_never_leave_the_frame(start, end, until):
    axis = Axis(2022, 2027)
    span = Span(min(start, end), max(start, end), until)
    path = roadmap.lane(axis, span, None, []).planned
    numbers = [float(part) for part in path.replace("L", "M").replace("M", " ").replace("H", " ")
               .replace("V", " ").replace("Z", "").split()]  # fmt: skip
    assert all(0 <= number <= roadmap.WIDTH for number in numbers)


def test_the_axis_shows_whole_years_and_their_lines():
    axis = Axis.covering([2022 * 4 + 3, 2023 * 4])
    assert list(axis.years) == [2022, 2023]
    assert axis.year_lines == "M480 0V100"
    assert axis.quarter_lines.count("M") == 6
    assert Axis.covering([]) is None


# --- Matrix -----------------------------------------------------------------------------------
@st.composite
def items(draw, most=40):
    drawn = draw(
        st.lists(st.tuples(st.tuples(*[scores] * 4), st.floats(1, 5)), min_size=1, max_size=most)
    )
    return [item(number, *rest) for number, rest in enumerate(drawn, start=1)]


def item(number, vision, complexity):
    return matrix.MatrixItem(number, f"Projekt {number}", "/", "project", vision, complexity)


@given(items(), weights)
def test_marks_of_the_matrix_never_overlap_and_stay_inside(found, given_weights):
    marks = matrix.place(matrix.rank(found, given_weights))
    assert [mark.item.number for mark in marks] == [one.number for one in found]
    for number, one in enumerate(marks):
        assert one.size / 2 - NEAR <= one.x <= matrix.SIDE - one.size / 2 + NEAR
        assert one.size / 2 - NEAR <= one.y <= matrix.SIDE - one.size / 2 + NEAR
        for other in marks[:number]:
            assert dist((one.x, one.y), (other.x, other.y)) >= one.size - 2 * matrix.NEAR


@pytest.mark.parametrize("number", [13, 26, 150])
def test_many_with_the_same_scores_find_a_place_each(number):
    marks = matrix.place(matrix.rank([item(n, (3,) * 4, 3) for n in range(number)], (1,) * 4))
    assert len({(round(mark.x, 1), round(mark.y, 1)) for mark in marks}) == number


def test_a_finger_meets_each_of_25_marks_on_a_small_phone():
    """24 px: https://www.w3.org/TR/WCAG22/#target-size-minimum; the drawing has 284 px."""
    marks = matrix.place(matrix.rank([item(n, (3,) * 4, 3) for n in range(25)], (1,) * 4))
    assert all(2 * mark.reach / matrix.SIDE * 284 >= 24 for mark in marks)


def test_a_mark_alone_stands_where_its_scores_put_it():
    (mark,) = matrix.place(matrix.rank([item(1, (5, 5, 5, 5), 1)], (1, 1, 1, 1)))
    assert (mark.x, mark.y) == (matrix.MARK / 2, matrix.MARK / 2)
    (mark,) = matrix.place(matrix.rank([item(1, (3, 3, 3, 3), 3)], (1, 1, 1, 1)))
    assert (mark.x, mark.y) == (matrix.SIDE / 2, matrix.SIDE / 2)


@given(items(), weights)
def test_the_same_items_stand_at_the_same_places_in_any_order(found, given_weights):
    forwards = matrix.place(matrix.rank(found, given_weights))
    backwards = matrix.place(matrix.rank(found[::-1], given_weights))
    assert [(m.x, m.y) for m in forwards] == [(m.x, m.y) for m in backwards]


@given(items(), weights)
def test_the_order_falls_with_the_achievement(found, given_weights):
    ranked = matrix.rank(found, given_weights)
    assert all(one.achievement >= other.achievement for one, other in pairwise(ranked))
    assert all(1 <= entry.achievement <= 5 for entry in ranked)


def test_equals_share_a_place_and_the_simpler_one_stands_first():
    found = [item(1, (4, 4, 4, 4), 3), item(2, (4, 4, 4, 4), 2), item(3, (1, 1, 1, 1), 1)]
    ranked = matrix.rank(found, (1, 1, 1, 1))
    assert [(entry.rank, entry.item.number) for entry in ranked] == [(1, 2), (1, 1), (3, 3)]


def test_weights_change_the_order_and_all_zero_is_all_the_same():
    found = [item(1, (5, 1, 1, 1), 3), item(2, (1, 3, 3, 3), 3)]
    assert [e.item.number for e in matrix.rank(found, (5, 0, 0, 0))] == [1, 2]
    assert [e.item.number for e in matrix.rank(found, (0, 1, 1, 1))] == [2, 1]
    zero, same = matrix.rank(found, (0, 0, 0, 0)), matrix.rank(found, (3, 3, 3, 3))
    assert [e.achievement for e in zero] == [e.achievement for e in same] == [2.5, 2]


@pytest.mark.parametrize(
    ("text", "weight", "taken"),
    [
        ("0", 0, True), ("5", 5, True), (" 4 ", 4, True), ("2,0", 2, True),
        ("2.6", 3, False), ("-1", 0, False), ("6", 5, False), ("1e999", 5, False),
        ("-inf", 0, False), ("9" * 5000, 5, False), ("nan", 3, False), ("viel", 3, False),
        ("\x00", 3, False), ("٣", 3, True), ("'; DROP TABLE", 3, False),
    ],
)  # fmt: skip
def test_a_weight_becomes_one_that_fits(text, weight, taken):
    assert matrix.read_weight(text, default=3, highest=5) == (weight, taken)


@given(st.text(max_size=50))
def test_any_text_gives_a_weight(text):
    weight, _taken = matrix.read_weight(text, default=3, highest=5)
    assert weight in range(6)


def test_shapes_of_a_mark_lie_within_its_size():
    mark = matrix.Mark(item(1, (3,) * 4, 3), 100, 100, 52)
    numbers = [
        float(part) for part in mark.house.translate(str.maketrans("MLVHZ", "     ")).split()
    ]
    assert all(abs(number - 100) <= 26 for number in numbers)
    assert mark.radius < 26
    assert len(matrix.ticks()) == 5


# --- Bars -------------------------------------------------------------------------------------
@given(st.lists(st.integers(0, 10**11), min_size=1, max_size=6))
def test_parts_of_a_bar_follow_each_other_up_to_its_sum(amounts):
    highest = max(sum(amounts), 1)
    segments = bars.stacked([(str(n), amount) for n, amount in enumerate(amounts)], highest)
    assert len(segments) == sum(1 for amount in amounts if amount)
    for one, other in pairwise(segments):
        assert abs(one.x + one.width - other.x) <= 0.02
    assert not segments or abs(segments[-1].x + segments[-1].width - bars.WIDTH) <= 0.03
