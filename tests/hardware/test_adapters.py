"""From the bytes of each source to what they say, and what is refused of them."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware_bridge import adapters
from hardware_bridge.adapters import fields
from hardware_bridge.adapters.messages import About, Reading, Result, Status
from hardware_bridge.adapters.parsing import LONGEST_PAYLOAD, microseconds
from hardware_bridge.adapters.values import MEASURES, Refused
from hardware_bridge.models.choices import Adapter, CommandState, Reason
from hardware_bridge.models.measures import MEASURES as TOLD

DATA = Path(__file__).parent / "data"
STATE = "ngo/v1/bin/container-1/state"
COMMAND = "7c7b1a4e-6f5d-4f8e-9d6c-2f1f4f0f6a11"


def read(topic: str, payload: object, mapping: dict | None = None):
    """What the adapter of the topic makes of a payload."""
    route = adapters.route(topic)
    assert route is not None
    data = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    return adapters.ADAPTERS[route.adapter].read(route, data, fields.compiled(mapping or {}))


def refused(topic: str, payload: object, mapping: dict | None = None) -> str:
    """Why it is refused."""
    with pytest.raises(Refused) as fault:
        read(topic, payload, mapping)
    assert fault.value.reason in Reason.values
    return fault.value.reason


def verdict(topic: str, payload: bytes) -> str:
    """``read``, or why it is refused."""
    try:
        return "read" if isinstance(read(topic, payload), Reading) else "odd"
    except Refused as fault:
        return fault.reason


def epoch(text: str) -> int:
    """A time in microseconds since 1970."""
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1_000_000)


class TestOwn:
    """Our own topics."""

    def test_measures_and_time_are_taken(self):
        payload = {"ts": "2026-03-01T12:00:00.250+01:00", "fill_percent": 40, "tilt": False}
        reading = read(STATE, payload)
        assert reading.measures == {"fill_percent": 40, "tilt": False}
        assert reading.at == epoch("2026-03-01T11:00:00.250")

    def test_a_time_may_be_milliseconds(self):
        assert read(STATE, {"ts": 1772362800250, "fill_percent": 1}).at == 1772362800250000

    def test_without_a_time_there_is_none(self):
        assert read(STATE, {"fill_percent": 1}).at is None

    def test_what_is_unknown_or_null_is_left_out(self):
        payload = {"fill_percent": 1, "temperature_c": None, "colour": "red", "nested": {"a": 1}}
        assert read(STATE, payload).measures == {"fill_percent": 1}

    def test_an_event_says_the_same_as_a_state(self):
        assert read("ngo/v1/light/mast-1/event", {"motion": True}).measures == {"motion": True}

    def test_a_compartment_is_a_channel(self):
        reading = read("ngo/v1/locker/station/state", {"compartment": 3, "door": "open"})
        assert (reading.channel, reading.measures) == (3, {"door": "open"})

    def test_the_firmware_is_told(self):
        assert read(STATE, {"fill_percent": 1, "firmware": "2.1.0"}).firmware == "2.1.0"

    @pytest.mark.parametrize("payload", [b"online", b' "online" ', b'{"status": "online"}'])
    def test_a_status_may_be_bare_or_in_an_object(self, payload):
        assert read("ngo/v1/bin/container-1/status", payload) == Status(True)

    def test_an_answer_names_its_command(self):
        topic = f"ngo/v1/locker/station/command/{COMMAND}/result"
        result = read(topic, {"state": "failed", "reason": "jammed", "ts": 1772362800000})
        assert isinstance(result, Result)
        assert (str(result.command), result.state, result.detail) == (COMMAND, "failed", "jammed")
        assert result.at == 1772362800000000

    def test_every_answer_is_a_state_of_a_command(self):
        assert set(adapters.own.RESULTS.values()) <= set(CommandState.values)

    @pytest.mark.parametrize(
        ("payload", "reason"),
        [
            (b"{broken", "not_json"),
            (b"\xff\xfe", "not_json"),
            (b"[1, 2]", "not_json"),
            (b"", "not_json"),
            (b"[" * 60_000, "not_json"),
            (b'{"fill_percent": ' + b"9" * 5000 + b"}", "not_json"),
            (b'{"fill_percent": NaN}', "no_number"),
            (b'{"fill_percent": Infinity}', "no_number"),
            (b'{"fill_percent": 1e999}', "no_number"),
            (b'{"fill_percent": "40"}', "type"),
            (b'{"fill_percent": true}', "type"),
            (b'{"fill_percent": [40]}', "type"),
            (b'{"fault": 1}', "type"),
            (b'{"door": "ajar"}', "type"),
            (b'{"fill_percent": 101}', "range"),
            (b'{"temperature_c": -300}', "range"),
            (b'{"colour": "red"}', "empty"),
            (b"{}", "empty"),
            (b'{"fill_percent": 1, "ts": "yesterday"}', "time"),
            (b'{"fill_percent": 1, "ts": "2026-03-01T12:00:00"}', "time"),
            (b'{"fill_percent": 1, "ts": true}', "time"),
            (b'{"fill_percent": 1, "ts": 1e300}', "time"),
            (b'{"fill_percent": 1, "compartment": 0}', "compartment"),
            (b'{"fill_percent": 1, "compartment": "A"}', "compartment"),
            (b'{"fill_percent": 1, "x": "' + b"x" * LONGEST_PAYLOAD + b'"}', "size"),
        ],
    )
    def test_what_cannot_be_taken_is_refused_with_its_reason(self, payload, reason):
        assert refused(STATE, payload) == reason

    @pytest.mark.parametrize("payload", [b"perhaps", b'{"status": true}', b"{}", b"12"])
    def test_a_status_is_one_of_two_words(self, payload):
        assert refused("ngo/v1/bin/container-1/status", payload) in ("type", "not_json")

    @pytest.mark.parametrize(
        ("command", "payload", "reason"),
        [
            (COMMAND, {"state": "opened"}, "type"),
            (COMMAND, {"state": ["done"]}, "type"),
            ("17", {"state": "done"}, "command"),
        ],
    )
    def test_an_answer_has_a_known_state_and_an_id(self, command, payload, reason):
        assert refused(f"ngo/v1/locker/station/command/{command}/result", payload) == reason

    @pytest.mark.parametrize(
        "topic",
        ["ngo/v2/bin/a/state", "ngo/v1/bin/a", "ngo/v1/bin/a/state/b", "ngo/v1/bin/a/command/1"],
    )
    def test_other_topics_are_nobodys(self, topic):
        assert adapters.route(topic) is None

    @given(st.binary(max_size=300))
    def test_any_bytes_are_read_or_refused(self, payload):
        assert verdict(STATE, payload) in ["read", *Reason.values]

    @given(st.dictionaries(st.sampled_from([*MEASURES, "ts", "compartment"]), st.from_type(object)))
    def test_any_object_is_read_or_refused(self, values):
        try:
            payload = json.dumps(values, default=str).encode()
        except (TypeError, ValueError, RecursionError):
            return
        assert verdict(STATE, payload) in ["read", *Reason.values]


class TestChirpStack:
    """ChirpStack's own examples."""

    topic = "application/17c82e96-be03-4f38-aef3-f83d48582d97/device/0101010101010101/event/{}"
    mapping = {
        "distance": {"measure": "fill_percent", "factor": -0.05, "offset": 100},
        "temperature": {"measure": "temperature_c"},
        "position": {"measure": "fault", "values": {"normal": False, "tilt": True}},
        "battery": {"measure": "battery_percent"},
    }

    def data(self, event: str) -> bytes:
        return (DATA / f"chirpstack_{event}.json").read_bytes()

    def test_an_uplink_is_read_by_the_map_of_its_make(self):
        reading = read(self.topic.format("up"), self.data("up"), self.mapping)
        assert reading.measures == {
            "fill_percent": 40,
            "temperature_c": 21.5,
            "fault": False,
            "battery_percent": 88,
            "signal_dbm": -36,
            "snr_db": 10.5,
        }
        assert reading.at == epoch("2022-07-18T09:34:15.775023")

    def test_a_status_tells_the_battery(self):
        assert read(self.topic.format("status"), self.data("status")).measures == {
            "battery_percent": 88.3
        }

    def test_other_events_say_nothing(self):
        assert adapters.route(self.topic.format("join")).about is About.NOTHING

    def test_the_address_is_the_dev_eui_in_small_letters(self):
        route = adapters.route("application/1/device/24E124136D490175/event/up")
        assert route.address == "24e124136d490175"

    def test_an_uplink_without_a_codec_says_nothing(self):
        event = json.loads(self.data("up"))
        del event["object"]
        assert refused(self.topic.format("up"), event) == "empty"

    def test_an_uplink_of_another_device_than_its_topic_names_is_refused(self):
        other = self.topic.replace("0101010101010101", "0202020202020202").format("up")
        assert refused(other, self.data("up"), self.mapping) == "topic"

    def test_an_unavailable_battery_says_nothing(self):
        event = {"batteryLevelUnavailable": True, "batteryLevel": 0}
        assert refused(self.topic.format("status"), event) == "empty"


