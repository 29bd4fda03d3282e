"""Machines and what they are told."""

import factory
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
