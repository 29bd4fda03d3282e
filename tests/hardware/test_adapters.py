"""Our own topics: from bytes to what they say, and what is refused of them."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware_bridge import adapters
from hardware_bridge.adapters.messages import Result, Status
from hardware_bridge.adapters.parsing import LONGEST_PAYLOAD, microseconds
from hardware_bridge.adapters.values import MEASURES
from hardware_bridge.models.choices import Adapter, CommandState, Reason
from hardware_bridge.models.measures import MEASURES as TOLD
from tests.hardware.reading import epoch, read, refused, verdict

STATE = "ngo/v1/bin/container-1/state"
COMMAND = "7c7b1a4e-6f5d-4f8e-9d6c-2f1f4f0f6a11"


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
