"""Hourly and daily values, and how long everything is kept."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from hardware_bridge import models, tasks
from hardware_bridge.domain import retention, rollups
from tests.factories.hardware import CommandFactory, DeviceFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 10, 25, 12, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def store(device, at: datetime, *, received: datetime | None = None, channel: int = 0, **measures):
    """A reading as the bridge writes it."""
    models.Reading.objects.create(
        device=device, channel=channel, at=at, received_at=received or at, measures=measures
    )


def hours(**where) -> list[tuple]:
    rows = models.HourRollup.objects.filter(**where).order_by("bucket", "measure")
    return [(r.bucket, r.measure, r.count, r.low, r.high, r.mean, r.last) for r in rows]


@pytest.fixture
def device():
    return DeviceFactory()


def test_an_hour_has_count_extremes_mean_and_last_value(device):
    for minute, value in ((5, 10), (50, 40), (20, 25)):
        store(device, NOON + minute * MINUTE, fill_percent=value)
    rollups.catch_up(now=NOON + HOUR)
    assert hours() == [(NOON, "fill_percent", 3, 10, 40, 25, 40)]


def test_flags_count_as_one_and_zero_and_words_not_at_all(device):
    store(device, NOON, on=True, door="open")
    store(device, NOON + MINUTE, on=False)
    rollups.catch_up(now=NOON + HOUR)
    assert hours() == [(NOON, "on", 2, 0, 1, 0.5, 0)]


def test_channels_are_kept_apart(device):
    store(device, NOON, channel=1, battery_percent=10)
    store(device, NOON, channel=2, battery_percent=20)
    rollups.catch_up(now=NOON + HOUR)
    assert set(models.HourRollup.objects.values_list("channel", "last")) == {(1, 10), (2, 20)}


def test_a_day_is_one_of_the_sites_time_zone(device):
    # The clocks go back in this night, so the day has 25 hours: from 22 to 23 o'clock UTC.
    for at in (datetime(2026, 10, 24, 21, 59), datetime(2026, 10, 24, 22), NOON):  # noqa: DTZ001
        store(device, at.replace(tzinfo=UTC), fill_percent=at.hour)
    store(device, datetime(2026, 10, 25, 22, 59, tzinfo=UTC), fill_percent=50)
    store(device, datetime(2026, 10, 25, 23, tzinfo=UTC), fill_percent=60)
    rollups.catch_up(now=NOON + 24 * HOUR)
    days = models.DayRollup.objects.order_by("bucket")
    assert [(day.bucket.day, day.count, day.last) for day in days] == [
        (24, 1, 21),
        (25, 3, 50),
        (26, 1, 60),
    ]


def test_a_reading_that_comes_late_is_caught_up(device):
    store(device, NOON, fill_percent=10)
    rollups.catch_up(now=NOON + HOUR)
    store(device, NOON + MINUTE, received=NOON + 5 * HOUR, fill_percent=30)
    rollups.catch_up(now=NOON + 6 * HOUR)
    assert hours() == [(NOON, "fill_percent", 2, 10, 30, 20, 30)]
    assert models.DayRollup.objects.get().count == 2


def test_what_was_received_before_the_mark_and_stored_after_it_is_caught_up(device):
    store(device, NOON, fill_percent=10)
    rollups.catch_up(now=NOON + 5 * HOUR)
    # The database was away for hours, and the bridge has noted it.
    store(device, NOON + MINUTE, received=NOON + HOUR, fill_percent=30)
    models.LateBatch.objects.create(since=NOON + HOUR)
    rollups.catch_up(now=NOON + 6 * HOUR)
    assert hours()[0][2] == 2
    assert not models.LateBatch.objects.exists()


def test_running_again_changes_nothing(device):
    store(device, NOON, fill_percent=10)
    rollups.catch_up(now=NOON + MINUTE)
    before = hours()
    rollups.catch_up(now=NOON + 2 * MINUTE)
    assert hours() == before
    assert rollups.catch_up(now=NOON + 2 * MINUTE) == 0


def test_a_long_outage_is_caught_up_in_steps(device):
    for hour in range(40):
        store(device, NOON + hour * HOUR, fill_percent=hour)
    assert rollups.catch_up(now=NOON + 40 * HOUR) == 7
    assert models.HourRollup.objects.count() == 40


def test_an_hour_of_which_readings_were_deleted_keeps_its_values(device):
    for minute in range(3):
        store(device, NOON + minute * MINUTE, fill_percent=minute)
    rollups.catch_up(now=NOON + HOUR)
    models.Reading.objects.all().delete()
    store(device, NOON + 9 * MINUTE, received=NOON + 2 * HOUR, fill_percent=99)
    rollups.catch_up(now=NOON + 3 * HOUR)
    assert hours()[0][2] == 3


def test_the_job_rolls_up_what_there_is(device):
    store(device, timezone.now() - HOUR, fill_percent=10)
    tasks.roll_up(timestamp=0)
    assert models.HourRollup.objects.count() == 1


class TestKeeping:
    """What is kept for how long."""

    def partitions(self) -> set[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT inhrelid::regclass::text FROM pg_inherits")
            return {name for (name,) in cursor.fetchall()}

    def test_partitions_are_made_ahead_once(self):
        today = date(2031, 11, 30)
        assert retention.make_partitions(today=today) == 4
        assert retention.make_partitions(today=today) == 0
        made = {f"hardware_reading_{month}" for month in ("2031_11", "2031_12", "2032_01")}
        assert made <= self.partitions()

    def test_each_kind_of_device_has_its_own_time(self):
        now = timezone.now()
        for kind in ("bin", "locker"):
            device = DeviceFactory(kind=kind)
            for days in (30, 90):
                store(device, now - timedelta(days=days), battery_percent=days)
        counts = retention.forget()
        assert (counts["bin"], counts["locker"]) == (0, 1)
        assert models.Reading.objects.count() == 3

    def test_names_of_drivers_and_of_who_pressed_go_after_a_year(self):
        person, device, now = UserFactory(), DeviceFactory(kind="locker"), timezone.now()
        for days in (300, 400):
            day = now - timedelta(days=days)
            models.Tour.objects.create(date=day.date(), state="done", driver=person)
            CommandFactory(device=device, requested_by=person, requested_at=day)
        assert retention.forget()["names"] == 2
        assert models.Tour.objects.get(driver=person).date == (now - timedelta(days=300)).date()
        assert models.Command.objects.filter(requested_by=person).count() == 1
        assert models.Command.objects.count() == 2

    def test_months_that_are_over_for_every_kind_are_dropped_whole(self):
        retention.make_partitions(today=date(2020, 1, 1))
        store(DeviceFactory(), datetime(2020, 2, 3, tzinfo=UTC), fill_percent=1)
        counts = retention.forget()
        assert counts["partitions"] == 4
        assert "hardware_reading_2020_02" not in self.partitions()
        assert "hardware_reading_rest" in self.partitions()
        assert not models.Reading.objects.exists()

    def test_what_a_deleted_device_has_left_goes(self):
        device = DeviceFactory()
        store(device, timezone.now(), fill_percent=1)
        models.Latest.objects.create(
            device=device,
            channel=0,
            measure="fill_percent",
            at=timezone.now(),
            received_at=timezone.now(),
            value=1,
        )
        device.delete()
        assert retention.forget()["of_no_device"] == 1
        assert not models.Latest.objects.exists()
        assert not models.Reading.objects.exists()

    def test_old_hours_and_old_messages_set_aside_go(self):
        device = DeviceFactory()
        values = {"count": 1, "low": 1, "high": 1, "total": 1, "last": 1}
        for days in (10, 900):
            bucket = timezone.now() - timedelta(days=days)
            models.HourRollup.objects.create(
                device=device, channel=0, measure="count", bucket=bucket, **values
            )
            at = timezone.now() - timedelta(days=days * 4)
            models.DeadLetter.objects.create(
                topic=str(days), reason="type", payload=b"", received_at=at
            )
        tasks.keep_house(timestamp=0)
        assert models.HourRollup.objects.count() == 1
        assert not models.DeadLetter.objects.exists()
