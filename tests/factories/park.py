"""A park: stations with compartments, lights with a plan and permits, containers with a round."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from cms.programme.models import Permit
from hardware_bridge import models
from tests.factories.hardware import DeviceFactory
from tests.factories.programme import ProjectFactory

HOUR = timedelta(hours=1)


class GroupFactory(DjangoModelFactory):
    """A group of devices."""

    name = factory.Sequence(lambda number: f"Stadtpark {number}")
    slug = factory.Sequence(lambda number: f"stadtpark-{number}")

    class Meta:
        model = models.DeviceGroup


class RoundFactory(DjangoModelFactory):
    """A round on Mondays and Thursdays."""

    group = factory.SubFactory(GroupFactory)
    weekdays = [0, 3]
    depot_name = "Betriebshof"
    depot_latitude = "53.690000"
    depot_longitude = "9.990000"

    class Meta:
        model = models.CollectionRound


class LightPlanFactory(DjangoModelFactory):
    """60 percent, late at night 20, and 100 when somebody comes."""

    group = factory.SubFactory(GroupFactory)

    class Meta:
        model = models.LightPlan


def station(number: int = 1, compartments: int = 2, **fields: Any) -> models.Device:
    """A station whose compartments are numbered from 1."""
    device = DeviceFactory(
        **{"kind": "locker", "name": f"Station {number}", "slug": f"station-{number}"} | fields
    )
    models.Compartment.objects.bulk_create(
        models.Compartment(device=device, number=each) for each in range(1, compartments + 1)
    )
    return device


def permitted_project(site: Any, *states: str) -> Any:
    """A project with permits in these states; granted ones without any."""
    project = ProjectFactory(parent=site.projects)
    for state in states or ("granted",):
        Permit.objects.create(page=project, locale=project.locale, title="Genehmigung", state=state)
    return project


def light(number: int, group: models.DeviceGroup, project: Any = None, **fields: Any):
    """A light of a group, 40 metres north of the one before."""
    return DeviceFactory(
        **{
            "kind": "light",
            "name": f"Mast {number}",
            "slug": f"mast-{number}",
            "group": group,
            "project": project,
            "latitude": f"{53.7 + number * 0.00036:.6f}",
            "longitude": "10.000000",
            "interval_seconds": 300,
        }
        | fields
    )


def container(number: int, group: models.DeviceGroup, **fields: Any) -> models.Device:
    """A container of a group; they stand in a zigzag, so the best order is not by number."""
    return DeviceFactory(
        **{
            "name": f"Container {number:02}",
            "slug": f"behaelter-{number:02}",
            "group": group,
            "latitude": f"{53.69 + (number * 7 % 10) * 0.001:.6f}",
            "longitude": f"{9.99 + (number % 4) * 0.002:.6f}",
        }
        | fields
    )


def says(device: models.Device, at: datetime | None = None, *, channel: int = 0, **values: Any):
    """A reading and the latest values, as the bridge writes them."""
    at = at or timezone.now()
    models.Reading.objects.create(
        device=device, channel=channel, at=at, received_at=at, measures=values
    )
    for measure, value in values.items():
        known = models.Latest.objects.filter(device=device, channel=channel, measure=measure)
        if not known.filter(at__gt=at).exists():
            known.delete()
            models.Latest.objects.create(
                device=device,
                channel=channel,
                measure=measure,
                at=at,
                received_at=at,
                value=value,
            )


def hours_of(
    device: models.Device, measure: str, values: Iterable[float], end: datetime | None = None
) -> None:
    """Hourly values, the last of which is the hour before ``end``."""
    values = list(values)
    last = (end or timezone.now()).replace(minute=0, second=0, microsecond=0)
    models.HourRollup.objects.bulk_create(
        models.HourRollup(
            device=device,
            channel=0,
            measure=measure,
            bucket=last - HOUR * (len(values) - place),
            count=4,
            low=value,
            high=value,
            total=4 * value,
            last=value,
        )
        for place, value in enumerate(values)
    )
