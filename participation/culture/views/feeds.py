"""Calendars to subscribe to: the whole city's, a choice of it, one event, a member's own."""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.core import calendars
from cms.core.page_cache import visitors
from participation.culture import exports
from participation.culture.forms.calendar import CalendarFilterForm
from participation.culture.queries import calendar as queries
from participation.culture.queries import private as private_queries
from participation.culture.views.calendar import public_event

MOST = 1000
"""Entries of a calendar; those nearest to today are kept."""
PAST = timedelta(days=31)
NAME = "kalender.ics"


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Public events through the same filters as the page, as an iCalendar feed.

    Whoever subscribes to an institution that has gone gets an empty calendar, not that of the city.
    """
    filters = CalendarFilterForm(request.GET)
    key = ("culture-feed", *sorted(filters.selection.items()), filters.asks_in_vain)
    return visitors.answer(request, key, lambda: _feed(request, filters))


def _feed(request: HttpRequest, filters: CalendarFilterForm) -> HttpResponse:
    since = timezone.localdate() - PAST
    times = queries.told(queries.coming(queries.public_times(filters.choice), since))
    times = times[: 0 if filters.asks_in_vain else MOST]
    return calendars.response(
        request,
        exports.entries(times, request),
        name=filters.title,
        filename=NAME,
        subscribed=True,
        most=MOST,
    )


@require_safe
def event_file(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One public event with all its times, to put into a calendar."""
    event = public_event(pk)
    times = queries.told(event.occurrences.all())
    return calendars.response(
        request, exports.entries(times, request), name=event.title, filename=f"{event.slug}.ics"
    )


@never_cache
@require_safe
def private(request: HttpRequest, key: str) -> HttpResponse:
    """A member's own choice. Whoever knows the address reads it; 404 once it is revoked."""
    found = private_queries.find(key)
    if found is None:
        raise Http404
    private_queries.note_read(found)
    since = timezone.localdate() - PAST
    times, busy = private_queries.times(found, since)
    return calendars.response(
        request,
        exports.entries(times[:MOST], request, busy),
        name=found.name,
        filename=NAME,
        subscribed=True,
        most=MOST,
    )
