"""Devices and their values as open data."""

import csv
import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.utils import timezone

from hardware_bridge import models
from tests.factories.hardware import DeviceFactory
from tests.hardware.parks import group, heard, hours, speaking

pytestmark = pytest.mark.django_db
API = "/api/v1/devices/"


def body(answer) -> str:
    return b"".join(answer.streaming_content).decode()


@pytest.fixture
def device():
    found = DeviceFactory(slug="glas-1", name="Glas 1", group=group())
    return heard(found, fill_percent=42, battery_percent=9)


def test_a_list_has_items_and_a_count_and_is_cut(client):
    speaking(3)
    answer = client.get(API, {"limit": 2, "offset": 1})
    assert (len(answer.json()["items"]), answer.json()["count"]) == (2, 3)
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_a_device_says_what_it_is_and_its_public_values(client, device):
    (listed,) = client.get(API).json()["items"]
    assert listed == client.get(f"{API}glas-1/").json()
    assert (listed["id"], listed["kind"], listed["group"]) == ("glas-1", "bin", "container-nord")
    assert listed["url"] == "http://testserver/live/geraete/glas-1/"
    assert listed["measures"] == ["fill_percent"]
    assert listed["state"]["values"] == {"fill_percent": 42}
    assert listed["state"]["status"] == "online"


@pytest.mark.parametrize("fields", [{"is_public": False}, {"retired_on": date(2020, 1, 1)}])
def test_what_is_not_public_is_not_there(client, fields):
    heard(DeviceFactory(slug="geheim", **fields), fill_percent=1)
    assert client.get(API).json() == {"items": [], "count": 0}
    assert client.get(f"{API}states/").json() == {"items": [], "count": 0}
    for path in ("geheim/", "geheim/readings/", "andere/"):
        assert client.get(f"{API}{path}").status_code == 404


def test_filters(client, device):
    heard(DeviceFactory(slug="mast-1", kind="light"), on=True)
    DeviceFactory(slug="stumm")
    for query, found in (
        ({"kind": "light"}, ["mast-1"]),
        ({"group": "container-nord"}, ["glas-1"]),
        ({"status": "offline"}, ["stumm"]),
        ({"q": "glas"}, ["glas-1"]),
    ):
        assert [item["id"] for item in client.get(API, query).json()["items"]] == found
    assert client.get(API, {"kind": "tank"}).status_code == 422


@pytest.mark.parametrize("path", ["", "states/", "glas-1/", "glas-1/readings/"])
def test_a_parameter_that_nobody_knows_is_told(client, device, path):
    answer = client.get(f"{API}{path}", {"resolutoin": "day"})
    assert answer.status_code == 422
    assert "resolutoin" in answer.json()["detail"]


def test_whoever_misspells_a_parameter_reads_how_it_is_called(client, device):
    detail = client.get(f"{API}glas-1/readings/", {"form": "csv"}).json()["detail"]
    assert detail == (
        "Unbekannter Parameter: form. Bekannt sind hier: format, from, measure, resolution, to"
    )
    assert client.get(f"{API}glas-1/readings/", {"format": "csv"}).status_code == 200


@pytest.mark.parametrize(
    "path", ["?q=%00", "?group=%00", "states/?group=%00", "states/?devices=%00"]
)
def test_words_that_no_database_can_hold_find_nothing(client, device, path):
    assert client.get(API + path).json() == {"items": [], "count": 0}


def test_states_are_what_the_event_stream_sends(client, device):
    station = DeviceFactory(slug="station-1", name="Am See", kind="locker")
    heard(station, channel=4, fault=False, occupied=True)
    answer = client.get(f"{API}states/", {"devices": "glas-1,station-1,andere"})
    assert answer["Cache-Control"] == "no-store"
    second, first = answer.json()["items"]
    seen = models.DeviceState.objects.get(device=device).last_seen_at
    moment = seen.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    assert first == {
        "device": "glas-1",
        "values": {"fill_percent": 42},
        "at": moment,
        "received": moment,
        "status": "online",
    }
    assert (second["values"], second["channels"]) == ({}, {"4": {"fault": False}})
    assert client.get(f"{API}states/", {"group": "container-nord"}).json()["count"] == 1


