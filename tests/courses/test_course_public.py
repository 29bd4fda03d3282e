"""What else the public finds: search, words about prices and seats, teasers, rarer filters."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from cms.core.models import Place
from cms.core.search import index, queries
from participation.courses.domain import courses, runs
from participation.courses.models import CourseText, PriceCategory, Run
from participation.courses.models.choices import CourseState
from participation.courses.queries.places import MOST_ROOMS
from participation.courses.templatetags.course_tags import price_words, seats_kind, seats_words
from tests.courses.test_releasing import office
from tests.factories.courses import CourseFactory, ProviderFactory, RunFactory, book, manager_of
from tests.factories.people import UserFactory
from tests.factories.programme import ProjectFactory

pytestmark = pytest.mark.django_db
__all__ = ["office"]


def found(query, language="de"):
    return [find.url for find in queries.search(query=query, language=language).finds]


@pytest.fixture
def zither(courses_page):
    """A course in German and English of a provider with a name of its own."""
    provider = ProviderFactory(name="Zitherverein", description="Wir spielen Zither.")
    course = CourseFactory(title="Zauberflöte", provider=provider)
    CourseText.objects.create(
        course=course, language="en", title="Magic flute", summary="Play it.", text="Flutes."
    )
    index.rebuild()
    return course


def test_the_search_finds_courses_their_translations_and_providers(zither):
    assert zither.get_absolute_url() in found("Zauberflöte")
    assert zither.get_absolute_url() in found("flute", "en")
    assert zither.provider.get_absolute_url() in found("Zitherverein")


def test_the_search_forgets_what_is_not_offered_any_more(zither):
    courses.retire(course=zither, by=UserFactory())

    assert zither.get_absolute_url() not in found("Zauberflöte")
    assert zither.get_absolute_url() not in found("flute", "en")


def test_the_search_forgets_a_provider_that_is_paused(zither, office, client):
    fields = {"name": zither.provider.name, "email": "z@example.org", "state": "paused"}
    client.post(f"/admin/courses/providers/edit/{zither.provider_id}/", fields)

    assert zither.provider.get_absolute_url() not in found("Zitherverein")
    assert zither.get_absolute_url() not in found("Zauberflöte")


@pytest.mark.parametrize(
    ("prices", "words"),
    [
        ({}, "kostenlos"),
        ({"normal": 0}, "kostenlos"),
        ({"normal": 4500}, "45\xa0€"),
        ({"normal": 4500, "reduced": 2200}, "45\xa0€, ermäßigt 22\xa0€"),
        ({"normal": 4500, "reduced": 0}, "45\xa0€, für manche kostenlos"),
        ({"normal": 4500, "free": 0}, "45\xa0€, für manche kostenlos"),
        ({"reduced": 2200}, "22\xa0€"),
    ],
)
def test_what_a_run_costs_is_said_in_words(run, prices, words):
    for kind, cents in prices.items():
        PriceCategory.objects.create(run=run, kind=kind, cents=cents)

    assert price_words(run) == words


@pytest.mark.parametrize(
    ("fields", "kind", "words"),
    [
        ({}, "free", "Plätze frei"),
        ({"maximum": 3}, "last", "noch 3 Plätze"),
        ({"state": "cancelled"}, "cancelled", "Abgesagt"),
        ({"ends_at": date(2020, 1, 1)}, "over", "Vorbei"),
        ({"books_from": date(2990, 1, 1)}, "soon", "Noch nicht buchbar"),
        ({"books_until": date(2020, 1, 1)}, "closed", "Buchung geschlossen"),
    ],
)
def test_how_it_stands_with_seats_is_said_in_words(run, fields, kind, words):
    Run.objects.filter(pk=run.pk).update(**{name: _moment(each) for name, each in fields.items()})
    shown = Run.objects.get()

    assert seats_kind(shown) == kind
    assert seats_words(shown) == words


def _moment(value):
    if not isinstance(value, date):
        return value
    return timezone.make_aware(datetime.combine(value, time.min))


def test_a_full_run_says_how_many_wait(run):
    Run.objects.filter(pk=run.pk).update(maximum=1)
    book(run)
    assert seats_words(Run.objects.get()) == "Voll, Warteliste"

    book(run)

    assert seats_words(Run.objects.get()) == "Voll, 1 warten"


def test_the_page_of_its_project_shows_the_next_courses_and_others_do_not(
    client, site, courses_page
):
    own, other = (ProjectFactory(parent=site.projects, title=title) for title in ("A", "B"))
    courses_page.project = own
    courses_page.save_revision().publish()
    RunFactory(course__title="Fotos retten")

    assert "Fotos retten" in client.get(own.url).content.decode()
    assert "Fotos retten" not in client.get(other.url).content.decode()


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("?fee=reduced", ["Mit Ermäßigung"]),
        ("?fee=low", ["Kostenlos"]),
        ("?seats=open", ["Kostenlos", "Mit Ermäßigung"]),
        ("?since=0001-01-01&until=9999-12-31", ["Kostenlos", "Mit Ermäßigung"]),
    ],
)
def test_rarer_filters_narrow_the_list(client, courses_page, query, titles):
    RunFactory(course__title="Kostenlos")
    dear = RunFactory(
        course__title="Mit Ermäßigung", cents=4000, first=timezone.localdate() + timedelta(days=9)
    )
    PriceCategory.objects.create(run=dear, kind="reduced", cents=2000)

    assert [course.title for course in client.get(f"/kurse/{query}").context["courses"]] == titles


def test_the_feed_follows_filters_of_runs(client, courses_page):
    for title, spoken in (("Auf Deutsch", "de"), ("Auf Englisch", "en")):
        run = RunFactory(course__title=title, spoken=spoken)
        type(run.course).objects.filter(pk=run.course_id).update(published_at=timezone.now())

    feed = client.get("/kurse/feed.atom?spoken=en").content.decode()

    assert "Auf Englisch" in feed
    assert "Auf Deutsch" not in feed


def test_the_map_names_some_rooms_of_a_place_with_many(client, courses_page):
    park = Place.objects.create(name="Park", slug="park", latitude="53.72", longitude="10.01")
    course = CourseFactory()
    for number in range(MOST_ROOMS + 2):
        RunFactory(course=course, place=park, room=f"Raum {number}")

    (place,) = client.get("/kurse/karte/").context["map"].places

    assert (place.count, len(place.rooms)) == (MOST_ROOMS + 2, MOST_ROOMS)


def test_a_course_that_is_not_public_is_shown_to_its_people_and_the_office_alone(
    client, courses_page, office, enter
):
    draft = CourseFactory(state=CourseState.DRAFT)
    path = draft.get_absolute_url()
    assert client.get(path).status_code == 200

    enter(manager_of(draft.provider))
    assert client.get(path).status_code == 200

    enter(manager_of(ProviderFactory()))
    assert client.get(path).status_code == 404


def test_a_former_name_leads_to_the_provider(client, courses_page):
    provider = ProviderFactory()

    answer = client.get(f"/kurse/anbieter/{provider.pk}-alter-name/")

    assert (answer.status_code, answer["Location"]) == (301, provider.get_absolute_url())


def test_an_online_run_stands_in_calendars_without_a_room(client, courses_page):
    run = RunFactory(mode="online", room="", address="")

    text = client.get(f"/kurse/{run.course_id}/termine.ics").content.decode()

    assert "LOCATION:Online" in text
    assert "Rathausallee" not in text


def test_a_run_that_was_cancelled_is_in_no_calendar(client, run):
    runs.cancel_run(run=run)

    assert b"BEGIN:VEVENT" not in client.get(f"/kurse/{run.course_id}/termine.ics").content
