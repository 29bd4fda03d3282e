"""Batches in the database, without a broker."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from psycopg.conninfo import make_conninfo

from hardware_bridge import models
from hardware_bridge.bridge.link import Link
from hardware_bridge.bridge.packets import DUP
from hardware_bridge.management.commands.bridge import conninfo
from tests.factories.hardware import DeviceFactory
from tests.hardware.desk import Desk, ms

pytestmark = pytest.mark.django_db
STATE = "ngo/v1/bin/container-1/state"


@pytest.fixture
def device():
    return DeviceFactory(slug="container-1")


@pytest.fixture
def desk(device):
    return Desk()


def readings() -> list[dict]:
    return list(models.Reading.objects.order_by("at").values_list("measures", flat=True))


def latest() -> dict:
    return dict(models.Latest.objects.values_list("measure", "value"))


def test_readings_are_kept_and_the_newest_value_of_each_measure_beside_them(desk, device):
    desk.commit(
        (STATE, {"ts": ms(-20), "fill_percent": 40, "temperature_c": 21.5}),
        (STATE, {"ts": ms(-10), "fill_percent": 41, "tilt": True}),
    )
    assert len(readings()) == 2
    assert latest() == {"fill_percent": 41, "temperature_c": 21.5, "tilt": True}


def test_a_reading_that_comes_late_is_kept_and_changes_no_newer_value(desk):
    desk.commit((STATE, {"ts": ms(-10), "fill_percent": 41}))
    desk.commit((STATE, {"ts": ms(-99), "fill_percent": 12, "temperature_c": 3}))
    assert len(readings()) == 2
    assert latest() == {"fill_percent": 41, "temperature_c": 3}


def test_a_replay_changes_nothing(desk):
    message = (STATE, {"ts": ms(-10), "fill_percent": 41})
    desk.commit(message)
    before = list(models.Reading.objects.values())
    desk.commit(message, message)
    assert list(models.Reading.objects.values()) == before
    counts = desk.store.take_counts()
    assert (counts.stored, counts.duplicates) == (1, 2)


def test_the_same_instant_later_adds_its_measures_and_the_first_value_stays(desk):
    at = ms(-10)
    desk.commit((STATE, {"ts": at, "fill_percent": 41}))
    desk.commit((STATE, {"ts": at, "fill_percent": 9, "temperature_c": 3}))
    assert readings() == [{"fill_percent": 41, "temperature_c": 3}]


def test_a_time_that_is_not_believed_is_kept_beside_that_of_receipt(desk):
    claimed = datetime(2001, 1, 1, tzinfo=UTC)
    desk.commit((STATE, {"ts": claimed.isoformat(), "fill_percent": 41}))
    reading = models.Reading.objects.get()
    assert (reading.claimed_at, reading.at) == (claimed, reading.received_at)
    assert timezone.now() - reading.at < timedelta(minutes=1)


class TestWithoutTime:
    """Messages that bear no time are known by their packet identifier."""

    message = (STATE, {"fill_percent": 41})

    def test_two_that_say_the_same_are_two(self, desk):
        desk.commit((*self.message, 1, 0x32), (*self.message, 2, 0x32))
        assert len(readings()) == 2

    def test_one_that_is_sent_again_is_one(self, desk):
        desk.commit((*self.message, 1, 0x32))
        desk.commit((*self.message, 1, 0x32 | DUP))
        assert len(readings()) == 1
        assert desk.store.take_counts().duplicates == 1

    def test_one_that_was_never_stored_is_taken_though_it_is_sent_again(self, desk):
        desk.commit((*self.message, 1, 0x32 | DUP))
        assert len(readings()) == 1

    def test_an_identifier_that_stands_for_another_message_now_is_no_repetition(self, desk):
        desk.commit((*self.message, 1, 0x32))
        desk.commit((STATE, {"fill_percent": 42}, 1, 0x32 | DUP))
        assert len(readings()) == 2

    def test_an_identifier_used_anew_long_after_is_no_repetition(self, desk):
        desk.commit((*self.message, 1, 0x32))
        desk.store.number += 65_535
        desk.commit((*self.message, 1, 0x32 | DUP))
        assert len(readings()) == 2

    def test_after_the_broker_has_begun_anew_none_is(self, desk):
        desk.commit((*self.message, 1, 0x32))
        desk.store.begin_session(connection.connection)
        desk.commit((*self.message, 1, 0x32 | DUP))
        assert len(readings()) == 2


class TestState:
    """What is known of a device."""

    def test_it_was_heard_of_and_tells_its_battery_signal_and_firmware(self, desk, device):
        said = {"fill_percent": 1, "battery_percent": 80, "signal_dbm": -97, "firmware": "2.1"}
        desk.commit((STATE, said))
        device.state.refresh_from_db()
        state = device.state
        assert (state.battery_percent, state.signal_dbm, state.firmware) == (80, -97, "2.1")
        assert timezone.now() - state.last_seen_at < timedelta(minutes=1)

    def test_what_a_message_leaves_out_stays(self, desk, device):
        desk.commit((STATE, {"fill_percent": 1, "battery_percent": 80, "firmware": "2.1"}))
        desk.intake.clock.begin(0, int((time.time() + 60) * 1_000_000))
        desk.commit((STATE, {"fill_percent": 2}))
        device.state.refresh_from_db()
        assert (device.state.battery_percent, device.state.firmware) == (80, "2.1")

    def test_a_status_says_whether_it_is_connected(self, desk, device):
        topic = "ngo/v1/bin/container-1/status"
        desk.commit((topic, b"online"))
        device.state.refresh_from_db()
        assert device.state.is_online is True
        desk.commit((topic, {"status": "offline"}))
        device.state.refresh_from_db()
        assert device.state.is_online is False

    def test_a_value_brings_back_what_home_assistant_called_unavailable(self, desk):
        lamp = DeviceFactory(kind="light", adapter="home_assistant", address="light/park")
        desk.reload()
        topic = "homeassistant/light/park/state"
        desk.commit((topic, b"on"), (topic, b"unavailable"))
        lamp.state.refresh_from_db()
        assert lamp.state.is_online is False
        desk.commit((topic, b"off", 0, 0x31))
        lamp.state.refresh_from_db()
        assert lamp.state.is_online is False, "what the broker has kept says nothing of now"
        desk.commit((topic, b"off"))
        lamp.state.refresh_from_db()
        assert lamp.state.is_online is True

    def test_a_status_received_before_the_known_one_changes_nothing(self, desk, device):
        topic = "ngo/v1/bin/container-1/status"
        models.DeviceState.objects.update(
            is_online=False, online_since=timezone.now() + timedelta(minutes=1)
        )
        desk.commit((topic, b"online"))
        device.state.refresh_from_db()
        assert device.state.is_online is False


class TestAside:
    """What cannot be taken."""

    def test_it_is_kept_with_its_reason_and_counted(self, desk):
        desk.commit((STATE, b"{one"), (STATE, b"{two"), (STATE, {"fill_percent": 5}))
        desk.commit((STATE, b"{three\x00"))
        letter = models.DeadLetter.objects.get()
        assert (letter.topic, letter.reason, letter.count) == (STATE, "not_json", 3)
        assert letter.text == "{three\x00"
        assert len(readings()) == 1

    def test_a_payload_that_is_too_long_is_cut(self, desk):
        desk.commit((STATE, b"x" * 100_000))
        letter = models.DeadLetter.objects.get()
        assert (letter.reason, len(letter.payload)) == ("size", 65_536)

    def test_an_unknown_device_is_noted_once(self, desk):
        for number in range(3):
            desk.commit(("ngo/v1/bin/container-9/state", {"fill_percent": number}))
        unknown = models.UnknownDevice.objects.get()
        assert (unknown.adapter, unknown.address) == ("own", "bin/container-9")
        assert (unknown.count, unknown.sample) == (3, '{"fill_percent": 2}')

    def test_a_retired_device_is_unknown(self, desk, device):
        device.retired_on = timezone.localdate()
        device.save()
        desk.reload()
        desk.commit((STATE, {"fill_percent": 1}))
        assert models.UnknownDevice.objects.exists()
        assert not readings()

    def test_a_flood_of_topics_fills_no_disk(self, desk):
        models.UnknownDevice.objects.bulk_create(
            models.UnknownDevice(adapter="own", address=str(n), topic="", sample="")
            for n in range(2000)
        )
        models.DeadLetter.objects.bulk_create(
            models.DeadLetter(topic=str(n), reason="topic", payload=b"") for n in range(2000)
        )
        desk.commit(("ngo/v1/bin/new/state", {}), ("ngo/v1/x", {}), ("ngo/v1/bin/0/state", {}))
        assert models.UnknownDevice.objects.count() == 2000
        assert models.DeadLetter.objects.count() == 2000


def test_a_batch_stored_long_after_its_receipt_is_noted_for_the_rollups(desk):
    desk.commit((STATE, {"fill_percent": 1}), now=time.time() + 10)
    assert not models.LateBatch.objects.exists()
    batch = desk.commit((STATE, {"fill_percent": 1}), now=time.time() + 3600)
    late = models.LateBatch.objects.get()
    assert late.since.timestamp() == pytest.approx(batch.oldest / 1_000_000, abs=0.001)


@pytest.mark.parametrize(("server", "own"), [("off", "on"), ("on", "on"), ("local", "local")])
def test_a_commit_is_on_the_disk_whatever_the_server_does_by_itself(server, own):
    address = make_conninfo(conninfo(), options=f"-c synchronous_commit={server}")
    link = Link(address, heard=lambda channel: None)
    assert link.rows("SHOW synchronous_commit") == [{"synchronous_commit": own}]
    link.close()
