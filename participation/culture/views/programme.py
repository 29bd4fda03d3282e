"""The calendar's programme to print and to work on: what is shown as a booklet and as a table."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from cms.core import tables
from cms.core.models import SiteSettings
from cms.core.page_cache import visitors
from participation.culture import booklet
from participation.culture.forms.calendar import CalendarFilterForm, View
from participation.culture.models import Occurrence
from participation.culture.queries import calendar as queries

MOST = 600
"""Times of a booklet; about forty pages."""
WEEKS_OF_A_LIST = 4


@require_safe
def paper(request: HttpRequest) -> HttpResponse:
    """The filtered days as a PDF; made once for everybody."""
    filters = CalendarFilterForm(request.GET)
    first, last = _days(filters)
    key = ("culture-booklet", first, last, *sorted(filters.selection.items()))

    def build() -> HttpResponse:
        site = SiteSettings.for_request(request).site_name
        data = booklet.booklet(
            _times(filters), title=filters.title, first=first, last=last, site=site
        )
        answer = HttpResponse(data, content_type="application/pdf")
        name = f"kulturkalender-{first}.pdf"
        answer["Content-Disposition"] = content_disposition_header(False, name) or "inline"
        return answer

    return visitors.answer(request, key, build)


@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """The same as rows that a spreadsheet opens."""
    filters = CalendarFilterForm(request.GET)
    first, _last = _days(filters)
    return tables.response(booklet.rows(_times(filters)), filename=f"kulturkalender-{first}.csv")


def _days(filters: CalendarFilterForm) -> tuple[date, date]:
    """The first and the last day that are shown."""
    day = filters.day
    if filters.view_name == View.MONTH:
        first = day.replace(day=1)
        return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    if filters.view_name == View.WEEK:
        first = day - timedelta(days=day.weekday())
        return first, first + timedelta(days=6)
    return day, day + timedelta(weeks=WEEKS_OF_A_LIST)


def _times(filters: CalendarFilterForm) -> list[Occurrence]:
    times = queries.between(queries.public_times(filters.choice), *_days(filters))
    return list(queries.told(times).order_by("start", "end", "pk")[:MOST])
