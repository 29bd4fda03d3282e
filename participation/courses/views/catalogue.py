"""The catalogue: list, month, map, and the same as calendar and feed."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.core import calendars, feeds
from cms.core.page_cache import visitors
from cms.core.page_cache.lists import keep_list
from cms.core.pagination import paginate
from cms.core.requests import language
from cms.core.serving import lazy, page_context, page_file
from participation.courses.forms.catalogue import CourseFilterForm
from participation.courses.models import CourseIndexPage
from participation.courses.queries import catalogue, month, outside, places
from participation.courses.queries.way import courses_section
from participation.courses.views import entries
from participation.courses.views.common import show_kept

CALENDAR = "kalender.ics"
PER_PAGE = 18


keep_list(CourseIndexPage)


@page_context(CourseIndexPage)
def index(page: CourseIndexPage, request: HttpRequest) -> dict[str, Any]:
    """Courses through the reader's filters, the next to begin first."""
    filters = CourseFilterForm(request.GET)
    chosen, code = filters.chosen, page.locale.language_code
    number = request.GET.get("page", "1")
    listing = lazy(paginate, lazy(catalogue.courses, chosen, code), number, PER_PAGE)
    is_plain = "q" not in chosen and number.isdecimal() and len(number) < 5
    return {
        "kept": _key(chosen, number) if is_plain and not filters.unknown else None,
        "filters": filters,
        "courses": lazy(lambda: listing.object_list),
        "page_obj": listing,
        "count": lazy(lambda: listing.paginator.count),
        "views": views(filters, "list"),
        "calendar_url": f"{page.file_url(CALENDAR)}{filters.query}",
        "atom_url": page.file_url(feeds.NAME),
        "providers_url": reverse("courses:providers"),
    }


def _key(chosen: dict[str, Any], number: str) -> tuple[Any, ...]:
    """What a kept list depends on: the day, too, since days begin and end."""
    words = sorted((name, str(value)) for name, value in chosen.items())
    return (*words, number, timezone.localdate().isoformat())


def _kept(
    request: HttpRequest, filters: CourseFilterForm, what: str, build: Callable[[], HttpResponse]
) -> HttpResponse:
    """The answer for everybody, but to words that are searched for: nobody else asks for those."""
    if "q" in filters.chosen or filters.unknown:
        return build()
    return visitors.answer(request, ("courses", *_key(filters.chosen, what)), build)


def views(filters: CourseFilterForm, current: str) -> list[tuple[str, str, bool]]:
    """The ways to look at the catalogue: words, address, and whether it is this one."""
    ways = (
        ("list", _("List"), courses_section.list_url()),
        ("month", _("Month"), reverse("courses:month")),
        ("map", _("Map"), reverse("courses:map")),
    )
    return [(label, f"{url}{filters.query}", key == current) for key, label, url in ways]


@require_safe
def by_month(request: HttpRequest) -> HttpResponse:
    """A month day by day."""
    filters = CourseFilterForm(request.GET)
    asked = request.GET.get("month")
    first = month.month_of(asked, timezone.localdate()) if asked else None

    def build() -> HttpResponse:
        chosen = filters.chosen
        found = month.month(first or month.first_month(chosen, language()), chosen, language())
        return show_kept(
            request,
            "courses/month.html",
            _("Courses by month"),
            introduction=_("All dates that are still to come, day by day."),
            filters=filters,
            month=found,
            count=found.count,
            views=views(filters, "month"),
            list_url=courses_section.list_url(),
        )

    return _kept(request, filters, f"month {first or 'to come'}", build)


@require_safe
def by_place(request: HttpRequest) -> HttpResponse:
    """A locator of the city with numbered places, and the same as a list."""
    filters = CourseFilterForm(request.GET)

    def build() -> HttpResponse:
        found = places.places(filters.chosen, language())
        return show_kept(
            request,
            "courses/by_place.html",
            _("Courses by place"),
            introduction=_("Where in the city one can learn, on a map and as a list."),
            filters=filters,
            map=found,
            count=sum(place.count for place in found.places) + found.online,
            views=views(filters, "map"),
            list_url=courses_section.list_url(),
        )

    return _kept(request, filters, "map", build)


@page_file(CourseIndexPage, CALENDAR)
def calendar(page: CourseIndexPage, request: HttpRequest) -> HttpResponse:
    """The dates of all runs that match the filters, to subscribe to."""
    filters = CourseFilterForm(request.GET)
    found = outside.sessions(filters.chosen, page.locale.language_code)
    dates = [entries.of_session(session, request) for session in found[: calendars.LIMIT]]
    return calendars.response(request, dates, name=page.title, filename=CALENDAR, subscribed=True)


@page_file(CourseIndexPage, feeds.NAME)
def feed(page: CourseIndexPage, request: HttpRequest) -> HttpResponse:
    """New courses, the newest first."""
    filters = CourseFilterForm(request.GET)
    found = outside.newest(filters.chosen, page.locale.language_code)
    return feeds.response(request, page, [entries.of_course(row, request) for row in found])
