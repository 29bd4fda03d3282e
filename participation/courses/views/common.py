"""What all views of courses need: the way to them, who may see what, and limits."""

from django.http import Http404, HttpRequest

from cms.core.requests import language
from cms.core.trails import Crumb
from participation.courses.models import Course
from participation.courses.queries.way import courses_section
from participation.courses.queries.words import with_words, words
from participation.courses.roles import MANAGE

trail, sends_too_much = courses_section.trail, courses_section.sends_too_much
show, show_kept = courses_section.show, courses_section.show_kept


def crumb_of(course: Course) -> Crumb:
    """A course above one of its own pages."""
    return Crumb(words(course).title, course.get_absolute_url())


def is_office(request: HttpRequest) -> bool:
    """Whether the reader looks after courses for the city."""
    return request.user.has_perm(MANAGE)


def public_course(pk: int) -> Course:
    """A course of the catalogue with its provider and words. Raises Http404."""
    found = Course.objects.public().select_related("provider__place", "provider__logo", "picture")
    course = with_words(found, language()).filter(pk=pk).first()
    if course is None:
        raise Http404
    return course
