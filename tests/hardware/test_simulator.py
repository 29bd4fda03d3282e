"""The simulated park: believable, the same for the same seed, and it answers."""

import itertools
from datetime import UTC, datetime

import pytest

from tests.hardware.simulated import BINS, DAY, MIDNIGHT, NEW_LIGHT, OLD_LIGHT, SEED, UNUSED, USED
from tests.simulators.devices import behaviour


def hours(count: int, first: float = MIDNIGHT):
    return [first + number * 3600 for number in range(count)]


class TestContainers:
    """Filled by day, emptied now and then."""

    @pytest.mark.parametrize("machine", BINS, ids=lambda machine: machine.slug)
    def test_it_fills_slowly_and_is_emptied_as_often_as_it_should(self, machine):
        levels = [behaviour.container(machine, at, SEED)["fill_percent"] for at in hours(24 * 30)]
        steps = [after - before for before, after in itertools.pairwise(levels)]
        emptied = [step for step in steps if step < -20]
        assert abs(len(emptied) - 30 / machine.every) <= 1
        assert all(-1 < step < 100 / machine.every / 8 for step in steps if step >= -20)
        assert min(levels) < 12
        assert machine.peak - 12 < max(levels) <= 100

    def test_they_differ_in_how_full_they_are(self):
        levels = [behaviour.container(each, MIDNIGHT, SEED)["fill_percent"] for each in BINS]
        assert len(set(levels)) > 25
        assert max(levels) - min(levels) > 50

    def test_nights_are_colder_than_days_and_winters_than_summers(self):
        night, noon = (behaviour.container(BINS[0], MIDNIGHT + h * 3600, SEED) for h in (4, 15))
        assert night["temperature_c"] < noon["temperature_c"]
        winter = behaviour.container(BINS[0], MIDNIGHT - 110 * DAY, SEED)
        summer = behaviour.container(BINS[0], MIDNIGHT + 75 * DAY, SEED)
        assert winter["temperature_c"] < summer["temperature_c"] - 8


class TestLights:
    """Dark by day, and saving at night."""

    def test_by_day_none_burns(self):
        for hour in range(8, 19):
            for machine in (NEW_LIGHT, OLD_LIGHT):
                assert not behaviour.light(machine, MIDNIGHT + hour * 3600, SEED)["on"]

    def test_old_ones_burn_all_night_and_new_ones_need_a_fraction(self):
        minutes = [MIDNIGHT + DAY * day + 60 * each for day in range(3) for each in range(1440)]
        old, new = (
            [behaviour.light(machine, at, SEED) for at in minutes]
            for machine in (OLD_LIGHT, NEW_LIGHT)
        )
        assert {each["level_percent"] for each in old} == {0, 100}
        assert {each["level_percent"] for each in new} == {0, 10, 70}
        assert sum(each["power_w"] for each in new) < 0.1 * sum(each["power_w"] for each in old)
        assert all(each["level_percent"] == 70 for each in new if each["motion"] and each["on"])

    def test_the_sun_sets_earlier_in_winter(self):
        summer = datetime(2026, 6, 21, 19, tzinfo=UTC).timestamp()
        winter = datetime(2026, 12, 21, 15, 30, tzinfo=UTC).timestamp()
        assert not behaviour.is_dark(NEW_LIGHT, behaviour.moment(summer))
        assert behaviour.is_dark(NEW_LIGHT, behaviour.moment(winter))


class TestLockers:
    """Used by day, at one of the two stations."""

    def test_doors_open_by_day_only_and_for_a_moment(self):
        moments = [MIDNIGHT + 10 * each for each in range(8640)]
        opened = [
            (number, at)
            for number in behaviour.compartments(USED)
            for at in moments
            if behaviour.compartment(USED, number, at, SEED)["door"] == "open"
        ]
        local = [datetime.fromtimestamp(at, behaviour.ZONE).hour for _number, at in opened]
        assert 9 <= min(local) <= max(local) <= 20
        # Four times ten seconds at both ends of each loan.
        loans = [
            loan
            for number in behaviour.compartments(USED)
            for loan in behaviour.loans(USED.slug, number, behaviour.moment(MIDNIGHT).day, SEED)
        ]
        assert len(opened) == 8 * len(loans)
        assert 3 < len(loans) < 20

    def test_something_is_out_between_the_ends_of_a_loan(self):
        day = behaviour.moment(MIDNIGHT).day
        number, loan = next(
            (number, loans[0])
            for number in behaviour.compartments(USED)
            if (loans := behaviour.loans(USED.slug, number, day, SEED))
        )
        before, within, after = (
            behaviour.compartment(USED, number, MIDNIGHT + minute * 60, SEED)["occupied"]
            for minute in (loan.begin - 1, loan.begin + 2, loan.end + 2)
        )
        assert (before, within, after) == (True, False, True)

    def test_the_other_is_opened_by_commands_alone(self):
        for at in hours(24):
            values = behaviour.compartment(UNUSED, 1, at, SEED)
            assert values == {"door": "closed", "occupied": True, "fault": False}


def test_the_same_seed_is_the_same_park_and_another_one_is_not():
    def played(seed: int) -> list:
        return [behaviour.container(machine, MIDNIGHT, seed) for machine in BINS]

    assert played(5) == played(5)
    assert played(5) != played(6)
