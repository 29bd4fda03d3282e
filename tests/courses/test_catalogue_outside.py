"""What other programs read of the catalogue: calendars, feeds, schema.org, open data."""

import json
import re
from datetime import date, timedelta

import icalendar
import pytest
from django.utils import timezone
from jsonschema import Draft202012Validator

from cms.core.models import Place
from participation.courses.domain import runs
from participation.courses.models import Course, CourseText
from participation.courses.models.choices import CourseKind, CourseState
from tests.courses.schema_org import GRAPH
from tests.factories.courses import CourseFactory, RunFactory, book

pytestmark = pytest.mark.django_db
API = "/api/v1/courses/"


def graph_of(client, address):
    source = client.get(address).content.decode()
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', source)
    graph = json.loads(found)
    Draft202012Validator(GRAPH).validate(graph)
    return graph["@graph"]


def events(client, address):
    answer = client.get(address)
    assert answer["Content-Type"].startswith("text/calendar")
    return list(icalendar.Calendar.from_ical(answer.content).walk("VEVENT"))


def test_a_course_tells_its_instances(client, courses_page):
    course = CourseFactory(requirements="Ein Gerät", attendance_percent=80)
    run = RunFactory(course=course, cents=2500, maximum=8, teacher_name="Team")
    book(run)

    (found,) = graph_of(client, course.get_absolute_url())
    (instance,) = found["hasCourseInstance"]

    assert found["@type"] == "Course"
    assert [term["termCode"] for term in found["teaches"]] == ["1.1", "4.2"]
    assert instance["courseWorkload"] == "P0DT04H00M00S"
    assert instance["remainingAttendeeCapacity"] == 7
    assert [offer["price"] for offer in instance["offers"]] == ["25.00"]
    assert instance["location"][0]["name"] == "Saal 1"


def test_a_single_event_is_told_as_one_and_a_cancelled_one_as_cancelled(client, courses_page):
    course = CourseFactory(kind=CourseKind.EVENT)
    runs.cancel_run(run=RunFactory(course=course, dates=1, mode="online"), reason="Krank")

    (found,) = graph_of(client, course.get_absolute_url())

    assert found["@type"] == "EducationEvent"
    assert found["eventStatus"].endswith("EventCancelled")
    assert found["location"][0]["@type"] == "VirtualLocation"
    assert found["isAccessibleForFree"] is True


def test_a_course_without_dates_and_a_provider_are_told(client, courses_page):
    course = CourseFactory(title="</script><b>")

    (found,) = graph_of(client, course.get_absolute_url())
    (provider,) = graph_of(client, course.provider.get_absolute_url())

    assert found["name"] == "</script><b>"
    assert "hasCourseInstance" not in found
    assert provider["@type"] == "EducationalOrganization"


def test_the_calendar_follows_the_filters(client, courses_page):
    RunFactory(course=CourseFactory(title="Hier", topic="safety"), dates=3, room="Saal 2")
    RunFactory(course=CourseFactory(title="Dort", topic="data"), dates=2)

    every = events(client, "/kurse/kalender.ics")
    some = events(client, "/kurse/kalender.ics?topic=safety")

    assert len(every) == 5
    assert {str(event["summary"]) for event in some} == {"Hier"}
    assert str(some[0]["location"]).startswith("Saal 2")


def test_a_date_that_is_moved_keeps_its_number_and_a_cancelled_one_goes(client, courses_page):
    run = RunFactory(dates=3)
    before = events(client, f"/kurse/{run.course_id}/termine.ics")
    first, second, _third = run.sessions.all()
    later = first.starts_at + timedelta(hours=1)
    runs.move_session(session=first, starts_at=later, ends_at=later + timedelta(hours=2))
    runs.cancel_session(session=second)

    after = events(client, f"/kurse/{run.course_id}/termine.ics")

    assert len(before) == 3
    assert {str(event["uid"]) for event in after} < {str(event["uid"]) for event in before}
    assert after[0]["dtstart"].dt == later


def test_where_one_joins_online_is_told_to_participants_only(client, courses_page):
    secret = "https://meet.example.org/geheim"
    run = RunFactory(mode="online", online_url=secret)
    for address in (
        run.course.get_absolute_url(),
        "/kurse/",
        "/kurse/kalender.ics",
        f"/kurse/{run.course_id}/termine.ics",
        API,
        f"{API}{run.course_id}/",
    ):
        answer = client.get(address)
        assert answer.status_code == 200
        assert secret not in answer.content.decode()


