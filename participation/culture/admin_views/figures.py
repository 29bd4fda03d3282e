"""How calendars are doing, and figures by month."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.core.admin_pages import for_right, in_pages
from cms.core.columns import HEIGHT, WIDTH, Columns
from participation.culture.admin_views.common import show
from participation.culture.queries import office
from participation.culture.roles import MANAGE

KEYS = ("dates", "bookings", "found", "solved")


@for_right(MANAGE)
@require_safe
def feeds(request: HttpRequest) -> HttpResponse:
    """Each calendar: when it was read last, when it is tried next, what is wrong with it."""
    return show(
        request,
        "feeds.html",
        _("Calendars of institutions"),
        icon="calendar",
        **in_pages(request, office.feeds()),
    )


@for_right(MANAGE)
@require_safe
def months(request: HttpRequest) -> HttpResponse:
    """Columns for each month, and the same as a table."""
    found = office.months()
    rows = [(m.dates, m.bookings, m.found, m.solved) for m in found]
    columns = Columns.of(rows, KEYS)
    return show(
        request,
        "figures.html",
        _("Figures of culture"),
        icon="table",
        now=office.now(),
        months=found,
        columns=columns,
        names=list(zip(columns.slots, (month.first for month in found), strict=True)),
        width=int(WIDTH),
        height=int(HEIGHT),
    )
