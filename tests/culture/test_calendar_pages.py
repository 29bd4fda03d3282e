"""The public calendar: what everybody sees of it, as pages, feeds and data."""

from datetime import datetime, timedelta

import icalendar
import pytest
from django.urls import reverse
from django.utils import timezone

from participation.culture.models import Event, Occurrence
from participation.culture.times import BERLIN
from tests.factories.culture_events import event, institution, moment

pytestmark = pytest.mark.django_db

CALENDAR = "/kultur/kalender/"


@pytest.fixture
def house():
    """A verified institution."""
    return institution()


def uids(data: bytes) -> list[str]:
    """Titles of a calendar's events."""
    return [str(each["SUMMARY"]) for each in icalendar.Calendar.from_ical(data).walk("VEVENT")]


@pytest.mark.parametrize("view", ["month", "week", "list"])
def test_public_events_stand_in_every_layout(client, house, view):
    event(house, moment(1), title="Jazz am Fluss")
    day = moment(1).date()
    answer = client.get(f"{CALENDAR}?view={view}&date={day}")
    assert answer.status_code == 200
    assert "Jazz am Fluss" in answer.content.decode()


HIDDEN = {
    "draft": {"status": "draft"},
    "partners": {"visibility": "partners"},
    "busy": {"visibility": "busy"},
    "gone": {"gone_at": timezone.now()},
}


@pytest.mark.parametrize("values", list(HIDDEN.values()), ids=list(HIDDEN))
def test_what_is_not_for_everybody_is_nowhere(client, house, values):
    hidden = event(house, moment(1), title="Geheimprobe", **values)
    day = moment(1).date()
    for address in (
        f"{CALENDAR}?view=month&date={day}",
        f"{CALENDAR}?view=week&date={day}",
        f"{CALENDAR}?view=list&date={day}",
        "/kultur/kalender.ics",
        "/api/v1/culture/events/",
    ):
        assert "Geheimprobe" not in client.get(address).content.decode()
    assert client.get(hidden.get_absolute_url()).status_code == 404
    ics = reverse("culture:event_file", args=[hidden.pk, hidden.slug])
    assert client.get(ics).status_code == 404


def test_events_of_an_institution_that_is_not_verified_are_nowhere(client):
    hidden = event(institution(state="applied"), moment(1), title="Noch nicht")
    assert client.get(hidden.get_absolute_url()).status_code == 404
    assert "Noch nicht" not in client.get("/kultur/kalender.ics").content.decode()


def test_filters_narrow_page_and_feed_alike(client, house):
    event(house, moment(1), title="Konzert im Hof", genre="music", audience="adults")
    event(house, moment(1), title="Puppenspiel", genre="theatre", audience="children")
    for address in (
        f"{CALENDAR}?view=list&genre=theatre",
        "/kultur/kalender.ics?audience=children",
    ):
        content = client.get(address).content.decode()
        assert "Puppenspiel" in content
        assert "Konzert im Hof" not in content
    content = client.get(f"{CALENDAR}?q=Hof").content.decode()
    assert "Konzert im Hof" in content
    assert "Puppenspiel" not in content


def test_an_institutions_calendar_holds_joint_events_too(client, house):
    other = institution("Kulturkeller")
    joint = event(house, moment(1), title="Gemeinsam")
    joint.parts.create(institution=other, state="joined")
    event(house, moment(2), title="Allein")
    content = client.get(f"/kultur/kalender.ics?institution={other.pk}").content
    assert uids(content) == ["Gemeinsam"]


@pytest.mark.parametrize(
    "query", ["date=gestern", "date=0001-01-01", "view=x", "institution=x", "genre=x"]
)
def test_nonsense_in_the_address_gives_the_calendar(client, query):
    assert client.get(f"{CALENDAR}?{query}").status_code == 200


def test_a_day_with_many_events_shows_some_and_the_way_to_all(client, house):
    for hour in range(10, 20):
        event(house, moment(1, hour), title=f"Um {hour} Uhr", hours=1)
    content = client.get(f"{CALENDAR}?date={moment(1).date()}").content.decode()
    assert content.count("Um 1") == 4
    assert "6 weitere" in content


