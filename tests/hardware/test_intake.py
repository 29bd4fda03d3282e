"""Messages put in order for the database, without one."""

import json
import time

import pytest

from hardware_bridge.bridge.addresses import parsed
from hardware_bridge.bridge.batch import Batch, Row
from hardware_bridge.bridge.clock import STEP, Clock
from hardware_bridge.bridge.config import Config, Rules, loaded
from hardware_bridge.bridge.intake import Intake
from hardware_bridge.bridge.limits import Bucket
from hardware_bridge.bridge.packets import RETAIN
from hardware_bridge.bridge.registry import Registry
from hardware_bridge.bridge.store import notices

SECOND = 1_000_000
STATE = b"ngo/v1/bin/container-1/state"


def row(pk: int = 1, kind: str = "bin", slug: str = "container-1", **more: object) -> dict:
    """A device as the database gives it."""
    own = {"id": pk, "kind": kind, "adapter": "own", "address": f"{kind}/{slug}"}
    return own | {"fields": None, "compartments": []} | more


def now_ms() -> float:
    return time.time() * 1000


def intake(*rows: dict, **rules: object) -> Intake:
    made = Intake(Clock(), Rules(**rules))
    made.registry = Registry(rows or [row()])
    return made


def take(target: Intake, *payloads: dict, topic: bytes = STATE, flags: int = 0x32) -> Batch:
    """The batch after these messages."""
    datas = [json.dumps(payload).encode() for payload in payloads]
    target.take([(mid + 1, flags, topic, data) for mid, data in enumerate(datas)])
    return target.batch


def reasons(batch: Batch) -> set[str]:
    return {reason for _topic, reason in batch.dead}


class TestTime:
    """Whose time is believed."""

    def test_a_devices_time_is_believed_within_the_limits(self):
        batch = take(intake(), {"ts": now_ms() - 3_600_000, "fill_percent": 1})
        ((_device, _channel, at),) = batch.rows
        assert abs(at - (time.time() - 3600) * SECOND) < 5 * SECOND
        assert not batch.untimed

    @pytest.mark.parametrize("days", [-91, 1])
    def test_one_beyond_them_is_kept_beside_the_time_of_receipt(self, days):
        claimed = now_ms() + days * 86_400_000
        batch = take(intake(), {"ts": claimed, "fill_percent": 1})
        (((_device, _channel, at), reading),) = batch.rows.items()
        assert at == reading.received
        assert abs(reading.claimed - claimed * 1000) < 1000

    def test_five_minutes_ahead_are_believed(self):
        batch = take(intake(), {"ts": now_ms() + 290_000, "fill_percent": 1})
        assert not batch.untimed

    def test_a_message_that_the_broker_had_kept_is_of_no_known_time(self):
        assert not take(intake(), {"fill_percent": 1}, flags=0x32 | RETAIN).rows
        assert take(intake(), {"ts": now_ms(), "fill_percent": 1}, flags=0x32 | RETAIN).rows

    def test_times_of_receipt_are_never_given_twice(self):
        clock = Clock(3, last=2_000_000_000 * SECOND)
        times = [*clock.times(3), *clock.times(2)]
        assert times == sorted(set(times))
        assert times[0] > 2_000_000_000 * SECOND
        assert {each % STEP for each in times} == {3}

    def test_two_bridges_give_different_ones(self):
        assert not set(Clock(1, last=10**16).times(50)) & set(Clock(2, last=10**16).times(50))


class TestBatch:
    """Messages of one instant."""

    def test_a_replay_is_counted_and_changes_nothing(self):
        payload = {"ts": now_ms(), "fill_percent": 1}
        batch = take(intake(), payload, payload)
        assert len(batch.rows) == 1
        assert batch.duplicates == 1

    def test_another_message_of_the_same_instant_adds_its_measures_and_the_first_value_stays(self):
        at = now_ms()
        batch = take(
            intake(),
            {"ts": at, "fill_percent": 1},
            {"ts": at, "fill_percent": 2, "temperature_c": 20},
        )
        (reading,) = batch.rows.values()
        assert reading.measures == {"fill_percent": 1, "temperature_c": 20}
        assert batch.duplicates == 0

    def test_the_newest_value_of_each_measure_is_the_latest(self):
        batch = Batch()
        batch.add((1, 0, 20), Row(5, {"a": 2, "b": 2}))
        batch.add((1, 0, 10), Row(6, {"a": 1, "c": 1}))
        latest = batch.latest(sorted(batch.rows))
        assert latest == {(1, 0, "a"): (20, 5, 2), (1, 0, "b"): (20, 5, 2), (1, 0, "c"): (10, 6, 1)}

    def test_a_full_batch_is_closed(self):
        target = intake(batch_rows=2)
        take(target, *[{"fill_percent": 1}] * 5)
        assert [len(batch.raws) for batch in target.full] == [2, 2]
        assert len(target.batch.raws) == 1
        assert target.waiting == 5

    def test_memory_has_a_limit_of_messages_and_of_bytes(self):
        target = intake(most_waiting=3, most_bytes=1000)
        take(target, *[{"fill_percent": 1}] * 2)
        assert target.has_room
        take(target, {"fill_percent": 1})
        assert not target.has_room
        target.close_batch()
        target.is_stored(target.next_batch())
        assert target.has_room
        take(target, {"fill_percent": 1, "x": "x" * 1000})
        assert not target.has_room

    def test_a_new_connection_begins_a_new_batch(self):
        target = intake()
        take(target, {"fill_percent": 1})
        target.begin_connection(2)
        take(target, {"fill_percent": 1})
        assert (target.full[0].generation, target.batch.generation) == (0, 2)


