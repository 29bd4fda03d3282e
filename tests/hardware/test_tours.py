"""Which containers are emptied, the tour to them, and what drivers report from it."""

from datetime import datetime, timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
import time_machine
from django.test import override_settings
from django.utils import timezone

from hardware_bridge import models
from hardware_bridge.domain import bins, tours
from hardware_bridge.domain.rules import NotAllowedError
from hardware_bridge.queries import bins as queries
from hardware_bridge.reckoning import routing
from hardware_bridge.reckoning.geometry import metres_between
from tests.factories.park import RoundFactory, container, hours_of, says
from tests.factories.people import UserFactory

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# A Monday at nine o'clock; the next rounds are on Thursday and on Monday.
NOW = datetime(2026, 11, 30, 9, tzinfo=timezone.get_default_timezone())
MONDAY = NOW.date()


@pytest.fixture
def round_(db):
    return RoundFactory()


def filled(number, round_, level, per_day=2.0, **fields):
    """A container at a level that has risen evenly for some days."""
    device = container(number, round_.group, **fields)
    start = max(0, level - per_day * 4)
    hours_of(device, "fill_percent", [start + (level - start) * h / 96 for h in range(97)])
    says(device, timezone.now() - 10 * HOUR / 60, fill_percent=float(level))
    return device


def listed(round_, day=MONDAY) -> dict[str, str]:
    found = queries.collection(round_, day)
    return {each.device.name[-2:]: each.listed for each in found.candidates}


@pytest.fixture
def monday():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.mark.django_db
class TestTheList:
    def test_above_the_limit_or_full_before_the_next_round(self, round_, monday):
        filled(1, round_, 80)
        filled(2, round_, 60, per_day=15)
        filled(3, round_, 30, per_day=2)
        bins.make_forecasts()
        assert listed(round_) == {"01": "full", "02": "soon", "03": ""}

    def test_the_days_of_the_round_decide_what_soon_is(self, round_, monday):
        filled(1, round_, 50, per_day=9)
        bins.make_forecasts()
        assert listed(round_)["01"] == ""
        assert listed(round_, MONDAY + 3 * DAY)["01"] == "soon"

    def test_one_that_has_fallen_silent_is_looked_at(self, round_, monday):
        silent = filled(1, round_, 10)
        models.Latest.objects.filter(device=silent).update(at=NOW - 7 * HOUR)
        container(2, round_.group)
        assert listed(round_) == {"01": "unknown", "02": "unknown"}

    def test_one_that_was_emptied_and_has_not_spoken_since_is_left(self, round_, monday):
        filled(1, round_, 90)
        tour = tours.propose_tour(round_=round_, day=MONDAY)
        report(tour.stops.get(), "emptied")
        assert listed(round_) == {"01": ""}
        monday.shift(HOUR * 7)
        assert listed(round_) == {"01": "unknown"}

    def test_one_that_could_not_be_reached_says_so(self, round_, monday):
        filled(1, round_, 90)
        tour = tours.propose_tour(round_=round_, day=MONDAY)
        report(tour.stops.get(), "blocked", note="Auto davor")
        found = queries.collection(round_, MONDAY).to_empty[0]
        assert (found.listed, found.trouble.note) == ("full", "Auto davor")

    def test_other_groups_and_retired_ones_are_not_on_it(self, round_, monday):
        filled(1, RoundFactory(), 90)
        filled(2, round_, 90, retired_on=MONDAY)
        assert listed(round_) == {}

    @pytest.mark.parametrize("many", [1, 30])
    def test_it_costs_three_queries(self, many, round_, assert_query_count):
        for number in range(many):
            filled(number, round_, 80)
        with assert_query_count(3):
            assert len(queries.collection(round_, MONDAY).to_empty) == many


def test_the_next_day_of_a_round():
    round_ = models.CollectionRound(weekdays=[0, 3])
    days = [round_.next_day(MONDAY + n * DAY).strftime("%d.%m.") for n in range(4)]
    assert days == ["03.12.", "03.12.", "03.12.", "07.12."]
    assert round_.this_or_next_day(MONDAY) == MONDAY
    assert models.CollectionRound(weekdays=[]).next_day(MONDAY) == MONDAY + 7 * DAY


