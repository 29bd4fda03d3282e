"""What the database itself holds about machines."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from hardware_bridge import models
from tests.factories.hardware import CommandFactory, DeviceFactory


def partitions() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits"
            " WHERE inhparent = 'hardware_reading'::regclass"
        )
        return {name for (name,) in cursor.fetchall()}


def make_partition(month: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT hardware_make_partition(%s)", [month])
        return cursor.fetchone()[0]


def store(device: models.Device, at: datetime, **measures: object) -> None:
    models.Reading.objects.create(
        device=device, channel=0, at=at, received_at=timezone.now(), measures=measures
    )


def test_a_device_has_a_state_from_the_first_moment(db):
    assert DeviceFactory().state.last_seen_at is None


def test_the_address_of_an_own_device_follows_kind_and_slug(db):
    device = DeviceFactory(kind="light", slug="mast-1")
    assert (device.address, device.topic) == ("light/mast-1", "ngo/v1/light/mast-1")


def test_two_devices_cannot_have_one_address(db):
    DeviceFactory(adapter="chirpstack", address="24e124136d490175")
    with pytest.raises(IntegrityError), transaction.atomic():
        DeviceFactory(adapter="chirpstack", address="24e124136d490175")


def test_a_new_installation_has_partitions_around_the_present(db):
    month = f"hardware_reading_{timezone.now():%Y_%m}"
    assert {month, "hardware_reading_rest"} <= partitions()
    assert len(partitions()) == 9


def test_a_reading_is_found_by_its_model(db):
    device = DeviceFactory()
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    store(device, at, fill_percent=40)
    found = models.Reading.objects.get(device=device, at=at)
    assert found.measures == {"fill_percent": 40}


def test_a_partition_made_late_takes_over_what_the_rest_had_taken_in(db):
    device = DeviceFactory()
    at = datetime(2031, 5, 31, 23, 59, tzinfo=UTC)
    for moment in (at, at + timedelta(minutes=2)):
        store(device, moment, fill_percent=1)
    assert make_partition("2031-05-07") is True
    assert make_partition("2031-05-07") is False
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM hardware_reading_2031_05")
        assert cursor.fetchone()[0] == 1
    assert models.Reading.objects.filter(device=device).count() == 2


def test_steps_of_a_command_can_neither_be_changed_nor_deleted(db):
    event = models.CommandEvent.objects.create(
        command=CommandFactory(), state="requested", origin="person", at=timezone.now()
    )
    for change in (
        lambda: models.CommandEvent.objects.filter(pk=event.pk).update(detail="x"),
        lambda: models.CommandEvent.objects.filter(pk=event.pk)._raw_delete("default"),
    ):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            change()


def test_the_log_of_commands_cannot_be_emptied_at_once(db):
    for tables in ("hardware_commandevent", "hardware_command CASCADE"):
        with (
            pytest.raises(IntegrityError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"TRUNCATE {tables}")


def test_a_device_with_commands_cannot_be_deleted(db):
    with pytest.raises(ProtectedError):
        CommandFactory().device.delete()


def test_a_device_without_commands_goes_with_what_belongs_to_it(db):
    device = DeviceFactory()
    models.Compartment.objects.create(device=device, number=1)
    device.delete()
    assert not models.DeviceState.objects.exists()


NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
VALUE = {"device_id": 7, "channel": 3, "measure": "fill_percent"}
SUMS = {"count": 4, "low": 1, "high": 3, "total": 10, "last": 2}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (models.Reading(device_id=7, channel=3, at=NOON), "7/3 2026-03-01 12:00:00+00:00"),
        (models.Latest(value=40, **VALUE), "7/3 fill_percent: 40"),
        (models.HourRollup(**VALUE, **SUMS), "7/3 fill_percent: 2.5"),
        (models.RollupMark(name="hours", until=NOON), "hours: 2026-03-01 12:00:00+00:00"),
        (models.LateBatch(since=NOON), "2026-03-01 12:00:00+00:00"),
        (models.Received(client="bridge-0", mid=9), "bridge-0: 9"),
        (models.BridgeStatus(name="bridge-0"), "bridge-0"),
        (models.UnknownDevice(address="24e124136d490175"), "24e124136d490175"),
        (models.PublicMeasure(kind="bin", measure="fill_percent"), "Container: Füllstand"),
        (models.LightNight(group_id=7, night=NOON.date(), used_wh=90), "7 2026-03-01: 90 Wh"),
        (models.Tour(date=NOON.date()), "2026-03-01"),
    ],
)
def test_a_row_says_what_it_is_where_somebody_looks_for_a_fault(row, words):
    assert str(row) == words
