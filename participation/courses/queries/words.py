"""A course's words in the reader's language, or in its own where nobody has written others."""

from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Prefetch, QuerySet

from participation.courses.models import Booking, Course, CourseText

Rows = TypeVar("Rows", bound=QuerySet[Any])


@dataclass(frozen=True)
class Words:
    """What a course is called and says, and in which language that is."""

    title: str
    summary: str
    text: str
    requirements: str
    language: str


def with_words(found: Rows, language: str, through: str = "") -> Rows:
    """Courses with their words in a language, for :func:`words`. One query.

    ``through`` is the way to the course, such as ``course__`` for runs.
    """
    texts = CourseText.objects.filter(language=language)
    return found.prefetch_related(Prefetch(f"{through}texts", texts, to_attr="texts_read"))


def words(course: Course) -> Words:
    """The words that were read with it, else its own."""
    read: Any = getattr(course, "texts_read", ())
    told = read[0] if read else course
    return Words(told.title, told.summary, told.text, told.requirements, told.language)


def title_of(booking: Booking) -> str:
    """What the course is called in the guest's language. One query."""
    course = booking.run.course
    told = CourseText.objects.filter(course=course, language=booking.language).first()
    return told.title if told else course.title
