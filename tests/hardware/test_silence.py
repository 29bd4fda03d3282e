"""Devices that say nothing: from when that is an incident, and when it is over."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hardware_bridge import models
from hardware_bridge.domain import judging
from tests.factories.hardware import (
    AlertRuleFactory,
    DeviceFactory,
    working_bridge,
)
from tests.hardware.test_alerts import open_ones

pytestmark = pytest.mark.django_db


class TestSilence:
    """No message for longer than some intervals."""

    def silent(self, **more: object) -> models.Device:
        AlertRuleFactory(
            condition="silence", measure="", limit=None, back_at=None, intervals=3, **more
        )
        return DeviceFactory(interval_seconds=600)

    def last_seen(self, device: models.Device, minutes: int) -> None:
        moment = timezone.now() - timedelta(minutes=minutes)
        models.DeviceState.objects.filter(device=device).update(last_seen_at=moment)

    @pytest.mark.parametrize(("minutes", "is_open"), [(29, False), (31, True)])
    def test_it_opens_after_so_many_intervals(self, minutes, is_open):
        working_bridge()
        self.last_seen(self.silent(), minutes)
        judging.judge_all()
        assert bool(open_ones()) is is_open

    def test_it_closes_with_the_next_message(self):
        working_bridge()
        device = self.silent()
        self.last_seen(device, 60)
        judging.judge_all()
        judging.judge_all()
        assert len(open_ones()) == 1
        self.last_seen(device, 0)
        assert judging.judge_all() == {"opened": 0, "closed": 1}

    @pytest.mark.parametrize(
        "bridge", [None, {"is_connected": False}, {"connected_since": timezone.now}]
    )
    def test_nobody_is_silent_who_could_not_be_heard(self, bridge):
        if bridge is not None:
            working_bridge(**{k: v() if callable(v) else v for k, v in bridge.items()})
        self.last_seen(self.silent(), 600)
        judging.judge_all()
        assert open_ones() == []

    def test_one_never_heard_of_counts_from_its_installation(self):
        working_bridge()
        device = self.silent()
        judging.judge_all()
        assert open_ones() == []
        models.Device.objects.filter(pk=device.pk).update(
            installed_on=timezone.localdate() - timedelta(days=2)
        )
        judging.judge_all()
        assert models.Alert.objects.get().detail == "Noch nie gehört"

    def test_those_that_talk_every_second_have_a_minute(self):
        working_bridge()
        device = self.silent()
        models.Device.objects.filter(pk=device.pk).update(interval_seconds=1)
        moment = timezone.now() - timedelta(seconds=30)
        models.DeviceState.objects.filter(device=device).update(last_seen_at=moment)
        judging.judge_all()
        assert open_ones() == []