@pytest.fixture
def tour(round_, monday):
    """Of seven containers four have to be emptied."""
    for number, level in enumerate((90, 20, 85, 30, 80, 10, 95), start=1):
        filled(number, round_, level, per_day=1)
    return tours.propose_tour(round_=round_, day=MONDAY)


def report(stop, result="emptied", *, by=None, key=None, note="", at=None) -> bool:
    said = tours.Report(result, key or uuid4(), note, at)
    by = by or stop.tour.driver or UserFactory(role="Depot")
    return tours.report_stop(stop=stop, report=said, by=by)


@pytest.mark.django_db
class TestTheProposal:
    def test_it_has_the_stops_that_count_in_a_short_order(self, tour, round_):
        assert {stop.device.name[-2:] for stop in tour.stops.all()} == {"01", "03", "05", "07"}
        assert [stop.order for stop in tour.stops.all()] == [1, 2, 3, 4]
        depot = (53.69, 9.99)
        points = [
            (float(stop.device.latitude), float(stop.device.longitude))
            for stop in tour.stops.select_related("device")
        ]
        way = [depot, *points, depot]
        metres = sum(metres_between(one, other) for one, other in pairwise(way))
        assert tour.metres == pytest.approx(metres, abs=5)

    def test_against_it_stands_the_best_way_round_all(self, tour):
        assert tour.fixed_stops == 7
        assert tour.fixed_metres >= tour.metres
        assert tour.saved_metres == tour.fixed_metres - tour.metres

    def test_made_anew_it_takes_the_place_of_the_old(self, tour, round_):
        again = tours.propose_tour(round_=round_, day=MONDAY)
        assert list(models.Tour.objects.all()) == [again]

    def test_one_that_is_under_way_stays(self, tour, round_):
        tours.start_tour(tour=tour, driver=UserFactory(role="Depot"))
        with pytest.raises(NotAllowedError, match="unterwegs"):
            tours.propose_tour(round_=round_, day=MONDAY)

    def test_with_nothing_to_empty_there_is_none(self, round_, monday):
        filled(1, round_, 10)
        with pytest.raises(NotAllowedError, match="geleert"):
            tours.propose_tour(round_=round_, day=MONDAY)

    @pytest.mark.parametrize("days", [-1, 40])
    def test_its_day_lies_ahead(self, round_, monday, days):
        with pytest.raises(NotAllowedError):
            tours.propose_tour(round_=round_, day=MONDAY + days * DAY)

    def test_distances_can_come_from_elsewhere(self, tour, round_):
        with override_settings(HARDWARE_DISTANCES="tests.hardware.test_tours.twice_as_far"):
            again = tours.propose_tour(round_=round_, day=MONDAY)
        assert again.metres == 2 * tour.metres

    @pytest.mark.parametrize(
        ("most", "words"), [(None, "keine Reihenfolge"), (6, "höchstens 6 Container")]
    )
    def test_without_an_order_there_is_no_tour_and_the_old_one_stays(
        self, tour, round_, monkeypatch, most, words
    ):
        if most:
            monkeypatch.setattr(tours, "MOST_STOPS", most)
        with (
            override_settings(HARDWARE_DISTANCES="tests.hardware.test_tours.nowhere"),
            pytest.raises(NotAllowedError, match=words),
        ):
            tours.propose_tour(round_=round_, day=MONDAY)
        assert models.Tour.objects.get() == tour

    @pytest.mark.parametrize("fields", [{"kind": "light"}, {"retired_on": MONDAY}])
    def test_nothing_else_is_added(self, tour, fields):
        other = container(9, tour.group, **fields)
        with pytest.raises(NotAllowedError, match="kein Container in Betrieb"):
            tours.add_stop(tour=tour, device=other)

    def test_a_container_can_be_added_once(self, tour):
        other = models.Device.objects.exclude(stops__tour=tour).first()
        stop = tours.add_stop(tour=tour, device=other)
        assert (stop.listed, stop.fill_percent) == ("added", 20)
        with pytest.raises(NotAllowedError):
            tours.add_stop(tour=tour, device=other)


def twice_as_far(points):
    return [[2 * metres for metres in row] for row in routing.crow_flies(points)]