def test_the_feed_names_new_courses(client, courses_page):
    for number in range(3):
        course = CourseFactory(title=f"Kurs {number}", topic="data" if number else "media")
        Course.objects.filter(pk=course.pk).update(
            published_at=timezone.now() - timedelta(days=number)
        )

    every = client.get("/kurse/feed.atom").content.decode()
    some = client.get("/kurse/feed.atom?topic=media").content.decode()

    assert re.findall(r"<title>(Kurs \d)</title>", every) == ["Kurs 0", "Kurs 1", "Kurs 2"]
    assert re.findall(r"<title>(Kurs \d)</title>", some) == ["Kurs 0"]


@pytest.fixture
def offered(courses_page):
    place = Place.objects.create(name="Park", slug="park", latitude="53.7", longitude="10.0")
    course = CourseFactory(title="Fotos retten", topic="media", competences=["3.1"], level_to=3)
    CourseText.objects.create(
        course=course, language="en", title="Rescue photos", summary="Crop.", text="We crop."
    )
    return RunFactory(course=course, place=place, cents=2500, wheelchair=True)


def test_the_api_lists_courses_with_their_next_runs(client, offered):
    answer = client.get(API).json()
    (course,) = answer["items"]
    (run,) = course["runs"]

    assert answer["count"] == 1
    assert (course["title"], course["topic"], course["competences"]) == (
        "Fotos retten",
        "media",
        ["3.1"],
    )
    assert course["url"].startswith("http://testserver/kurse/")
    assert (run["place"], run["seats"], run["seats_free"]) == ("Park", 8, 8)
    assert run["prices"] == [{"kind": "normal", "cents": 2500}]


def test_one_course_has_all_its_words(client, offered):
    answer = client.get(f"{API}{offered.course_id}/").json()
    assert answer["text"] == "Wir üben an Ihrem eigenen Gerät."
    assert len(answer["runs"]) == 1


@pytest.mark.parametrize("state", [CourseState.DRAFT, CourseState.SUBMITTED, CourseState.RETIRED])
def test_what_is_not_in_the_catalogue_is_not_there(client, offered, state):
    Course.objects.update(state=state)
    assert client.get(API).json() == {"items": [], "count": 0}
    assert client.get(f"{API}{offered.course_id}/").status_code == 404


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"topic": "media"}, 1),
        ({"topic": "data"}, 0),
        ({"area": 3}, 1),
        ({"level": 5}, 0),
        ({"weekday": (timezone.localdate() + timedelta(days=7)).isoweekday()}, 1),
        ({"wheelchair": "true"}, 1),
        ({"child_care": "true"}, 0),
        ({"place": "park", "seats": "free"}, 1),
        ({"fee": "free"}, 0),
        ({"q": "\x00!"}, 1),
        ({"until": "2000-01-02"}, 0),
    ],
)
def test_filters_of_the_api_are_those_of_the_catalogue(client, offered, query, count):
    assert client.get(API, query).json()["count"] == count


@pytest.mark.parametrize(
    "query",
    [
        {"limit": 0},
        {"topic": "x"},
        {"level": 9},
        {"weekday": 8},
        {"since": "gestern"},
        {"competence": "9.9"},
        {"q": "x" * 201},
        {"provider": 2**40},
    ],
)
def test_what_makes_no_sense_is_refused_with_a_reason(client, offered, query):
    answer = client.get(API, query)
    assert answer.status_code == 422
    assert answer.json()["detail"]


def test_nothing_personal_is_told(client, offered):
    book(offered, "Erika Muster", email="erika@example.org")
    for address in (API, f"{API}{offered.course_id}/", offered.course.get_absolute_url()):
        assert "rika" not in client.get(address).content.decode()


@pytest.mark.parametrize("number", [1, 30])
def test_the_api_costs_the_same_at_any_length(client, courses_page, assert_query_count, number):
    for turn in range(number):
        RunFactory(course=CourseFactory(title=f"Kurs {turn}"), first=date(2030, 1, 7))
    with assert_query_count(6):
        client.get(API, {"limit": 30})


def test_courses_are_where_search_engines_look(client, courses_page):
    course = CourseFactory()
    sitemap = client.get("/sitemap.xml").content.decode()

    assert course.get_absolute_url() in sitemap
    assert course.provider.get_absolute_url() in sitemap
