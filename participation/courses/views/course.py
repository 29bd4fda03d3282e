"""A course's page, its dates as a calendar, and the institutions that offer courses."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.core import calendars
from cms.core.addresses import versions_of_address
from cms.core.models.pages import LanguageVersion
from cms.core.page_cache.visitors import kept_for_visitors
from cms.core.pagination import paginate
from cms.core.requests import language
from cms.core.serving import lazy
from cms.core.trails import Crumb
from cms.users.requests import person
from participation.courses import digcomp
from participation.courses.models import Course, Provider
from participation.courses.queries import course as queries
from participation.courses.queries import outside
from participation.courses.queries.words import with_words, words
from participation.courses.views import entries, structured
from participation.courses.views.common import is_office, public_course, show, show_kept


@require_safe
@kept_for_visitors
def detail(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """The course; 301 from a former title, 404 for one that is not public and not one's own."""
    course = _readable(request, pk)
    if slug != course.slug:
        return redirect(course, permanent=True)
    said = words(course)
    context = _context(request, course)
    if not course.is_public:
        return show(request, "courses/course.html", said.title, **context)
    return show_kept(request, "courses/course.html", said.title, **context)


def _readable(request: HttpRequest, pk: int) -> Course:
    """Everybody may read a public one; its provider and the office also others."""
    found = Course.objects.select_related("provider__place", "provider__logo", "picture")
    course = get_object_or_404(with_words(found, language()), pk=pk)
    if course.is_public or is_office(request) or _is_member(request, course):
        return course
    raise Http404


def _is_member(request: HttpRequest, course: Course) -> bool:
    user = person(request)
    return user is not None and course.provider.members.filter(user=user).exists()


def _context(request: HttpRequest, course: Course) -> dict[str, Any]:
    runs = lazy(queries.runs, course)
    return {
        "course": course,
        "said": words(course),
        "areas": digcomp.grouped(course.competences),
        "levels": [digcomp.LEVELS[n] for n in sorted({course.level_from, course.level_to})],
        "runs": runs,
        "about": structured.CourseThings(course, runs, request),
        "versions": lazy(_versions, request, course),
    }


def _versions(request: HttpRequest, course: Course) -> list[LanguageVersion]:
    """The languages in which somebody has written it, its own first."""
    written = queries.languages(course)
    found = versions_of_address(request, path=request.path)
    return sorted(
        (version for version in found if version.code in written),
        key=lambda version: version.code != course.language,
    )


@require_safe
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """All dates of a course, to subscribe to."""
    course = public_course(pk)
    found = outside.recent(course)[: calendars.LIMIT]
    for session in found:
        session.run.course = course  # its words are read already
    dates = [entries.of_session(session, request) for session in found]
    name = words(course).title
    return calendars.response(
        request, dates, name=name, filename=f"{course.slug}.ics", subscribed=True
    )


@require_safe
@kept_for_visitors
def providers(request: HttpRequest) -> HttpResponse:
    """By name, with how many courses each offers."""
    return show_kept(
        request,
        "courses/providers.html",
        _("Who offers courses"),
        introduction=_("Libraries, schools, associations and companies that teach here."),
        page_obj=paginate(queries.providers(), request.GET.get("page")),
    )


@require_safe
@kept_for_visitors
def provider(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """What an institution does, and its courses. 404 unless it is active."""
    found = Provider.objects.public().select_related("place", "logo")
    shown = get_object_or_404(found, pk=pk)
    if slug != shown.slug:
        return redirect(shown, permanent=True)
    listing = paginate(queries.of_provider(shown, language()), request.GET.get("page"))
    return show_kept(
        request,
        "courses/provider.html",
        shown.name,
        Crumb(_("Who offers courses"), reverse("courses:providers")),
        provider=shown,
        page_obj=listing,
        about=structured.ProviderThings(shown, request),
    )
