"""The bridge between a real broker and a real database."""

import pytest

from hardware_bridge import models
from tests.factories.hardware import DeviceFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.broker]
STATE = "ngo/v1/bin/container-1/state"


def test_what_a_device_says_is_stored(bridge, publish):
    device = DeviceFactory(slug="container-1")
    run = bridge()
    publish(STATE, {"ts": "2026-11-29T03:00:00Z", "fill_percent": 40, "temperature_c": 21.5})
    run.settles(1)
    reading = models.Reading.objects.get(device=device)
    assert reading.measures == {"fill_percent": 40, "temperature_c": 21.5}
