"""Other makers' messages, as their documentation shows them."""

import json
from pathlib import Path

import pytest

from hardware_bridge import adapters
from hardware_bridge.adapters import fields
from hardware_bridge.adapters.messages import About, Status
from hardware_bridge.adapters.values import Refused
from tests.hardware.reading import epoch, read, refused

DATA = Path(__file__).parent / "data"


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
