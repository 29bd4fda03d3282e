"""Devices that have said something."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from hardware_bridge import models
from tests.factories.hardware import DeviceFactory


def heard(
    device: models.Device, *, ago: timedelta = timedelta(), channel: int = 0, **values: Any
) -> models.Device:
    """Let the device have said these values some time ago, as the bridge stores them."""
    at = timezone.now() - ago
    models.DeviceState.objects.filter(device=device).update(last_seen_at=at)
    for measure, value in values.items():
        models.Latest.objects.create(
            device=device, channel=channel, measure=measure, at=at, received_at=at, value=value
        )
    models.Reading.objects.create(
        device=device, channel=channel, at=at, received_at=at, measures=values
    )
    return device


def speaking(number: int = 1, **fields: Any) -> list[models.Device]:
    """Containers, the first of them 1 % full, the next 2 %."""
    found = DeviceFactory.create_batch(number, **fields)
    return [heard(device, fill_percent=place) for place, device in enumerate(found, start=1)]


def hours(device: models.Device, *values: float, measure: str = "fill_percent") -> None:
    """Hourly values up to the hour before this one."""
    this = timezone.now().replace(minute=0, second=0, microsecond=0)
    models.HourRollup.objects.bulk_create(
        models.HourRollup(
            device=device,
            channel=0,
            measure=measure,
            bucket=this - timedelta(hours=len(values) - place),
            count=2,
            low=value - 1,
            high=value + 1,
            total=2 * value,
            last=value,
        )
        for place, value in enumerate(values)
    )


def group(slug: str = "container-nord", name: str = "Container Nord") -> models.DeviceGroup:
    """A group of devices."""
    return models.DeviceGroup.objects.create(slug=slug, name=name)
