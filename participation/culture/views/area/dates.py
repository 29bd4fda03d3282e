"""The partners' calendar: everything that is planned, with what only partners may know of."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.core.pagination import paginate
from participation.culture.forms.calendar import CalendarFilterForm
from participation.culture.models import Event
from participation.culture.models.choices import PartState
from participation.culture.queries import calendar as queries
from participation.culture.queries.partners import Partner
from participation.culture.queries.private import known_to
from participation.culture.views.area.common import for_partners, show

MOST_DATES = 30


@for_partners
def listing(request: HttpRequest, partner: Partner) -> HttpResponse:
    """What comes, day by day; of busy dates when and by whom."""
    filters = CalendarFilterForm(request.GET)
    times, busy = known_to(partner.user, filters.choice)
    coming = queries.coming(times, filters.day, running=False)
    page = paginate(coming, request.GET.get("page"))
    running = queries.running(times, filters.day, filters.day) if page.number == 1 else []
    for time in [*page.object_list, *running]:
        time.is_busy = time.event_id in busy
    return show(
        request,
        "dates.html",
        _("Partners' calendar"),
        introduction=_("What partners plan, with what only partners see."),
        filters=filters,
        count=page.paginator.count,
        span=_("From %(day)s on") % {"day": date_format(filters.day)},
        page_obj=page,
        days=queries.by_day(page.object_list).items(),
        running=running,
        today=timezone.localdate(),
    )


@for_partners
def detail(request: HttpRequest, partner: Partner, pk: int) -> HttpResponse:
    """One event that the reader may know everything of. 404 for busy ones and drafts of others."""
    seen = Event.objects.visible_to(partner.user).filter(gone_at=None)
    event = get_object_or_404(seen.select_related("institution"), pk=pk)
    times = list(event.occurrences.filter(end__gte=timezone.now())[: MOST_DATES + 1])
    parts = event.parts.filter(state=PartState.JOINED).select_related("institution")
    return show(
        request,
        "date.html",
        event.title,
        event=event,
        times=times[:MOST_DATES] or list(event.occurrences.order_by("-start")[:1]),
        has_more=len(times) > MOST_DATES,
        parts=[part for part in parts if part.institution.is_verified],
        may_plan=event.institution_id in partner.planning_ids,
    )
