"""docs/asyncapi.yaml says what the adapters do."""

import json
from datetime import timedelta
from typing import Any

import pytest
import yaml
from django.utils import timezone
from jsonschema import Draft202012Validator

from cms.core.embedded.places import ROOT
from hardware_bridge import adapters
from hardware_bridge.adapters import own
from hardware_bridge.adapters.messages import About, Reading, Result, Status
from hardware_bridge.adapters.values import MEASURES
from hardware_bridge.bridge.desk import outgoing
from hardware_bridge.models.choices import Action, Kind

DOCUMENT = yaml.safe_load((ROOT / "docs" / "asyncapi.yaml").read_text())
SCHEMAS = DOCUMENT["components"]["schemas"]
MESSAGES = DOCUMENT["components"]["messages"]
KINDS = {"reading": Reading, "status": Status, "result": Result}
VALUES = {"kind": "bin", "device": "a", "id": "7c7b1a4e-6f5d-4f8e-9d6c-2f1f4f0f6a11"}


def validator(name: str) -> Draft202012Validator:
    schema = {"$ref": f"#/components/schemas/{name}", "components": DOCUMENT["components"]}
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def resolved(reference: str) -> Any:
    found: Any = DOCUMENT
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return found


def references(node: Any) -> list[str]:
    """All references of the document."""
    if isinstance(node, list):
        return [each for item in node for each in references(item)]
    if not isinstance(node, dict):
        return []
    own_one = [node["$ref"]] if "$ref" in node else []
    return own_one + [each for item in node.values() for each in references(item)]


def topics(channel: str) -> str:
    return DOCUMENT["channels"][channel]["address"].format(**VALUES)


def test_every_reference_leads_somewhere():
    assert all(resolved(reference) for reference in references(DOCUMENT))


def test_every_schema_is_one():
    for name in SCHEMAS:
        Draft202012Validator.check_schema(SCHEMAS[name])


def test_what_is_received_is_what_is_subscribed_to():
    received = {
        operation["channel"]["$ref"].rpartition("/")[2]
        for operation in DOCUMENT["operations"].values()
        if operation["action"] == "receive"
    }
    addresses = {DOCUMENT["channels"][name]["address"] for name in received}
    filters = {
        "/".join("+" if level.startswith("{") else level for level in address.split("/"))
        for address in addresses
    }
    assert filters == set(own.TOPICS)


@pytest.mark.parametrize(
    ("channel", "about"),
    [
        ("state", About.READING),
        ("event", About.READING),
        ("status", About.STATUS),
        ("result", About.RESULT),
    ],
)
def test_every_channel_is_known_to_the_adapter(channel, about):
    assert adapters.route(topics(channel)).about is about


@pytest.mark.parametrize("name", MESSAGES)
def test_every_example_fits_its_schema(name):
    for example in MESSAGES[name]["examples"]:
        validator(name).validate(example["payload"])


@pytest.mark.parametrize(("name", "channel"), [("reading", "state"), ("status", "status")])
def test_every_example_is_taken(name, channel):
    for example in MESSAGES[name]["examples"]:
        payload = json.dumps(example["payload"]).encode()
        assert isinstance(own.read(adapters.route(topics(channel)), payload), KINDS[name])


def test_every_answer_is_taken():
    for example in MESSAGES["result"]["examples"]:
        payload = json.dumps(example["payload"]).encode()
        assert isinstance(own.read(adapters.route(topics("result")), payload), Result)
    assert SCHEMAS["result"]["properties"]["state"]["enum"] == list(own.RESULTS)


def test_measures_have_the_types_and_limits_that_hold():
    told = SCHEMAS["reading"]["properties"]
    assert set(told) - {"ts", "compartment", "firmware"} == set(MEASURES)
    for key, spec in MEASURES.items():
        for value in (spec.low, spec.high, True, False, "open", "ajar", [1]):
            if isinstance(value, float) and abs(value) == 1e9 and key != "count":
                continue
            fits = validator("reading").is_valid({key: value})
            assert fits == spec.accepts(value), (key, value)


def test_kinds_and_actions_are_those_of_the_models():
    assert DOCUMENT["channels"]["state"]["parameters"]["kind"]["enum"] == Kind.values
    assert SCHEMAS["command"]["properties"]["action"]["enum"] == Action.values


def test_a_command_is_sent_as_it_is_told():
    now = timezone.now()
    row = {
        "id": 5,
        "public_id": VALUES["id"],
        "action": "set_level",
        "channel": 0,
        "arguments": {"level_percent": 40},
        "requested_at": now,
        "expires_at": now + timedelta(seconds=30),
        "kind": "light",
        "slug": "mast-1",
    }
    message = outgoing(row)
    validator("command").validate(json.loads(message.payload))
    assert message.topic == f"ngo/v1/light/mast-1/command/{VALUES['id']}"
    assert 25 <= message.expires_in <= 30