class TestThingsStack:
    """The Things Stack's own example."""

    topic = "v3/app1@ttn/devices/dev1/up"
    mapping = {"temperature": {"measure": "temperature_c"}}
    data = (DATA / "things_stack_up.json").read_bytes()

    def test_an_uplink_is_read_by_the_map_of_its_make(self):
        reading = read(self.topic, self.data, self.mapping)
        assert reading.measures == {
            "temperature_c": 1.0,
            "signal_dbm": -35,
            "snr_db": 5.2,
            "battery_percent": 94.11765,
        }
        assert reading.at == epoch("2020-02-12T15:15:45.787")
        assert reading.firmware == "1.1"

    def test_the_address_is_application_and_device(self):
        assert adapters.route(self.topic).address == "app1@ttn/dev1"

    def test_an_uplink_of_another_device_than_its_topic_names_is_refused(self):
        assert refused("v3/app1@ttn/devices/dev2/up", self.data, self.mapping) == "topic"

    @pytest.mark.parametrize(
        "message", [{}, {"uplink_message": {}}, {"uplink_message": {"decoded_payload": {"a": 1}}}]
    )
    def test_an_uplink_without_values_is_refused(self, message):
        assert refused(self.topic, message) == "empty"


class TestHomeAssistant:
    """Topics as MQTT Statestream and MQTT entities write them."""

    def test_a_bare_number_is_taken_by_the_map(self):
        mapping = {"value": {"measure": "temperature_c"}}
        reading = read("homeassistant/sensor/park/state", b"21.5", mapping)
        assert reading.measures == {"temperature_c": 21.5}

    @pytest.mark.parametrize("payload", [b"on", b'"on"', b"ON"])
    def test_a_switched_light_needs_no_map(self, payload):
        topic = "homeassistant/light/master_bedroom_dimmer/state"
        assert read(topic, payload).measures == {"on": True}

    def test_the_brightness_of_a_json_light_is_a_level(self):
        reading = read("homeassistant/light/park/state", {"state": "ON", "brightness": 128})
        assert reading.measures == {"on": True, "level_percent": 50.2}

    def test_unavailable_is_a_status(self):
        assert read("homeassistant/sensor/park/state", b"unavailable") == Status(False)

    def test_availability_is_a_status(self):
        assert read("homeassistant/sensor/hub/park/availability", b"online") == Status(True)

    def test_a_node_belongs_to_the_address(self):
        assert adapters.route("homeassistant/sensor/hub/park/state").address == "sensor/hub/park"

    @pytest.mark.parametrize(
        ("payload", "reason"),
        [(b"21.5", "empty"), (b"{broken", "not_json"), (b"x" * 70_000, "size")],
    )
    def test_what_says_nothing_is_refused(self, payload, reason):
        assert refused("homeassistant/sensor/park/state", payload) == reason

    def test_an_odd_availability_is_refused(self):
        assert refused("homeassistant/sensor/park/availability", b"sometimes") == "type"