class TestWhose:
    """Messages find their device, or nobody."""

    def test_a_device_that_is_unknown_is_noted_with_a_sample(self):
        batch = take(intake(), {"fill_percent": 1}, topic=b"ngo/v1/bin/container-2/state")
        ((key, stranger),) = batch.strangers.items()
        assert key == ("own", "bin/container-2")
        assert stranger.sample == '{"fill_percent": 1}'

    def test_a_device_under_another_kind_is_unknown(self):
        batch = take(intake(), {"on": True}, topic=b"ngo/v1/light/container-1/state")
        assert batch.strangers
        assert not batch.rows

    def test_a_topic_of_nobody_is_set_aside(self):
        assert reasons(take(intake(), {}, topic=b"ngo/v1/bin")) == {"topic"}

    def test_a_topic_that_is_no_text_is_set_aside(self):
        assert reasons(take(intake(), {}, topic=b"ngo/v1/\xff\xfe")) == {"topic"}

    def test_events_that_say_nothing_are_passed_over(self):
        batch = take(intake(), {}, topic=b"application/1/device/a/event/join")
        assert not batch.dead
        assert not batch.strangers

    def test_what_is_broken_does_not_hinder_the_rest(self):
        batch = take(intake(), {"fill_percent": 1}, {"fill_percent": "x"}, {"fill_percent": 3})
        assert len(batch.rows) == 2
        assert reasons(batch) == {"type"}
        assert batch.mids == [1, 2, 3]

    def test_a_compartment_has_to_be_one_of_the_stations(self):
        target = intake(row(kind="locker", slug="station", compartments=[1, 2]))
        topic = b"ngo/v1/locker/station/state"
        batch = take(target, {"compartment": 2, "door": "open"}, topic=topic)
        assert next(iter(batch.rows))[1] == 2
        assert reasons(take(target, {"compartment": 3, "door": "open"}, topic=topic)) == {
            "compartment"
        }

    def test_a_map_with_a_fault_counts_as_none(self):
        target = intake(row(fields={"a": "b"}))
        assert take(target, {"fill_percent": 1}).rows

    def test_what_is_remembered_of_a_device_outlives_a_change_of_the_list(self):
        target = intake(rate=1, burst=2)
        take(target, *[{"fill_percent": 1}] * 2)
        target.registry = Registry([row(), row(2, slug="container-2")], target.registry)
        assert reasons(take(target, {"fill_percent": 1})) == {"rate"}
        assert len(target.registry) == 2


class TestLimits:
    """Who sends too much."""

    def test_beyond_the_rate_messages_are_refused_and_counted(self):
        batch = take(intake(rate=1, burst=3), *[{"fill_percent": 1}] * 10)
        assert len(batch.rows) == 3
        assert batch.dead[STATE.decode(), "rate"].count == 7

    def test_tokens_come_back_with_time(self):
        bucket = Bucket(0.0)
        assert [bucket.take(10**15, 2, 2) for _each in range(3)] == [True, True, False]
        assert bucket.take(10**15 + SECOND, 2, 2)

    def test_what_piled_up_in_an_outage_is_taken(self):
        batch = take(intake(), *[{"ts": now_ms() - each, "fill_percent": 1} for each in range(999)])
        assert len(batch.rows) == 999


class TestTold:
    """Which readings watchers are told of."""

    def watched(self, target: Intake, *payloads: dict) -> list[bool]:
        batch = take(target, *payloads)
        found = [batch.rows[key].watched for key in sorted(batch.rows)]
        target.close_batch()
        return found

    def test_those_in_which_a_watched_measure_changes(self):
        target = intake(watched=("fault",))
        at = now_ms()
        payloads = [
            {"ts": at + number, "fault": fault, "fill_percent": number}
            for number, fault in enumerate([False, False, True, True, False])
        ]
        assert self.watched(target, *payloads) == [True, False, True, False, True]
        assert self.watched(target, {"ts": at + 9, "fill_percent": 9}) == [False]

    def test_one_that_is_older_than_the_last(self):
        target = intake(watched=("fault",))
        at = now_ms()
        self.watched(target, {"ts": at, "fault": False})
        assert self.watched(target, {"ts": at - 10, "fault": False}) == [True]

    def test_of_several_bridges_each_tells_everything(self):
        target = intake(watched=("fault",), is_shared=True)
        payloads = [{"ts": now_ms() + number, "fault": False} for number in range(2)]
        assert self.watched(target, *payloads) == [True, True]


class TestAddress:
    """MQTT_URL."""

    def test_its_parts_are_read(self):
        address = parsed("mqtts://city:p%40ss@mqtt.example.org?ca=/etc/ca.pem")
        assert (address.host, address.port, address.user) == ("mqtt.example.org", 8883, "city")
        assert (address.password, address.is_encrypted, address.ca) == ("p@ss", True, "/etc/ca.pem")
        assert "p@ss" not in repr(address) + str(address)

    @pytest.mark.parametrize(
        "url",
        ["", "localhost:1883", "http://a", "mqtt://", "mqtt://a:b:c", "mqtt://a:1883?certs=x"],
    )
    def test_what_is_none_is_told_in_a_sentence(self, url):
        with pytest.raises(ValueError, match="MQTT_URL"):
            parsed(url)


def test_a_configuration_survives_the_way_to_the_process():
    config = Config("host=db", "mqtt://a", rules=Rules(watched=("door",), is_shared=True))
    assert loaded(config.dumped()) == config
    assert "host=db" not in repr(config)


def test_notices_are_split_where_they_would_be_too_long():
    ids = range(100_000, 103_000)
    parts = list(notices(ids))
    assert [int(pk) for part in parts for pk in part.split(",")] == list(ids)
    assert max(map(len, parts)) < 8000