def test_an_exhibition_runs_beside_the_days(client, house):
    event(house, moment(-3, 10), hours=24 * 20, title="Große Ausstellung")
    content = client.get(CALENDAR).content.decode()
    assert content.count("Große Ausstellung") == 1


def test_an_event_lasts_into_the_month_it_begins_in_by_the_clock_in_the_city(client, house):
    """Half past midnight in Berlin is still the day before in UTC."""
    start = datetime(2030, 7, 1, 0, 30, tzinfo=BERLIN)
    event(house, start, title="Nachtmusik")
    assert "Nachtmusik" in client.get(f"{CALENDAR}?date=2030-07-15").content.decode()


def test_the_page_of_an_event_tells_machines_when_it_is(client, house):
    shown = event(house, moment(1), title="</script><b>Fest", place="Saal")
    content = client.get(shown.get_absolute_url()).content.decode()
    assert "application/ld+json" in content
    assert moment(1).isoformat() in content
    assert "<b>Fest" not in content


def test_an_old_address_of_an_event_leads_to_the_new_one(client, house):
    shown = event(house)
    answer = client.get(f"/kultur/kalender/{shown.pk}-alter-titel/")
    assert (answer.status_code, answer["Location"]) == (301, shown.get_absolute_url())


def test_the_whole_feed_is_a_calendar_to_subscribe_to(client, house):
    event(house, moment(1), title="Abend", place="Saal", latitude=53.7, longitude=10.0)
    answer = client.get("/kultur/kalender.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    document = icalendar.Calendar.from_ical(answer.content)
    assert {"NAME", "REFRESH-INTERVAL", "SOURCE", "X-PUBLISHED-TTL"} <= set(document)
    (found,) = document.walk("VEVENT")
    assert found["STATUS"] == "CONFIRMED"
    assert found["GEO"].to_ical() == "53.7;10.0"
    assert found.start == moment(1)


@pytest.mark.parametrize("query", ["institution={}", "institution=none", "genre=none"])
def test_a_calendar_of_what_has_gone_is_empty_and_not_that_of_the_city(client, house, query):
    gone = institution("Zu", state="suspended")
    event(house, moment(1))
    event(gone, moment(1))
    answer = client.get(f"/kultur/kalender.ics?{query.format(gone.pk)}")
    assert answer.status_code == 200
    assert uids(answer.content) == []


def test_a_cancelled_event_stays_in_the_feed_as_cancelled(client, house):
    event(house, moment(1), status="cancelled")
    (found,) = icalendar.Calendar.from_ical(client.get("/kultur/kalender.ics").content).walk(
        "VEVENT"
    )
    assert found["STATUS"] == "CANCELLED"


def test_the_data_are_cut_and_filtered(client, house):
    for day in range(1, 6):
        event(house, moment(day), title=f"Tag {day}")
    found = client.get("/api/v1/culture/events/?limit=2&offset=1").json()
    assert found["count"] == 5
    assert [item["title"] for item in found["items"]] == ["Tag 2", "Tag 3"]
    until = moment(2).date()
    assert client.get(f"/api/v1/culture/events/?until={until}").json()["count"] == 2
    assert client.get("/api/v1/culture/events/?genre=x").status_code == 422
    assert client.get("/api/v1/culture/events/?since=x").status_code == 422


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        (f"{CALENDAR}?view=month", 9),
        (f"{CALENDAR}?view=week", 9),
        (f"{CALENDAR}?view=list", 8),
        ("/kultur/kalender.ics", 3),
        ("/api/v1/culture/events/", 3),
    ],
)
def test_lists_cost_the_same_for_one_event_and_for_thirty(
    client, house, assert_query_count, time_machine, count, address, queries
):
    time_machine.move_to("2026-05-06T10:00:00+00:00")  # within a week and a month
    start = timezone.now() + timedelta(minutes=5)
    for number in range(count):
        event(house, start + timedelta(minutes=number), title=f"Nummer {number}")
    client.get(address)
    with assert_query_count(queries):
        client.get(address)
    assert Event.objects.count() == Occurrence.objects.count() == count
