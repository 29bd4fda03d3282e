"""The public calendar: months, weeks and lists, and the page of one event."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.core.page_cache import visitors
from cms.core.page_cache.visitors import kept_for_visitors
from cms.core.pagination import paginate
from cms.core.trails import Crumb
from participation.culture.forms.calendar import CalendarFilterForm, View
from participation.culture.models import Event, Occurrence
from participation.culture.models.choices import PartState
from participation.culture.queries import calendar as queries
from participation.culture.views import structured
from participation.culture.views.common import show_kept

TEMPLATES = {
    View.MONTH: "culture/calendar_month.html",
    View.WEEK: "culture/calendar_week.html",
    View.LIST: "culture/calendar_list.html",
}
SHOWN_OF_A_WEEKDAY = 20
MOST_DATES = 30


@dataclass(frozen=True)
class Step:
    """A way to another part of the calendar."""

    label: str
    url: str
    current: bool = False


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Public events through the reader's filters, as a month, a week or a list."""
    filters = CalendarFilterForm(request.GET)
    if "q" in filters.selection or filters.unknown:  # nobody else asks for those
        return _calendar(request, filters)
    shown = (filters.view_name, filters.day, timezone.localdate(), request.GET.get("page", ""))
    key = ("culture-calendar", *map(str, shown), *sorted(filters.selection.items()))
    return visitors.answer(request, key, lambda: _calendar(request, filters))


def _calendar(request: HttpRequest, filters: CalendarFilterForm) -> HttpResponse:
    times = queries.public_times(filters.choice)
    view = View(filters.view_name)
    layouts = {View.MONTH: _month, View.WEEK: _week, View.LIST: _list}
    return show_kept(
        request,
        TEMPLATES[view],
        _("Culture calendar"),
        introduction=_("What is on in the city: all houses, choirs, clubs and museums together."),
        filters=filters,
        views=[
            Step(str(each.label), address(filters, view=each, day=filters.day), each == view)
            for each in View
        ],
        today_url=address(filters, view=view, day=timezone.localdate()),
        today=timezone.localdate(),
        feed_url=feed_url(filters),
        files=files(filters),
        **layouts[view](request, filters, times),
    )


def address(filters: CalendarFilterForm, *, view: View, day: date) -> str:
    """Of the calendar as it is filtered, in another layout or at another day."""
    query = filters.selection | {"view": view.value, "date": day.isoformat()}
    return f"{reverse('culture:calendar')}?{urlencode(query)}"


def feed_url(filters: CalendarFilterForm) -> str:
    """What is filtered, to subscribe to."""
    query = urlencode(filters.selection)
    return reverse("culture:feed") + (f"?{query}" if query else "")


def files(filters: CalendarFilterForm) -> list[Step]:
    """What is shown as a booklet and as a table."""
    query = filters.selection | {"view": filters.view_name, "date": filters.day.isoformat()}
    return [
        Step(
            _("Programme as a booklet (PDF)"), f"{reverse('culture:programme')}?{urlencode(query)}"
        ),
        Step(_("Table (CSV)"), f"{reverse('culture:table')}?{urlencode(query)}"),
    ]


def _month(
    request: HttpRequest, filters: CalendarFilterForm, times: QuerySet[Occurrence]
) -> dict[str, Any]:
    first = filters.day.replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    weeks = queries.month(times, first.year, first.month)
    days = [day for week in weeks for day in week]
    for day in days:
        day.url = address(filters, view=View.LIST, day=day.date)  # type: ignore[attr-defined]
    return {
        "span": date_format(first, "YEAR_MONTH_FORMAT"),
        "weeks": weeks,
        "weekdays": [day.date for day in weeks[0]],
        "is_empty": not any(day.count for day in days if day.inside),
        "running": queries.running(times, first, after - timedelta(days=1)),
        "previous": _step(filters, View.MONTH, first - timedelta(days=1), "YEAR_MONTH_FORMAT"),
        "next": _step(filters, View.MONTH, after, "YEAR_MONTH_FORMAT"),
    }


def _week(
    request: HttpRequest, filters: CalendarFilterForm, times: QuerySet[Occurrence]
) -> dict[str, Any]:
    first = filters.day - timedelta(days=filters.day.weekday())
    last = first + timedelta(days=6)
    days = queries.days(times, first, last, most=SHOWN_OF_A_WEEKDAY)
    for day in days:
        day.url = address(filters, view=View.LIST, day=day.date)  # type: ignore[attr-defined]
    return {
        "span": _("%(first)s to %(last)s")
        % {"first": date_format(first), "last": date_format(last)},
        "days": days,
        "is_empty": not any(day.count for day in days),
        "running": queries.running(times, first, last),
        "previous": _step(filters, View.WEEK, first - timedelta(days=7), "SHORT_DATE_FORMAT"),
        "next": _step(filters, View.WEEK, first + timedelta(days=7), "SHORT_DATE_FORMAT"),
    }


def _list(
    request: HttpRequest, filters: CalendarFilterForm, times: QuerySet[Occurrence]
) -> dict[str, Any]:
    first = filters.day
    found = queries.coming(times, first, running=False)
    listing = paginate(found, request.GET.get("page"))
    return {
        "span": _("From %(day)s on") % {"day": date_format(first)},
        "page_obj": listing,
        "days": queries.by_day(listing.object_list).items(),
        "running": queries.running(times, first, first) if listing.number == 1 else [],
        "previous": _step(filters, View.LIST, first - timedelta(days=7), "SHORT_DATE_FORMAT"),
        "next": _step(filters, View.LIST, first + timedelta(days=7), "SHORT_DATE_FORMAT"),
    }


def _step(filters: CalendarFilterForm, view: View, day: date, form: str) -> Step:
    return Step(date_format(day, form), address(filters, view=view, day=day))


def calendar_crumb() -> Crumb:
    """The calendar above one of its events."""
    return Crumb(_("Culture calendar"), reverse("culture:calendar"))


@require_safe
@kept_for_visitors
def event(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """What takes place, when, where and by whom. 404 unless everybody may see it."""
    found = public_event(pk)
    if slug != found.slug:
        return redirect(found, permanent=True)
    now = timezone.now()
    times = list(found.occurrences.filter(end__gte=now)[: MOST_DATES + 1])
    past = list(found.occurrences.filter(end__lt=now).order_by("-start")[:1])
    parts = found.parts.filter(state=PartState.JOINED).select_related("institution")
    return show_kept(
        request,
        "culture/event.html",
        found.title,
        calendar_crumb(),
        event=found,
        times=times[:MOST_DATES] or past,
        is_over=not times,
        has_more=len(times) > MOST_DATES,
        parts=[part for part in parts if part.institution.is_verified],
        ics_url=reverse("culture:event_file", args=[found.pk, found.slug]),
        about=structured.EventThings(found, times[:MOST_DATES] or past, request),
    )


def public_event(pk: int) -> Event:
    """An event that everybody may see. Raises Http404."""
    found = Event.objects.public().select_related("institution", "image").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
