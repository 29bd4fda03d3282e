"""A course in the languages it is written in, for people and for search engines."""

import re

import pytest

from participation.courses.models import CourseText
from tests.factories.courses import CourseFactory, RunFactory, book

pytestmark = pytest.mark.django_db
ALTERNATE = re.compile(r'hreflang="([\w-]+)"\s+href="https?://[^/"]+([^"]+)"')
CANONICAL = re.compile(r'rel="canonical"\s+href="https?://[^/"]+([^"]+)"')


def alternates(client, course, start=""):
    """What a course's page tells search engines: other languages, and which address counts."""
    head = client.get(f"{start}{course.pk}-{course.slug}/").content.decode().split("</head>")[0]
    return dict(ALTERNATE.findall(head)), CANONICAL.findall(head)


@pytest.fixture
def course(courses_page):
    course = CourseFactory(title="Zauberflöte")
    CourseText.objects.create(
        course=course, language="en", title="Magic flute", summary="Play it.", text="Flutes."
    )
    return course


def test_a_course_names_its_twins_and_no_language_that_nobody_wrote(client, course):
    german, english = (
        f"{start}{course.pk}-{course.slug}/" for start in ("/kurse/", "/en/courses/")
    )
    twins = {"de": german, "x-default": german, "en": english}

    assert alternates(client, course, "/kurse/") == (twins, [german])
    assert alternates(client, course, "/en/courses/") == (twins, [english])


def test_where_nobody_wrote_it_the_courses_own_language_counts(client, course):
    german = f"/kurse/{course.pk}-{course.slug}/"

    _twins, canonical = alternates(client, course, "/de-simple/kurse/")

    assert canonical == [german]


def test_a_competence_leads_to_the_catalogue(client, course):
    page = client.get(course.get_absolute_url()).content.decode()

    assert 'href="/kurse/?competence=1.1"' in page


def test_a_booking_names_its_course_in_the_readers_language(client, course):
    booking = book(RunFactory(course=course))

    path = booking.get_absolute_url().replace("/kurse/buchung/", "/en/courses/booking/")

    assert "Zauberflöte" not in client.get(path).content.decode().split("<main")[1]