def nowhere(points):
    """A service for distances that is out of order."""
    return [["far"] * len(points) for _point in points]


@pytest.mark.django_db
class TestOnTheWay:
    def test_the_first_report_begins_it_and_the_last_one_ends_it(self, tour):
        driver = UserFactory(role="Depot")
        first, *others = tour.stops.all()
        assert report(first, by=driver)
        tour.refresh_from_db()
        assert (tour.state, tour.driver) == ("underway", driver)
        for stop in others:
            report(stop, by=driver)
        tour.refresh_from_db()
        assert (tour.state, tour.finished_at is not None) == ("done", True)

    def test_started_again_by_its_driver_it_goes_on(self, tour, monday):
        driver = UserFactory(role="Depot")
        tours.start_tour(tour=tour, driver=driver)
        monday.shift(HOUR)
        assert tours.start_tour(tour=tour, driver=driver).started_at == NOW

    def test_one_that_has_not_begun_is_not_ended(self, tour):
        with pytest.raises(NotAllowedError, match="noch nicht begonnen"):
            tours.finish_tour(tour=tour)

    def test_a_report_that_comes_twice_counts_once(self, tour):
        stop, key, driver = tour.stops.first(), uuid4(), UserFactory(role="Depot")
        assert report(stop, "damaged", key=key, by=driver)
        assert not report(stop, "damaged", key=key, by=driver)
        assert models.Alert.objects.count() == 1

    def test_a_correction_counts_and_an_older_report_does_not(self, tour, monday):
        monday.shift(HOUR)
        stop, driver = tour.stops.first(), UserFactory(role="Depot")
        assert report(stop, "emptied", by=driver, at=NOW + HOUR / 2)
        assert not report(stop, "blocked", by=driver, at=NOW + HOUR / 4)
        assert report(stop, "damaged", by=driver, at=NOW + HOUR)
        stop.refresh_from_db()
        assert (stop.result, stop.done_at) == ("damaged", NOW + HOUR)

    @pytest.mark.parametrize("wrong", [DAY, -DAY])
    def test_a_phone_whose_clock_is_wrong_is_not_believed(self, tour, monday, wrong):
        stop = tour.stops.first()
        report(stop, at=NOW + wrong)
        stop.refresh_from_db()
        assert stop.done_at == NOW

    def test_a_report_from_a_dead_zone_comes_after_the_end(self, tour, monday):
        driver = UserFactory(role="Depot")
        tours.start_tour(tour=tour, driver=driver)
        tours.finish_tour(tour=tour)
        monday.shift(5 * HOUR)
        stop = tour.stops.first()
        assert report(stop, by=driver, at=NOW)
        assert models.Tour.objects.get().state == "done"

    def test_days_later_it_is_refused(self, tour, monday):
        monday.shift(5 * DAY)
        with pytest.raises(NotAllowedError):
            report(tour.stops.first())

    def test_nobody_else_reports_or_takes_it_over(self, tour):
        tours.start_tour(tour=tour, driver=UserFactory(role="Depot"))
        other = UserFactory(role="Depot")
        with pytest.raises(NotAllowedError):
            report(tour.stops.first(), by=other)
        with pytest.raises(NotAllowedError):
            tours.start_tour(tour=tour, driver=other)

    def test_a_tour_that_was_dropped_is_over(self, tour):
        tours.drop_tour(tour=tour)
        for verb in (tours.drop_tour, tours.finish_tour):
            with pytest.raises(NotAllowedError):
                verb(tour=tour)
        with pytest.raises(NotAllowedError):
            report(tour.stops.first())

    def test_damage_is_an_incident_until_it_is_emptied_again(self, tour):
        stop, driver = tour.stops.first(), UserFactory(role="Depot")
        report(stop, "damaged", by=driver, note="Klappe hängt")
        alert = models.Alert.objects.get()
        assert (alert.condition, alert.device) == ("fault", stop.device)
        assert "Klappe hängt" in alert.detail
        report(stop, "emptied", by=driver)
        alert.refresh_from_db()
        assert alert.closed_at is not None

    @pytest.mark.parametrize("result", ["", "burnt"])
    def test_only_what_is_offered_is_taken(self, tour, result):
        with pytest.raises(NotAllowedError):
            report(tour.stops.first(), result)
