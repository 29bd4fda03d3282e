"""The catalogue: filters, search, month, map, and what it costs."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cms.core.models import Place
from cms.core.search import index
from participation.courses.domain import runs
from participation.courses.models import Course, CourseText, PriceCategory, Run
from participation.courses.models.choices import CourseState, ProviderState, RunState
from tests.factories.courses import CourseFactory, ProviderFactory, RunFactory, book

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def spring(time_machine):
    """A Monday in the middle of a month without a change of the clocks."""
    time_machine.move_to("2026-06-01T08:00:00+02:00", tick=False)


def titles(client, query=""):
    return [course.title for course in client.get(f"/kurse/{query}").context["courses"]]


def course_with(title, *, first=MONDAY + timedelta(days=7), course=None, **run):
    made = CourseFactory(title=title, **(course or {}))
    RunFactory(course=made, first=first, **run)
    return made


@pytest.fixture
def park(db):
    return Place.objects.create(name="Park", slug="park", latitude="53.72", longitude="10.01")


@pytest.fixture
def three(courses_page, park):
    """On site for free on a Tuesday, online for a fee on a Thursday, and one without a date."""
    course_with(
        "Vor Ort",
        first=date(2026, 6, 9),
        course={"topic": "safety", "competences": ["4.1"], "level_from": 1, "level_to": 2},
        place=park,
        wheelchair=True,
    )
    course_with(
        "Online",
        first=date(2026, 6, 18),
        course={"topic": "data", "competences": ["1.2"], "level_from": 4, "level_to": 6},
        mode="online",
        spoken="en",
        cents=4000,
    )
    CourseFactory(title="Ohne Termin", topic="media", competences=["3.1"], level_to=3)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Vor Ort", "Online", "Ohne Termin"]),
        ("?topic=safety", ["Vor Ort"]),
        ("?area=1", ["Online"]),
        ("?area=3", ["Ohne Termin"]),
        ("?competence=4.1", ["Vor Ort"]),
        ("?level=2", ["Vor Ort", "Ohne Termin"]),
        ("?level=5", ["Online"]),
        ("?mode=online", ["Online"]),
        ("?place=park", ["Vor Ort"]),
        ("?weekday=2", ["Vor Ort"]),
        ("?weekday=4", ["Online"]),
        ("?weekday=7", []),
        ("?since=2026-06-17&until=2026-06-20", ["Online"]),
        ("?until=2026-06-09", ["Vor Ort"]),
        ("?fee=free", ["Vor Ort"]),
        ("?fee=low", ["Vor Ort"]),
        ("?spoken=en", ["Online"]),
        ("?wheelchair=on", ["Vor Ort"]),
        ("?sign_language=on", []),
        ("?seats=free", ["Vor Ort", "Online"]),
        ("?topic=weapons&level=99&since=gestern", ["Vor Ort", "Online", "Ohne Termin"]),
        ("?page=99", ["Vor Ort", "Online", "Ohne Termin"]),
    ],
)
def test_filters_narrow_the_list_and_nonsense_filters_nothing(client, three, query, found):
    assert titles(client, query) == found


def test_what_the_list_is_filtered_by_can_be_taken_away_and_nonsense_is_said(client, three):
    page = client.get("/kurse/?since=2026-06-17&wheelchair=on&topic=weapons").content.decode()

    assert "Von: 17.06.2026" in page
    assert 'href="?since=2026-06-17"' in page
    assert "weapons" in page


def test_a_card_tells_the_next_runs_that_match(client, courses_page):
    course = CourseFactory()
    for days in (7, 14, 21, 28):
        RunFactory(course=course, first=MONDAY + timedelta(days=days), dates=1)

    (every,) = client.get("/kurse/").context["courses"]
    (late,) = client.get("/kurse/?since=2026-06-20").context["courses"]

    assert len(every.next_runs) == 3
    assert [timezone.localdate(run.starts_at).day for run in late.next_runs] == [22, 29]


def test_what_is_not_public_is_in_no_list(client, courses_page):
    for state in set(CourseState) - {CourseState.PUBLISHED}:
        course = course_with("Verborgen", course={"state": state})
        assert client.get(course.get_absolute_url()).status_code == 404
    paused = ProviderFactory(state=ProviderState.PAUSED)
    hidden = course_with("Pause", course={"provider": paused})
    draft = course_with("Entwurf", draft=True)

    assert client.get(hidden.get_absolute_url()).status_code == 404
    assert client.get(paused.get_absolute_url()).status_code == 404
    assert titles(client) == ["Entwurf"]
    assert client.get("/kurse/").context["courses"][0].next_runs == []
    assert "Plätze frei" not in client.get(draft.get_absolute_url()).content.decode()


def test_full_runs_pass_no_filter_for_free_seats(client, courses_page):
    course = CourseFactory(title="Voll")
    run = RunFactory(course=course, maximum=1)
    book(run)

    assert titles(client, "?seats=free") == []
    assert titles(client, "?seats=open") == ["Voll"]
    page = client.get(course.get_absolute_url()).content.decode()
    assert "Auf die Warteliste" in page


def test_runs_that_have_begun_or_were_cancelled_are_in_no_list(client, courses_page):
    course = CourseFactory()
    begun = RunFactory(course=course, first=MONDAY + timedelta(days=7))
    Run.objects.filter(pk=begun.pk).update(
        starts_at=timezone.now() - timedelta(days=1), books_until=timezone.now()
    )
    runs.cancel_run(run=RunFactory(course=course), reason="Krank")

    (shown,) = client.get("/kurse/").context["courses"]
    assert shown.next_runs == []
    assert "Krank" in client.get(course.get_absolute_url()).content.decode()


def test_a_search_finds_words_of_every_language(client, courses_page):
    course = CourseFactory(title="Fotos retten", text="Wir schneiden zu.")
    CourseText.objects.create(
        course=course, language="en", title="Rescue photos", summary="Crop.", text="We crop."
    )
    CourseFactory(title="Anderes")
    index.rebuild()

    assert titles(client, "?q=zuschneiden") == []
    assert titles(client, "?q=schneiden") == ["Fotos retten"]
    assert titles(client, "?q=rescue") == ["Fotos retten"]
    assert titles(client, "?q=%27%3B--%00") != []


def test_a_course_is_shown_in_the_readers_language_where_it_is_written(client, courses_page):
    course = CourseFactory(title="Fotos retten")
    CourseText.objects.create(
        course=course, language="en", title="Rescue photos", summary="Crop.", text="We crop."
    )
    other = CourseFactory(title="Nur deutsch")

    english = client.get(f"/en/courses/{course.pk}-{course.slug}/").content.decode()
    german = client.get(f"/en/courses/{other.pk}-{other.slug}/").content.decode()

    assert '<h1 lang="en">Rescue photos</h1>' in english
    assert '<h1 lang="de">Nur deutsch</h1>' in german


def test_a_former_title_leads_to_the_course(client, courses_page):
    course = CourseFactory()
    answer = client.get(f"/kurse/{course.pk}-frueher/")

    assert answer.status_code == 301
    assert answer["Location"] == course.get_absolute_url()


def test_the_month_shows_each_day_with_its_dates(client, courses_page):
    for number in range(6):
        course_with(f"Kurs {number}", first=date(2026, 6, 9), dates=1)

    month = client.get("/kurse/monate/?month=2026-06").context["month"]
    day = month.days[8]

    assert (len(day.sessions), day.more, month.count) == (4, 2, 6)
    assert (month.before, month.after) == (None, date(2026, 7, 1))


def test_the_month_says_in_words_how_a_date_stands(client, courses_page):
    RunFactory(first=date(2026, 6, 9), dates=1)
    full = RunFactory(first=date(2026, 6, 9), dates=1, maximum=1)
    book(full)

    page = client.get("/kurse/monate/?month=2026-06").content.decode()

    assert "Plätze frei" in page
    assert "Voll, Warteliste" in page


@pytest.mark.parametrize("asked", ["2026-05", "1999-01", "morgen", "2026-13", "9999-12", ""])
def test_a_month_that_is_over_or_none_is_this_one(client, courses_page, asked):
    shown = client.get(f"/kurse/monate/?month={asked}").context["month"]
    assert shown.first == MONDAY


def test_a_date_after_the_clocks_change_stands_on_its_own_day(client, courses_page, time_machine):
    time_machine.move_to("2026-10-20T08:00:00+02:00", tick=False)
    course_with("Sonntags", first=date(2026, 10, 25), dates=1)

    days = client.get("/kurse/monate/?month=2026-10").context["month"].days
    assert [day.date.day for day in days if day.sessions] == [25]
    assert days[24].sessions[0].starts_at.utcoffset() == timedelta(0)


def test_the_map_names_places_and_rooms(client, three):
    page = client.get("/kurse/karte/")

    (place,) = page.context["map"].places
    assert (place.place.name, place.count) == ("Park", 1)
    assert [room.name for room in place.rooms] == ["Saal 1"]
    assert page.context["map"].online == 1
    assert client.get("/kurse/karte/?mode=online").context["map"].places == []


def test_providers_have_a_list_and_pages(client, courses_page):
    provider = ProviderFactory(name="Bücherei", homepage="https://example.org/")
    course_with("Erster Kurs", course={"provider": provider})

    assert "1 Kurs" in client.get("/kurse/anbieter/").content.decode()
    assert "Erster Kurs" in client.get(provider.get_absolute_url()).content.decode()
    assert titles(client, f"?provider={provider.pk}") == ["Erster Kurs"]


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/kurse/?weekday=1&seats=free&level=1&since=2026-06-01", 20),
        ("/kurse/monate/?month=2026-06&level=1", 15),
        ("/kurse/karte/?level=1", 15),
    ],
)
def test_the_catalogue_costs_the_same_at_any_length(
    client, courses_page, park, assert_query_count, rows, path, queries
):
    for number in range(rows):
        course = course_with(f"Kurs {number}", place=park)
        PriceCategory.objects.create(run=course.runs.get(), cents=100)
    client.get(path)

    with assert_query_count(queries):
        client.get(path)


@pytest.mark.parametrize("rows", [1, 30])
def test_a_course_costs_the_same_with_any_number_of_runs(
    client, courses_page, assert_query_count, rows
):
    course = CourseFactory()
    for number in range(rows):
        RunFactory(course=course, first=MONDAY + timedelta(days=7 + number))
    client.get(course.get_absolute_url())

    with assert_query_count(11):
        client.get(course.get_absolute_url())


def test_a_booking_is_seen_at_once_where_pages_are_kept(client, courses_page, page_cache):
    course = CourseFactory()
    run = RunFactory(course=course, maximum=3)
    address = course.get_absolute_url()
    client.get(address)
    assert client.get(address)["X-Page-Cache"] == "hit"

    book(run, "Erika Muster", "Max Muster")

    assert "noch 1 Platz" in client.get(address).content.decode()
    assert Course.objects.get().runs.get().state == RunState.PLANNED


def test_who_has_a_cookie_sees_a_booking_in_the_list_at_once(client, courses_page, page_cache):
    client.cookies["csrftoken"] = "a" * 32
    run = RunFactory(course=CourseFactory(), maximum=1)
    for query in ("", "?seats=free"):
        assert "noch 1 Platz" in client.get(f"/kurse/{query}").content.decode()
    booked = book(run)
    for query, is_left in (("", True), ("?seats=free", False)):
        page = client.get(f"/kurse/{query}").content.decode()
        assert "noch 1 Platz" not in page
        assert (booked.run.course.title in page) is is_left
