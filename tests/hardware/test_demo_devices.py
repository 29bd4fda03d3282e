"""The demo's machines, and that what they said goes on in what they say."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.core.demo import DemoSite
from hardware_bridge.demo import depot, devices
from hardware_bridge.demo.park import BIN, LIGHT, LOCKER, machines
from hardware_bridge.domain import rollups
from hardware_bridge.domain.judging import judge_all
from hardware_bridge.models import (
    Alert,
    AlertRule,
    BinForecast,
    Compartment,
    DayRollup,
    Device,
    DeviceState,
    HourRollup,
    Latest,
    LightNight,
    Reading,
    RollupMark,
    Tour,
)
from tests.factories.park import says
from tests.factories.programme import ProjectFactory
from tests.simulators.devices import behaviour

SEED = 1
BY_SLUG = {machine.slug: machine for machine in machines()}


@pytest.fixture
def loaded(site):
    """The demo's devices and their history."""
    made = DemoSite()
    for key in ("project-containers", "project-lights", "project-lockers"):
        made.pages[key] = ProjectFactory(parent=site.projects, title=key, slug=key)
    devices.load(made)
    return made


def readings(kind: str, **more):
    """A few readings of each device of a kind, spread over the months."""
    slugs = dict(Device.objects.filter(kind=kind).values_list("pk", "slug"))
    found = Reading.objects.filter(device_id__in=slugs, **more).order_by("device_id", "at")
    return [(BY_SLUG[slugs[each.device_id]], each) for each in found[::41]]


def alike(stored: dict, played: dict) -> bool:
    """Whether they are the same up to the last digit, which may be rounded either way."""
    return stored.keys() == played.keys() and all(
        value == pytest.approx(played[name], abs=0.11 if name != "signal_dbm" else 1.01)
        for name, value in stored.items()
    )


def test_the_park_is_as_large_as_it_is_said_to_be(loaded):
    kinds = {kind: Device.objects.filter(kind=kind).count() for kind in (BIN, LIGHT, LOCKER)}
    assert kinds == {BIN: 30, LIGHT: 40, LOCKER: 2}
    assert Compartment.objects.count() == 24
    assert Device.objects.filter(kind=BIN).values("place").distinct().count() == 14
    assert AlertRule.objects.count() == 11


@pytest.mark.parametrize(("said", "well"), [({"fault": True}, False), ({"tilt": 80}, 0)])
def test_a_container_that_fell_over_or_reports_a_fault_opens_an_alert(loaded, said, well):
    device = Device.objects.get(slug="papier-rathausallee")
    ((measure, _value),) = said.items()
    judge_all()
    says(device, **said)
    assert judge_all()["opened"] == 1
    alert = Alert.objects.get(device=device, closed_at=None)
    assert alert.rule.duty_group.name == "Betriebshof"
    says(device, **{measure: well})
    judge_all()
    alert.refresh_from_db()
    assert alert.closed_at is not None


def test_history_is_what_the_simulator_would_have_said(loaded):
    bins = readings(BIN)
    assert len(bins) > 400
    for machine, reading in bins:
        played = behaviour.container(machine, reading.at.timestamp(), SEED)
        assert alike(reading.measures, played), (machine.slug, reading.at)
    lights = readings(LIGHT)
    for machine, reading in lights:
        played = behaviour.light(machine, reading.at.timestamp(), SEED)
        assert alike(reading.measures, played), (machine.slug, reading.at)
    doors = readings(LOCKER, channel__gt=0)
    assert {reading.measures["door"] for _machine, reading in doors} == {"open", "closed"}
    for machine, reading in doors:
        at = reading.at.timestamp()
        played = behaviour.compartment(machine, reading.channel, at, SEED)
        assert reading.measures == played, (machine.slug, reading.channel, reading.at)


def test_sums_are_those_that_the_job_would_make(loaded):
    hours, days = set(values_of(HourRollup)), set(values_of(DayRollup))
    assert len(days) > 5000
    HourRollup.objects.all()._raw_delete("default")
    DayRollup.objects.all()._raw_delete("default")
    machine = Device.objects.get(slug="papier-rathausallee")
    # One device and some days are enough: the job reckons each of them for itself.
    since = timezone.now().replace(hour=0, minute=0) - timedelta(days=9)
    Reading.objects.exclude(device_id=machine.pk, at__gte=since)._raw_delete("default")
    RollupMark.objects.update(until=since)
    rollups.catch_up()
    later = since + timedelta(days=1)
    for model, before, first in ((HourRollup, hours, later), (DayRollup, days, later.date())):
        expected = {each for each in before if each[0] == machine.pk and each[3] > first}
        assert len(expected) > 30
        assert {each for each in values_of(model) if each[3] > first} == expected


def values_of(model):
    names = ("device_id", "channel", "measure", "bucket", "count", "low", "high", "last")
    return model.objects.values_list(*names)


def test_what_is_known_now_is_the_last_that_was_said(loaded):
    last = Reading.objects.filter(device__slug="leuchte-20").order_by("-at").first()
    known = Latest.objects.filter(device_id=last.device_id)
    assert {each.measure: each.value for each in known} == last.measures
    assert timezone.now() - last.at < timedelta(minutes=2)
    state = DeviceState.objects.get(device__slug="papier-harksheider-markt")
    assert state.battery_percent < 20
    silent = DeviceState.objects.get(device__slug="glas-glashuetter-markt")
    assert timedelta(days=2.9) < timezone.now() - silent.last_seen_at < timedelta(days=3.1)


def test_the_depot_has_tours_and_the_lights_have_nights(loaded):
    depot.load(loaded)
    tours = Tour.objects.all()
    assert len(tours) == 2
    for tour in tours:
        assert 0 < tour.stops.count() <= tour.fixed_stops
        assert 0 < tour.metres <= tour.fixed_metres
    assert BinForecast.objects.exclude(percent_per_day=None).count() > 25
    nights = LightNight.objects.all()
    assert nights.count() >= 28
    assert all(0 < night.used_wh < night.full_wh for night in nights)