def test_states_tell_a_notice_in_every_language_that_it_has(client, device):
    words = {"text": "Außer Betrieb", "text_easy": "Kaputt"}
    models.Override.objects.create(device=device, **words)
    (state,) = client.get(f"{API}states/").json()["items"]
    assert state["notice"] == {"words": {"de": "Außer Betrieb", "de-simple": "Kaputt"}}
    assert client.get(f"{API}glas-1/").json()["notice"] == "Außer Betrieb"


@pytest.mark.parametrize("number", [1, 30])
def test_lists_cost_three_queries_beside_the_one_for_the_site(client, assert_query_count, number):
    speaking(number, group=group())
    for path in (API, f"{API}states/"):
        with assert_query_count(4):
            client.get(path, {"limit": 30})


class TestReadings:
    path = f"{API}glas-1/readings/"

    def test_hours_come_as_json(self, client, device):
        hours(device, 10, 20)
        answer = json.loads(body(client.get(self.path)))
        assert answer["count"] == 2
        first = answer["items"][0]
        assert (first["measure"], first["mean"], first["low"]) == ("fill_percent", 10, 9)

    def test_readings_come_as_they_were_measured_without_what_is_not_public(self, client, device):
        answer = json.loads(body(client.get(self.path, {"resolution": "raw"})))
        assert [(row["measure"], row["value"]) for row in answer["items"]] == [("fill_percent", 42)]

    def test_days_come_as_csv(self, client, device):
        models.DayRollup.objects.create(
            device=device,
            channel=0,
            measure="fill_percent",
            bucket=timezone.localdate() - timedelta(days=1),
            count=2,
            low=1,
            high=3,
            total=4,
            last=3,
        )
        answer = client.get(self.path, {"resolution": "day", "format": "csv"})
        assert answer.streaming
        assert 'filename="glas-1.csv"' in answer["Content-Disposition"]
        (row,) = csv.DictReader(StringIO(body(answer)))
        assert (row["mean"], row["unit"]) == ("2.0", "%")

    def test_no_history_of_a_lockers_compartments_is_told(self, client):
        station = heard(DeviceFactory(kind="locker", slug="glas-1"), fault=True)
        heard(station, channel=3, fault=False)
        for channel in (0, 3):
            values = {"count": 1, "low": 1, "high": 1, "total": 1, "last": 1}
            models.HourRollup.objects.create(
                device=station, channel=channel, measure="fault", bucket=timezone.now(), **values
            )
        later = (timezone.now() + timedelta(minutes=1)).isoformat()
        for resolution in ("raw", "hour"):
            asked = {"resolution": resolution, "to": later}
            found = json.loads(body(client.get(self.path, asked)))["items"]
            assert [row["channel"] for row in found] == [0]

    def test_an_empty_range_is_an_empty_list(self, client, device):
        asked = {"from": "2020-01-01T00:00:00Z", "to": "2020-01-02T00:00:00Z"}
        assert json.loads(body(client.get(self.path, asked))) == {"items": [], "count": 0}

    @pytest.mark.parametrize(
        "asked",
        [
            {"from": "2026-01-02T00:00:00Z", "to": "2026-01-01T00:00:00Z"},
            {"from": "2026-01-01T00:00:00Z", "to": "2026-01-03T00:00:00Z", "resolution": "raw"},
            {"from": "2020-01-01T00:00:00Z", "resolution": "hour"},
            {"from": "gestern"},
            {"to": "0001-01-01T00:00:00Z"},
            {"from": "9999-12-31T23:00:00Z", "to": "9999-12-31T23:59:59Z", "resolution": "day"},
            {"from": "2026-01-01T00:00:00"},
            {"resolution": "second"},
            {"format": "xml"},
            {"measure": "battery_percent"},
            {"measure": "love"},
        ],
    )
    def test_what_cannot_be_answered_is_refused(self, client, device, asked):
        answer = client.get(self.path, asked)
        assert answer.status_code == 422
        assert answer.json()["detail"]

    @pytest.mark.parametrize("number", [1, 30])
    def test_they_cost_four_queries_beside_the_one_for_the_site(
        self, client, device, assert_query_count, number
    ):
        hours(device, *range(number))
        with assert_query_count(5):
            body(client.get(self.path))


def test_the_description_names_the_interface_of_devices(client):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert {path for path in paths if path.startswith(API)} == {
        API,
        f"{API}states/",
        f"{API}{{slug}}/",
        f"{API}{{slug}}/readings/",
    }
