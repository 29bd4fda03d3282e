"""SensorThings as a client of others reads it: Fraunhofer's, over HTTP."""

from datetime import timedelta

import frost_sta_client as fsc
import pytest
from django.utils import timezone

from hardware_bridge import models
from tests.hardware.parks import heard, speaking

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:furl.pathstr is deprecated:DeprecationWarning"),
]


@pytest.fixture
def service(live_server):
    """The client, at a server of ours."""
    return fsc.SensorThingsService(f"{live_server.url}/api/sensorthings/v1.1/")


def test_a_client_of_others_finds_its_way_from_things_to_observations(service):
    (device,) = speaking(1, name="Glas 1")
    for minutes in range(1, 40):
        at = timezone.now() - timedelta(minutes=minutes)
        models.Reading.objects.create(
            device=device, channel=0, at=at, received_at=at, measures={"fill_percent": minutes}
        )
    (thing,) = service.things().query().filter("name eq 'Glas 1'").list()
    assert (thing.id, thing.name) == (device.pk, "Glas 1")
    (place,) = thing.get_locations().query().list()
    assert list(place.location["coordinates"]) == [9.993, 53.701]
    (stream,) = thing.get_datastreams().query().list()
    assert stream.unit_of_measurement.symbol == "%"
    # Several pages, which the client follows by itself.
    found = stream.get_observations().query().orderby("phenomenonTime", "DESC").top(15).list()
    assert [row.result for row in found] == [1, *range(1, 40)]
    since = (timezone.now() - timedelta(minutes=5, seconds=30)).isoformat()
    asked = stream.get_observations().query().filter(f"phenomenonTime ge {since}").count().list()
    assert asked.count == 6


def test_a_client_of_others_reads_single_entities_and_what_is_written_out(service):
    heard(*speaking(1), channel=2, temperature_c=4.5)
    streams = service.datastreams().query().expand("Thing,ObservedProperty,Sensor").list()
    assert [stream.observed_property.name for stream in streams] == [
        "fill_percent",
        "temperature_c",
    ]
    first = next(iter(streams))
    again = service.datastreams().find(first.id)
    assert (again.name, again.id) == (first.name, first.id)
    assert service.things().find(first.thing.id).name == first.thing.name
