"""SensorThings 1.1, for reading."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hardware_bridge import models
from hardware_bridge.sensorthings.options import RefusedError, parse
from tests.factories.hardware import DeviceFactory
from tests.hardware.parks import group, heard, speaking

ROOT = "/api/sensorthings/v1.1/"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def device(db):
    """Three readings: 10 % two minutes ago, 20 %, 30 %."""
    found = DeviceFactory(slug="glas-1", name="Glas 1", group=group())
    now = timezone.now()
    for ago, value in ((2, 10), (1, 20), (0, 30)):
        at = now - ago * MINUTE
        measures = {"fill_percent": value, "battery_percent": 9}
        models.Reading.objects.create(
            device=found, channel=0, at=at, received_at=at, measures=measures
        )
    for measure, value in measures.items():
        models.Latest.objects.create(
            device=found, channel=0, measure=measure, at=now, received_at=now, value=value
        )
    return found


@pytest.fixture
def ask(client):
    """The JSON of a path below the start."""

    def get(path: str = "", status: int = 200, **options):
        answer = client.get(ROOT + path, {f"${name}": value for name, value in options.items()})
        assert answer.status_code == status, answer.content
        return answer.json()

    return get


def results(answer) -> list:
    return [row["result"] for row in answer["value"]]


def stream(device: models.Device) -> str:
    return f"Datastreams('{device.pk}-0-fill_percent')"


def test_the_start_names_the_collections(ask, db):
    start = ask()
    assert {"name": "Things", "url": f"http://testserver{ROOT}Things"} in start["value"]
    for each in start["value"]:
        ask(each["name"])


def test_a_thing_leads_to_its_place_its_datastreams_and_these_to_what_was_observed(ask, device):
    (thing,) = ask("Things")["value"]
    assert (thing["@iot.id"], thing["name"]) == (device.pk, "Glas 1")
    follow = f"Things({device.pk})"
    assert thing["Datastreams@iot.navigationLink"] == f"http://testserver{ROOT}{follow}/Datastreams"
    (place,) = ask(f"{follow}/Locations")["value"]
    assert place["location"] == {"type": "Point", "coordinates": [9.993, 53.701]}
    (found,) = ask(f"{follow}/Datastreams")["value"]
    assert found["unitOfMeasurement"]["symbol"] == "%"
    assert found["observationType"].endswith("OM_Measurement")
    observed = ask(f"{stream(device)}/Observations")
    assert results(observed) == [10, 20, 30]
    one = ask(f"Observations('{observed['value'][0]['@iot.id']}')")
    assert one == observed["value"][0]
    for path in ("Thing", "Sensor", "ObservedProperty"):
        assert ask(f"{stream(device)}/{path}")["@iot.id"] in (device.pk, 0, "fill_percent")
    key = one["@iot.id"]
    assert ask(f"Observations('{key}')/Datastream")["@iot.id"] == found["@iot.id"]
    assert ask(f"Observations('{key}')/FeatureOfInterest")["feature"]["type"] == "Point"
    assert ask("ObservedProperties('fill_percent')/Datastreams")["value"] == [found]
    assert ask("Sensors(0)/Datastreams")["value"] == [found]


def test_observations_are_cut_ordered_and_counted(ask, device):
    path = f"{stream(device)}/Observations"
    assert results(ask(path, orderby="phenomenonTime desc", top=1)) == [30]
    first = ask(path, top=2, count="true")
    assert (results(first), first["@iot.count"]) == ([10, 20], 3)
    following = first["@iot.nextLink"].removeprefix(f"http://testserver{ROOT}")
    last = ask(following)
    assert results(last) == [30]
    assert "@iot.nextLink" not in last
    assert results(ask(path, skip=3)) == []


def test_observations_are_filtered_by_time(ask, device):
    middle = models.Reading.objects.order_by("at")[1].at.isoformat()
    path = f"{stream(device)}/Observations"
    for comparison, found in (
        ("lt", [10]),
        ("le", [10, 20]),
        ("eq", [20]),
        ("ge", [20, 30]),
        ("gt", [30]),
    ):
        asked = f"phenomenonTime {comparison} {middle}"
        assert results(ask(path, filter=asked)) == found
        assert results(ask("Observations", filter=asked)) == found
    both = f"phenomenonTime gt {middle} and resultTime lt {middle}"
    assert results(ask(path, filter=both)) == []


def test_the_observations_of_all_are_those_of_a_day(ask, device):
    at = timezone.now() - timedelta(days=3)
    heard(DeviceFactory(), ago=timedelta(days=3), fill_percent=77)
    assert results(ask("Observations", orderby="phenomenonTime desc")) == [30, 20, 10]
    since = (at - MINUTE).isoformat()
    assert results(ask("Observations", filter=f"phenomenonTime ge {since}")) == [77]
    until = timezone.now().isoformat()
    long = f"phenomenonTime ge {since} and phenomenonTime le {until}"
    assert "a day at most" in ask("Observations", 400, filter=long)["message"]


def test_relations_are_written_out_one_level_deep(ask, device):
    (thing,) = ask("Things", expand="Locations,Datastreams")["value"]
    assert len(thing["Locations"]) == len(thing["Datastreams"]) == 1
    asked = "Thing,Sensor,ObservedProperty,Observations($top=2;$orderby=phenomenonTime desc)"
    (found,) = ask("Datastreams", expand=asked)["value"]
    assert [row["result"] for row in found["Observations"]] == [30, 20]
    assert found["Thing"]["@iot.id"] == device.pk
    (place,) = ask("Locations", expand="Things")["value"]
    assert place["Things"][0]["@iot.id"] == device.pk
    row = ask("Observations", expand="Datastream,FeatureOfInterest", top=1)["value"][0]
    assert row["Datastream"]["@iot.id"] == found["@iot.id"]


def test_properties_are_chosen(ask, device):
    assert ask("Things", select="id,name")["value"] == [{"@iot.id": device.pk, "name": "Glas 1"}]


def test_things_are_filtered_and_ordered_by_name(ask, device):
    DeviceFactory(name="Papier 1")
    names = [row["name"] for row in ask("Things", orderby="name desc")["value"]]
    assert names == ["Papier 1", "Glas 1"]
    assert [r["name"] for r in ask("Things", filter="name eq 'Glas 1'")["value"]] == ["Glas 1"]
    assert ask("Things", filter=f"id eq {device.pk}", count="true")["@iot.count"] == 1


def test_only_what_is_public_is_told(ask, device):
    hidden = heard(DeviceFactory(is_public=False), fill_percent=5)
    assert len(ask("Things")["value"]) == len(ask("Datastreams")["value"]) == 1
    assert 5 not in results(ask("Observations"))
    for path in (
        f"Things({hidden.pk})",
        f"{stream(hidden)}",
        f"{stream(hidden)}/Observations",
        f"Datastreams('{device.pk}-0-battery_percent')",
        f"Datastreams('{device.pk}-0-battery_percent')/Observations",
    ):
        assert ask(path, 404)["code"] == 404


def test_no_history_of_a_lockers_compartments_is_told(ask, db):
    station = heard(DeviceFactory(kind="locker", slug="station-1"), fault=True)
    heard(station, channel=3, fault=False)
    assert [row["properties"]["channel"] for row in ask("Datastreams")["value"]] == [0]
    assert results(ask("Observations")) == [True]
    ask(f"Datastreams('{station.pk}-3-fault')/Observations", 404)


@pytest.mark.parametrize(
    "path",
    [
        "Things(999)",
        "Things(99999999999)",
        "Things('a')",
        "Things(1)(2)",
        "Wings",
        "Datastreams('x')",
        "Datastreams('1-0-love')",
        "Observations('1-0-fill_percent-1')",
        "Observations('1-0-fill_percent')",
        "Sensors(9)",
        "Things(1)/Friends",
        "FeaturesOfInterest(1)",
        "ObservedProperties('love')",
    ],
)
def test_what_is_not_there_is_answered_in_json(ask, db, path):
    assert ask(path, 404) == {"code": 404, "type": "error", "message": "There is nothing here."}


def test_what_leads_nowhere_is_not_there_either(ask, device):
    ids = f"{device.pk}-0-fill_percent"
    now = round(models.Reading.objects.latest("at").at.timestamp() * 1_000_000)
    found = f"Observations('{ids}-{now}')"
    assert ask(found)["result"] == 30
    for path in (
        f"Things({device.pk})/Friends",
        f"Datastreams('{ids}')/Friends",
        f"Datastreams('{ids}')/FeatureOfInterest",
        f"{found}/Sensor",
        f"Observations('{ids}-{now + 1}')",
        f"Observations('{ids}-1')",
        f"Observations('{ids}--{'9' * 17}')",
    ):
        ask(path, 404)
    models.Reading.objects.update(measures={"battery_percent": 9})
    ask(found, 404)


def test_an_observation_leads_back_to_its_datastream_and_its_surroundings(ask, device):
    row = ask(f"{stream(device)}/Observations", top=1)["value"][0]
    path = f"Observations('{row['@iot.id']}')"
    assert ask(f"{path}/Datastream")["@iot.id"] == f"{device.pk}-0-fill_percent"
    assert ask(f"{path}/FeatureOfInterest")["feature"]["coordinates"] == [9.993, 53.701]


def test_places_of_the_past_are_not_kept(ask, device):
    for path in (f"Things({device.pk})", f"Locations({device.pk})"):
        assert ask(f"{path}/HistoricalLocations") == {"value": []}


@pytest.mark.parametrize("wanted", ["id eq 'x'", "id eq 99999999999", "name eq 'Glas\0'"])
def test_a_filter_that_nothing_can_fit_finds_nothing(ask, device, wanted):
    assert ask("Things", filter=wanted, count="true") == {"@iot.count": 0, "value": []}


@pytest.mark.parametrize(
    ("path", "options", "words"),
    [
        ("Things", {"filter": "resultTime ge 2026-01-01"}, "not filtered by resultTime"),
        ("Datastreams", {"filter": "name eq 'x'"}, "not filtered by name"),
        ("Things", {"orderby": "phenomenonTime"}, "not ordered by phenomenonTime"),
        ("Sensors", {"filter": "name eq 'x'"}, "neither filtered nor ordered"),
        ("ObservedProperties", {"orderby": "name"}, "neither filtered nor ordered"),
        ("Observations", {"filter": "phenomenonTime ge 9999-12-31"}, "Years are between"),
        ("Observations", {"filter": "phenomenonTime le 0001-01-01"}, "Years are between"),
        ("Things", {"expand": "Sensors"}, "Sensors does not lead on"),
        ("Locations", {"expand": "Datastreams"}, "Datastreams does not lead on"),
        ("FeaturesOfInterest", {"expand": "Things"}, "Things does not lead on"),
        ("Datastreams", {"expand": "Things"}, "Things does not lead on"),
        ("Observations", {"expand": "Sensor"}, "Sensor does not lead on"),
        ("Sensors", {"expand": "Datastreams"}, "Datastreams does not lead on"),
        ("ObservedProperties", {"expand": "Datastreams"}, "Datastreams does not lead on"),
    ],
)
def test_what_a_collection_cannot_do_is_said(ask, device, path, options, words):
    assert words in ask(path, 400, **options)["message"]


@pytest.mark.parametrize(
    "options",
    [
        {"top": "-1"},
        {"top": "many"},
        {"skip": "1000001"},
        {"count": "yes"},
        {"filter": "phenomenonTime ge yesterday"},
        {"filter": "phenomenonTime"},
        {"filter": "phenomenonTime ge 2026-01-01 or resultTime ge 2026-01-01"},
        {"filter": "result gt 5"},
        {"filter": "name eq 'x'"},
        {"filter": "a" * 1001},
        {"orderby": "result"},
        {"orderby": "phenomenonTime sideways"},
        {"expand": "Datastream/Thing"},
        {"expand": "Datastream($expand=Thing)"},
        {"expand": "Friends"},
        {"format": "xml"},
    ],
)
def test_what_cannot_be_followed_is_refused_with_a_reason(ask, device, options):
    assert ask(f"{stream(device)}/Observations", 400, **options)["message"]


@pytest.mark.parametrize(
    "options", [{"filter": "name eq 'x'"}, {"orderby": "name"}, {"top": 1}, {"skip": 1}]
)
def test_options_of_lists_are_refused_where_there_is_no_list(ask, device, options):
    for path in ("", f"Things({device.pk})", f"{stream(device)}/Thing"):
        assert ask(path, 400, **options)["type"] == "error"


def test_the_service_is_for_reading_alone(client, db):
    answer = client.post(ROOT + "Things", {}, content_type="application/json")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")


def test_a_larger_number_of_rows_than_is_given_is_cut(db):
    assert parse({"$top": "100000"}).top == 1000
    with pytest.raises(RefusedError):
        parse({"$top": "١"})


@pytest.mark.parametrize("number", [1, 30])
def test_lists_cost_the_same_for_one_device_and_for_many(client, db, assert_query_count, number):
    speaking(number, group=group())
    for path, queries in (
        ("Things?$expand=Datastreams,Locations", 4),
        ("Datastreams?$expand=Thing,Observations($top=5)", 4),
        ("Observations?$expand=Datastream", 4),
    ):
        with assert_query_count(queries):
            assert len(client.get(ROOT + path).json()["value"]) == number
