"""When a container will be full."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from hardware_bridge import models, tasks
from hardware_bridge.reckoning.forecast import LONGEST, forecast
from tests.factories.park import GroupFactory, container, hours_of

START = datetime(2026, 9, 1, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def filling(per_day: float, hours: int, begin: float = 0) -> list[tuple[datetime, float]]:
    return [(START + hour * HOUR, begin + per_day * hour / 24) for hour in range(hours)]


def test_an_even_filling_is_carried_on():
    points = filling(10, 73)
    found = forecast(points)
    assert found.per_day == pytest.approx(10)
    assert found.full_at - points[-1][0] == pytest.approx(7 * DAY, abs=2 * HOUR)
    assert found.earliest < found.full_at < found.latest


def test_a_few_wild_values_move_it_little():
    points = filling(10, 97)
    wild = [(at, 100 if place % 17 == 5 else value) for place, (at, value) in enumerate(points)]
    assert forecast(wild).per_day == pytest.approx(10, rel=0.25)


def test_what_was_before_the_emptying_tells_the_rate_and_not_the_level():
    before = filling(20, 96)
    after = [(before[-1][0] + hour * HOUR, hour * 20 / 24) for hour in range(1, 7)]
    found = forecast(before + after)
    assert found.emptied_at == after[0][0]
    assert found.level == pytest.approx(4.2, abs=1)
    assert found.per_day == pytest.approx(20, rel=0.05)


def test_a_day_is_too_short_to_say_anything():
    found = forecast(filling(10, 20))
    assert (found.per_day, found.full_at) == (None, None)
    assert found.level > 0


def test_what_does_not_fill_is_never_full():
    found = forecast([(at, 40.0) for at, _value in filling(0, 200)])
    assert (found.per_day, found.full_at, found.earliest) == (0, None, None)


def test_what_is_full_is_full_since_its_last_value():
    points = filling(10, 49, begin=85)
    full = [(at, min(value, 100.0)) for at, value in points]
    assert forecast(full).full_at == full[-1][0]


def test_nothing_is_said_beyond_two_months():
    assert forecast(filling(0.5, 24 * 20)).full_at is None


def test_of_nothing_there_is_no_forecast():
    assert forecast([]) is None


@given(st.lists(st.floats(0, 100), min_size=1, max_size=120))
def test_whatever_it_is_given_the_three_days_stand_in_order(values):
    points = [(START + place * HOUR, value) for place, value in enumerate(values)]
    found = forecast(points)
    assert 0 <= found.level <= 100
    if found.full_at:
        assert found.level_at <= found.earliest <= found.full_at
        assert found.latest is None or found.full_at <= found.latest
        assert found.full_at - found.level_at <= LONGEST


def simulated(seed: int) -> tuple[list[tuple[datetime, float]], datetime | None]:
    """Weeks of a container that fills in bursts, more or less at weekends; and when it was full."""
    random = Random(seed)
    rate, weekend = random.uniform(3, 30), random.uniform(0.5, 2)
    known = 24 * random.randint(4, 28)
    level, base, points = 0.0, 0.0, []
    for hour in range(24 * 90):
        at = START + hour * HOUR
        if hour >= known and level - base >= 100:
            return points, at
        if hour < known:
            if level - base > random.uniform(70, 100):
                base = level
            points.append((at, min(100, max(0, level - base + random.gauss(0, 1.5)))))
        if 7 <= at.hour < 22 and random.random() < 0.5:
            share = weekend if at.weekday() >= 5 else 1
            level += rate / 15 * 2 * share * random.expovariate(1)
    return points, None


def test_eight_of_ten_are_full_within_the_time_that_is_named():
    hits, errors = [], []
    for seed in range(150):
        points, full = simulated(seed)
        found = forecast(points)
        if full is None or found.full_at is None or found.level >= 99:
            continue
        hits.append(found.earliest <= full and (found.latest is None or full <= found.latest))
        errors.append(abs(found.full_at - full) / (full - found.level_at))
    assert len(hits) > 100
    assert 0.75 <= sum(hits) / len(hits) <= 0.93
    assert sorted(errors)[len(errors) // 2] < 0.25


@pytest.mark.django_db
class TestTheJob:
    def test_it_keeps_a_forecast_of_each_container(self):
        group = GroupFactory()
        first, silent = container(1, group), container(2, group)
        hours_of(first, "fill_percent", [hour * 10 / 24 for hour in range(100)])
        tasks.forecast_bins(timestamp=0)
        tasks.forecast_bins(timestamp=0)
        kept = models.BinForecast.objects.get()
        assert kept.device == first
        assert kept.percent_per_day == pytest.approx(10, rel=0.01)
        assert kept.full_at > timezone.now()
        assert not hasattr(silent, "forecast")

    def test_a_container_out_of_service_has_none_any_more(self):
        device = container(1, GroupFactory())
        hours_of(device, "fill_percent", range(60))
        tasks.forecast_bins(timestamp=0)
        device.retired_on = timezone.localdate()
        device.save()
        tasks.forecast_bins(timestamp=0)
        assert not models.BinForecast.objects.exists()

    @pytest.mark.parametrize("many", [1, 30])
    def test_it_costs_the_same_for_all(self, many, assert_query_count):
        group = GroupFactory()
        for number in range(many):
            hours_of(container(number, group), "fill_percent", range(50))
        with assert_query_count(4):
            tasks.forecast_bins(timestamp=0)
