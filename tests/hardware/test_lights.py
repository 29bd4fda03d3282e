"""Lights: by plan, by hand, brighter when somebody comes, and never without permits."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.utils import timezone

from cms.programme.models import Permit
from hardware_bridge import models, tasks
from hardware_bridge.domain import commands, energy, lights
from hardware_bridge.domain.ingest import Stored
from hardware_bridge.domain.rules import NotAllowedError
from hardware_bridge.queries import lights as queries
from hardware_bridge.reckoning import sun
from tests.factories.park import (
    LightPlanFactory,
    hours_of,
    light,
    permitted_project,
    says,
)
from tests.factories.people import UserFactory
from tests.hardware.lights import EVENING, HOUR, LATE, MINUTE, NOON, levels, told


class TestTheSun:
    """Within minutes of what almanacs print for Hamburg, 15 km to the south."""

    @pytest.mark.parametrize(
        ("day", "sets", "rises"),
        [
            (date(2026, 12, 21), "16:02", "08:36"),
            (date(2026, 6, 21), "21:53", "04:50"),
            (date(2026, 3, 20), "18:34", "06:20"),
        ],
    )
    def test_dark_begins_and_ends_with_the_sun(self, day, sets, rises):
        place = sun.Place(53.7063, 10.0102, timezone.get_default_timezone())
        span = sun.dark(day, place)
        for moment, clock in ((span.start, sets), (span.end, rises)):
            told = datetime.strptime(clock, "%H:%M").replace(tzinfo=UTC)
            shown = moment.astimezone(place.zone)
            minutes = shown.hour * 60 + shown.minute
            assert abs(minutes - told.hour * 60 - told.minute) <= 4


class TestThePlan:
    def test_it_goes_by_sunset_late_night_and_sunrise(self, group, site):
        plan = LightPlanFactory(group=group)
        place, hours = queries.place(), queries.hours_of(plan)
        assert sun.level_at(NOON, place, hours) == 0
        assert sun.level_at(EVENING, place, hours) == 60
        assert sun.level_at(LATE, place, hours) == 20
        steps = [level for _at, level in sun.steps(date(2026, 12, 10), place, hours)]
        assert steps == [60, 20, 60, 0]

    def test_offsets_move_its_ends(self, group, site):
        plan = LightPlanFactory(group=group, minutes_after_sunset=-30, minutes_after_sunrise=30)
        place = queries.place()
        span, moved = (
            sun.dark(date(2026, 12, 10), place, hours) for hours in (None, queries.hours_of(plan))
        )
        assert (span.start - moved.start, moved.end - span.end) == (30 * MINUTE, 30 * MINUTE)

    def test_each_light_is_told_once_until_something_changes(self, park):
        for moment in (EVENING, EVENING + MINUTE):
            with time_machine.travel(moment):
                tasks.keep_lights(timestamp=0)
        assert told() == [(f"mast-{n}", "set_level", 60) for n in (1, 2, 3)]
        with time_machine.travel(LATE):
            assert lights.keep_to_plans() == 3
        assert set(levels().values()) == {20}

    def test_a_light_that_did_not_answer_is_told_again_after_a_while(self, park):
        with time_machine.travel(EVENING) as clock:
            lights.keep_to_plans()
            for command in models.Command.objects.all():
                commands.advance(command=command, to="sent", origin="system")
                commands.advance(command=command, to="timed_out", origin="system")
            clock.shift(MINUTE)
            assert lights.keep_to_plans() == 0
            clock.shift(5 * MINUTE)
            assert lights.keep_to_plans() == 3

    def test_a_light_that_has_lost_its_level_is_told_again(self, park):
        with time_machine.travel(EVENING) as clock:
            lights.keep_to_plans()
            says(park[1], level_percent=0)
            clock.shift(6 * MINUTE)
            assert lights.keep_to_plans() == 0  # it may not have got there yet
            says(park[0], level_percent=60.5)
            says(park[1], level_percent=100)
            assert lights.keep_to_plans() == 1
        assert models.Command.objects.order_by("-pk")[0].device == park[1]

    def test_it_gives_up_after_an_hour(self, park):
        given = 0
        with time_machine.travel(EVENING) as clock:
            for _each in range(20):
                given += lights.keep_to_plans()
                models.Command.objects.update(state="timed_out")
                clock.shift(6 * MINUTE)
        assert given == 3 * lights.MOST_TRIES

    def test_without_a_plan_lights_are_let_go(self, park, group):
        with time_machine.travel(EVENING):
            lights.keep_to_plans()
            models.LightPlan.objects.update(is_active=False)
            assert lights.keep_to_plans() == 3
            assert lights.keep_to_plans() == 0
        assert {action for _slug, action, _level in told()} == {"set_level", "release"}
        assert set(levels().values()) == {None}

    def test_a_retired_light_is_told_nothing(self, park):
        park[0].retired_on = date(2026, 12, 1)
        park[0].save()
        with time_machine.travel(EVENING):
            assert lights.keep_to_plans() == 2


class TestPermits:
    """No command leaves for a light whose project has not all permits on record."""

    @pytest.mark.parametrize("states", [("requested",), ("granted", "refused")])
    def test_the_plan_says_nothing_and_fills_no_log(self, site, group, states):
        LightPlanFactory(group=group)
        light(1, group, permitted_project(site, *states))
        light(2, group, None)
        with time_machine.travel(EVENING):
            assert lights.keep_to_plans() == 0
        assert not models.Command.objects.exists()

    def test_nobody_sets_such_a_light_by_hand(self, site, group):
        held = light(1, group, permitted_project(site, "needed"))
        with pytest.raises(NotAllowedError, match="Genehmigungen"):
            lights.set_by_hand(
                device=held,
                level_percent=50,
                until=timezone.now() + HOUR,
                reason="Fest",
                by=UserFactory(role="Hardware operators"),
            )
        assert not models.LightOverride.objects.exists()

    def test_a_light_without_a_project_is_refused_in_words_of_its_own(self, site, group):
        stray = light(1, group, None)
        with pytest.raises(NotAllowedError, match="gehört zu keinem Projekt"):
            lights.set_by_hand(
                device=stray, level_percent=50, until=timezone.now() + HOUR, reason="Fest", by=None
            )
        command = commands.request_command(device=stray, action="release", by=None)
        assert command.is_refused
        assert "gehört zu keinem Projekt" in command.reason

    def test_a_group_with_one_such_light_is_not_set_either(self, park, group, site):
        light(9, group, permitted_project(site, "needed"))
        with pytest.raises(NotAllowedError, match="Genehmigungen"):
            lights.set_by_hand(
                group=group, level_percent=50, until=timezone.now() + HOUR, reason="Fest", by=None
            )

    def test_a_motion_lights_none(self, site, group):
        LightPlanFactory(group=group)
        dark = light(1, group, permitted_project(site, "needed"))
        with time_machine.travel(EVENING):
            lights.look_for_motion([Stored(dark.pk, "light", 0, EVENING, {"motion": True})])
        assert not models.Command.objects.exists()

    def test_a_permit_that_is_withdrawn_ends_it(self, park):
        with time_machine.travel(EVENING):
            assert lights.keep_to_plans() == 3
            Permit.objects.update(state="refused")
            with time_machine.travel(LATE):
                assert lights.keep_to_plans() == 0


class TestMotion:
    def come(self, device, at):
        lights.look_for_motion([Stored(device.pk, "light", 0, at, {"motion": True})])

    def test_the_light_and_those_near_shine_brighter_for_a_while(self, park):
        with time_machine.travel(EVENING) as clock:
            lights.keep_to_plans()
            self.come(park[0], EVENING)
            assert levels() == {"mast-1": 100, "mast-2": 100, "mast-3": 60}
            (found,) = queries.light_groups()
            assert [lamp.is_brighter for lamp in found.lamps] == [True, True, False]
            clock.shift(MINUTE)
            assert lights.keep_to_plans() == 0
            clock.shift(2 * MINUTE)
            lights.keep_to_plans()
            assert set(levels().values()) == {60}

    def test_whoever_stays_is_not_left_in_the_dark(self, park):
        with time_machine.travel(EVENING) as clock:
            self.come(park[0], EVENING)
            clock.shift(3 * MINUTE)
            says(park[0], motion=True)
            lights.keep_to_plans()
            assert levels()["mast-1"] == 100
            clock.shift(MINUTE)
            says(park[0], motion=False)
            lights.keep_to_plans()
            assert levels()["mast-1"] == 60

    def test_by_day_nothing_happens(self, park):
        with time_machine.travel(NOON):
            lights.keep_to_plans()
            self.come(park[0], NOON)
            (found,) = queries.light_groups()
        assert set(levels().values()) == {0}
        assert not any(lamp.is_brighter for lamp in found.lamps)

    def test_a_motion_of_long_ago_is_past(self, park):
        with time_machine.travel(EVENING):
            lights.keep_to_plans()
            self.come(park[0], EVENING - 3 * MINUTE)
        assert set(levels().values()) == {60}

    def test_what_was_set_by_hand_stays(self, park, group):
        with time_machine.travel(EVENING):
            lights.set_by_hand(
                group=group, level_percent=5, until=EVENING + HOUR, reason="Fest", by=None
            )
            self.come(park[0], EVENING)
        assert set(levels().values()) == {5}


class TestEnergy:
    """Per night, against full brightness all night."""

    MORNING = datetime(2026, 12, 11, 11, tzinfo=UTC)

    def test_only_hours_with_values_count_on_both_sides(self, park, group):
        models.LightPlan.objects.update(full_power_w=40)
        end = datetime(2026, 12, 11, 9, tzinfo=UTC)
        hours_of(park[0], "power_w", [10] * 24, end=end)
        hours_of(park[1], "power_w", [10] * 9, end=end)
        assert energy.count_nights(now=self.MORNING) == 1
        night = models.LightNight.objects.get()
        dark = sun.dark(date(2026, 12, 10), queries.place())
        touched = 18
        assert night.used_wh == pytest.approx(10 * (touched + 8))
        assert night.full_wh == pytest.approx(40 * dark.hours * (1 + 8 / touched))
        assert night.covered_percent == pytest.approx(100 * (1 + 8 / touched) / 3)
        assert 70 < night.saved_percent < 80

    def test_values_that_come_late_are_counted_anew(self, park):
        end = datetime(2026, 12, 11, 9, tzinfo=UTC)
        hours_of(park[0], "power_w", [10] * 24, end=end)
        energy.count_nights(now=self.MORNING)
        hours_of(park[1], "power_w", [10] * 24, end=end)
        with time_machine.travel(self.MORNING):
            tasks.count_nights(timestamp=0)
        assert models.LightNight.objects.get().covered_percent == pytest.approx(200 / 3)

    def test_a_night_that_is_not_over_waits(self, park):
        hours_of(park[0], "power_w", [10] * 5, end=LATE)
        assert energy.count_nights(now=LATE) == 0


@pytest.mark.parametrize("many", [1, 30])
def test_all_groups_cost_the_same(many, project, group, assert_query_count):
    LightPlanFactory(group=group)
    for number in range(many):
        one = light(number, group, project)
        says(one, on=True, level_percent=60, power_w=24.0)
    with time_machine.travel(EVENING):
        lights.keep_to_plans()
    with assert_query_count(6):
        found = queries.light_groups(now=EVENING)
        assert len(found[0].lamps) == many
        assert all(lamp.control.command.state for lamp in found[0].lamps)
    assert found[0].shining == many
    assert found[0].is_permitted
