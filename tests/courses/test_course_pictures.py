"""The picture of a course: sent in by its provider, shown to all, gone with the course."""

import pytest

from cms.core.models import CustomImage
from participation.courses.domain import courses as verbs
from participation.courses.models.choices import CourseState
from tests.courses.reading import area
from tests.factories.courses import CourseFactory
from tests.factories.files import ImageFactory, phone_photo, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(provider, manager):
    return CourseFactory(provider=provider, state=CourseState.PUBLISHED)


def path_of(course):
    return area(course.provider, f"kurse/{course.pk}/bild/")


def said_by(answer):
    return answer.content.decode()


def send(client, course, **words):
    words = {"picture": upload("bild.jpg", phone_photo()), "description": "Zwei am Tablet"} | words
    return client.post(path_of(course), words)


def test_a_provider_gives_a_course_its_picture(client, course, courses_page):
    assert send(client, course).url == area(course.provider, f"kurse/{course.pk}/")

    course.refresh_from_db()
    assert course.picture.description == "Zwei am Tablet"
    with course.picture.open_file() as file:
        assert b"Telefonhersteller" not in file.read()
    assert 'alt="Zwei am Tablet"' in client.get(course.get_absolute_url()).content.decode()
    assert "Anderes Bild" in said_by(client.get(area(course.provider, f"kurse/{course.pk}/")))


def test_another_picture_takes_the_place_of_the_first(client, course):
    send(client, course)
    send(client, course, description="Drei am Tablet")
    course.refresh_from_db()
    assert [image.description for image in CustomImage.objects.all()] == ["Drei am Tablet"]
    assert course.picture == CustomImage.objects.get()


def test_a_picture_is_taken_away_with_its_file(client, course):
    send(client, course)
    client.post(path_of(course), {"remove": "1"})
    course.refresh_from_db()
    assert course.picture is None
    assert not CustomImage.objects.exists()


def test_a_picture_of_the_editors_stays_in_their_library(client, course):
    course.picture = ImageFactory()
    course.save()
    client.post(path_of(course), {"remove": "1"})
    course.refresh_from_db()
    assert course.picture is None
    assert CustomImage.objects.count() == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"picture": upload("bild.jpg", b"MZ\x90")}, "lässt sich nicht"),
        ({"description": ""}, "Bitte"),
        ({"picture": ""}, "Bitte"),
    ],
)
def test_what_is_no_picture_or_has_no_words_is_refused_at_its_field(client, course, words, said):
    answer = send(client, course, **words)
    assert answer.status_code == 422
    assert said in said_by(answer)
    assert not CustomImage.objects.exists()


def test_what_waits_for_the_office_stays_as_it_is(client, course):
    course.state = CourseState.SUBMITTED
    course.save()
    assert "Anderes Bild" not in said_by(client.get(area(course.provider, f"kurse/{course.pk}/")))
    send(client, course)
    course.refresh_from_db()
    assert course.picture is None
    assert not CustomImage.objects.exists()


def test_it_goes_with_a_draft_that_is_deleted(client, provider, manager):
    draft = CourseFactory(provider=provider, state=CourseState.DRAFT)
    send(client, draft)
    draft.refresh_from_db()
    verbs.discard(course=draft)
    assert not CustomImage.objects.exists()
