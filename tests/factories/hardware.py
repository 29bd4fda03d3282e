"""Machines and what they are told."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from hardware_bridge import models


class DeviceFactory(DjangoModelFactory):
    """A container that sends every quarter of an hour."""

    kind = "bin"
    name = factory.Sequence(lambda number: f"Container {number}")
    slug = factory.Sequence(lambda number: f"container-{number}")
    place = "Stadtpark, Eingang Nord"
    latitude = "53.701000"
    longitude = "9.993000"
    interval_seconds = 900

    class Meta:
        model = models.Device


class CommandFactory(DjangoModelFactory):
    """A command to open a compartment."""

    device = factory.SubFactory(DeviceFactory, kind="locker", slug="station-1")
    channel = 1
    action = "open"

    class Meta:
        model = models.Command


class DutyGroupFactory(DjangoModelFactory):
    """Somebody to be told."""

    name = factory.Sequence(lambda number: f"Dienst {number}")
    email = factory.Sequence(lambda number: f"dienst-{number}@example.org")

    class Meta:
        model = models.DutyGroup


class AlertRuleFactory(DjangoModelFactory):
    """Containers above 80 %, until they are below 60 %."""

    name = factory.Sequence(lambda number: f"Regel {number}")
    kind = "bin"
    condition = "above"
    measure = "fill_percent"
    limit = 80
    back_at = 60
    duty_group = factory.SubFactory(DutyGroupFactory)

    class Meta:
        model = models.AlertRule


class AlertFactory(DjangoModelFactory):
    """A fault that is open."""

    device = factory.SubFactory(DeviceFactory)
    condition = "fault"

    class Meta:
        model = models.Alert


def has_said(device: models.Device, channel: int = 0, **measures: object) -> None:
    """What a device has said last, as the bridge would have stored it."""
    now = timezone.now()
    for measure, value in measures.items():
        models.Latest.objects.update_or_create(
            device_id=device.pk,
            channel=channel,
            measure=measure,
            defaults={"at": now, "received_at": now, "value": value},
        )
    models.DeviceState.objects.filter(device=device).update(last_seen_at=now)


def working_bridge(**more: object) -> models.BridgeStatus:
    """A bridge that has listened for a week."""
    number = models.BridgeStatus.objects.count()
    since = timezone.now() - timedelta(days=7)
    own = {
        "name": f"bridge-{number}",
        "number": number,
        "is_connected": True,
        "connected_since": since,
    }
    return models.BridgeStatus.objects.create(**own | more)