class TestFields:
    """The map of a make, as somebody writes it."""

    def test_paths_lead_into_objects_and_numbers_may_be_texts(self):
        mapping = fields.compiled({"data.level.0": {"measure": "fill_percent"}})
        assert fields.applied(mapping, {"data": {"level": {"0": "40.5"}}}) == {"fill_percent": 40.5}

    def test_what_is_missing_is_left_out(self):
        mapping = fields.compiled({"a.b": {"measure": "fill_percent"}})
        assert fields.applied(mapping, {"a": 3}) == {}

    @pytest.mark.parametrize(
        ("value", "reason"), [("many", "type"), ("OPEN", "type"), (500, "range")]
    )
    def test_values_are_checked_after_the_map(self, value, reason):
        mapping = fields.compiled(
            {
                "many": {"measure": "fill_percent"},
                "door": {"measure": "door", "values": {"open": "open"}},
            }
        )
        key = "door" if value == "OPEN" else "many"
        with pytest.raises(Refused) as fault:
            fields.applied(mapping, {key: value})
        assert fault.value.reason == reason

    @pytest.mark.parametrize(
        "mapping",
        [
            [],
            {"": {"measure": "fill_percent"}},
            {"a..b": {"measure": "fill_percent"}},
            {"a": "fill_percent"},
            {"a": {"measure": "colour"}},
            {"a": {"measure": "fill_percent", "factor": "2"}},
            {"a": {"measure": "fill_percent", "unit": "%"}},
            {"a": {"measure": "door", "values": {"AUF": "ajar"}}},
            {"a": {"measure": "door", "values": []}},
            {str(number): {"measure": "count"} for number in range(41)},
        ],
    )
    def test_a_map_with_a_fault_is_told(self, mapping):
        with pytest.raises(ValueError):
            fields.compiled(mapping)


def test_the_filters_of_the_sources_do_not_overlap():
    filters = adapters.subscriptions()
    assert len(filters) == len(set(filters))
    assert {topic.split("/")[0] for topic in filters} == {
        "ngo",
        "application",
        "v3",
        "homeassistant",
    }


def test_sources_measures_and_reasons_are_the_same_everywhere():
    assert set(adapters.ADAPTERS) == set(Adapter.values)
    assert set(MEASURES) == set(TOLD)


@given(st.datetimes(min_value=datetime(1971, 1, 1), max_value=datetime(2200, 1, 1)))  # noqa: DTZ001
def test_a_time_is_the_same_as_text_and_as_number(moment):
    moment = moment.replace(tzinfo=UTC, microsecond=moment.microsecond // 1000 * 1000)
    number = round(moment.timestamp() * 1000)
    assert microseconds(moment.isoformat()) == microseconds(number)
