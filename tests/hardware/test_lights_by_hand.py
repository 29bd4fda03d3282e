"""Lights set by hand."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from hardware_bridge import models
from hardware_bridge.domain import lights
from hardware_bridge.domain.rules import NotAllowedError
from tests.factories.people import UserFactory
from tests.hardware.lights import EVENING, HOUR, MINUTE, levels


class TestByHand:
    def set(self, **more):
        return lights.set_by_hand(
            **{
                "level_percent": 90,
                "until": timezone.now() + HOUR,
                "reason": "Sommerfest",
                "by": None,
            }
            | more
        )

    def test_it_wins_over_the_plan_until_its_end(self, park, group):
        with time_machine.travel(EVENING) as clock:
            self.set(group=group)
            assert set(levels().values()) == {90}
            assert lights.keep_to_plans() == 0
            clock.shift(HOUR + MINUTE)
            lights.keep_to_plans()
            assert set(levels().values()) == {60}

    def test_that_of_a_light_wins_over_its_groups(self, park, group):
        with time_machine.travel(EVENING):
            self.set(device=park[0], level_percent=10)
            self.set(group=group)
        assert levels() == {"mast-1": 10, "mast-2": 90, "mast-3": 90}

    def test_a_new_one_takes_the_place_of_the_old(self, park, group):
        with time_machine.travel(EVENING):
            self.set(group=group)
            self.set(group=group, level_percent=30)
            assert models.LightOverride.objects.current().count() == 1
        assert set(levels().values()) == {30}

    def test_it_can_be_ended_early_and_once(self, park, group):
        with time_machine.travel(EVENING):
            override = self.set(group=group)
            assert lights.end_by_hand(override=override, by=None)
            assert not lights.end_by_hand(override=override, by=None)
        assert set(levels().values()) == {60}

    def test_whoever_sets_it_signs_for_the_commands(self, park):
        person = UserFactory(role="Hardware operators")
        with time_machine.travel(EVENING):
            override = self.set(device=park[0], by=person)
        assert override.created_by == person
        assert models.Command.objects.get().requested_by == person

    @pytest.mark.parametrize(
        "odd",
        [
            {"level_percent": 101},
            {"level_percent": -1},
            {"reason": " "},
            {"days": 15},
            {"days": -1},
        ],
    )
    def test_what_is_odd_is_refused(self, park, group, odd):
        days = odd.pop("days", None)
        if days:
            odd = {"until": timezone.now() + timedelta(days=days)}
        with pytest.raises(NotAllowedError):
            self.set(group=group, **odd)
        assert not models.LightOverride.objects.exists()
