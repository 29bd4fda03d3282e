"""What all views of courses need: the way to them, who may see what, and limits."""

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms.core.guards import is_too_often, who_asks
from cms.core.trails import Crumb, Trail
from cms.users.models import User
from participation.courses.models import Course
from participation.courses.queries.way import way
from participation.courses.queries.words import with_words, words
from participation.courses.roles import MANAGE

PER_HOUR = 10
"""Forms of the same sender, and mails to the same address."""


def trail(title: str, *above: Crumb) -> Trail:
    """Home, the catalogue, what is above, and where one is."""
    return Trail(title, [*way(), *above])


def crumb_of(course: Course) -> Crumb:
    """A course above one of its own pages."""
    return Crumb(words(course).title, course.get_absolute_url())


def person(request: HttpRequest) -> User | None:
    """Whoever is signed in."""
    return request.user if isinstance(request.user, User) else None


def user_of(request: HttpRequest) -> User:
    """Whoever is signed in, in views that ask for that first."""
    return cast(User, request.user)


def language() -> str:
    """The reader's."""
    return get_language() or "de"


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


def show(
    request: HttpRequest,
    template: str,
    title: str,
    *above: Crumb,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """A page of the courses."""
    shown = {"title": title, "trail": trail(title, *above)} | context
    return render(request, template, shown, status=status)


def show_kept(
    request: HttpRequest, template: str, title: str, *above: Crumb, **context: Any
) -> HttpResponse:
    """One that is the same for everybody, kept with what its queries have read."""
    found = trail(title, *above)
    if way():
        # Tells the page cache that this is a page, and what stands above it.
        request.served_page = way()[-1]  # type: ignore[attr-defined]
    return render(request, template, {"page": None, "title": title, "trail": found} | context)


def sends_too_much(request: HttpRequest, email: str) -> bool:
    """Count by sender, and by the address that a mail would go to, so that nobody is flooded."""
    flooded = is_too_often("course-mail", email.lower() or None, most=PER_HOUR, seconds=3600)
    return is_too_often("course", who_asks(request), most=PER_HOUR, seconds=3600) or flooded


def too_often() -> str:
    """What is said to somebody who sends too much."""
    return _("That were a lot in a short time. Please wait an hour and send it again.")


def sent(request: HttpRequest) -> Any:
    """What a form was sent with; None when the page is only opened."""
    return request.POST if request.method == "POST" else None


def key_of(text: str) -> int:
    """The key that a button was sent with; 0, which no row has, for anything else."""
    return int(text) if text.isdecimal() and len(text) < 19 else 0
