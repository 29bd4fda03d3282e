"""What the templates of home, news, events and forms get."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cms.core import calendars, feeds
from cms.core.pagination import paginate
from cms.core.requests import sent
from cms.core.serving import OwnRows, lazy, page_context, page_file, serve_with
from cms.pages import domain, queries
from cms.pages.forms import EnquiryForm
from cms.pages.models import (
    EnquiryPage,
    EventIndexPage,
    EventPage,
    HomePage,
    NewsIndexPage,
    NewsPage,
)
from cms.programme import queries as programme
from cms.programme.models import UpdatePage
from cms.programme.views.files import change_entries, meeting_entry

NEWS = 15
"""On one page of their list."""
SENT = "gesendet"
CALENDAR, DATE = "kalender.ics", "termin.ics"


@page_context(HomePage)
def home(page: HomePage, request: HttpRequest) -> dict[str, Any]:
    """What is going on, what comes next, and the lighthouse projects."""
    urls = lazy(queries.list_urls, page)
    return {
        "now_items": lazy(queries.now_items, page.locale, limit=4),
        "dates": lazy(queries.next_dates, page.locale, limit=5),
        "projects": lazy(programme.first_lighthouses, page.locale, limit=6),
        "urls": urls,
        "atom_url": lazy(_news_feed, urls),
    }


def _news_feed(urls: dict[str, str]) -> str:
    return f"{urls['news_url']}{feeds.NAME}" if "news_url" in urls else ""


@page_context(NewsIndexPage)
def news_index(page: NewsIndexPage, request: HttpRequest) -> dict[str, Any]:
    """News and updates of projects and groups, newest first."""
    listing = paginate(queries.Now(page.locale), request.GET.get("page"), NEWS)
    return {
        "news": listing.object_list,
        "page_obj": listing,
        "atom_url": page.file_url(feeds.NAME),
    }


@page_context(NewsPage)
def news(page: NewsPage, request: HttpRequest) -> dict[str, Any]:
    """The news before and after."""
    newer, older = queries.news(page.locale).around(page)
    return {"newer": newer, "older": older}


@page_context(EventIndexPage)
def event_index(page: EventIndexPage, request: HttpRequest) -> dict[str, Any]:
    """What comes and what was."""
    listing = paginate(queries.upcoming_events(page.locale), request.GET.get("page"))
    return {
        "upcoming": listing.object_list,
        "page_obj": listing,
        "meetings": queries.next_meetings(page.locale, limit=6),
        "past": queries.past_events(page.locale)[:6],
        "feed_url": page.file_url(CALENDAR),
    }


@page_context(EventPage, OwnRows((EventPage,)))
def event(page: EventPage, request: HttpRequest) -> dict[str, Any]:
    """The address of the calendar file."""
    return {"ics_url": page.file_url(DATE)}


@page_file(EventIndexPage, CALENDAR)
def event_calendar(page: EventIndexPage, request: HttpRequest) -> HttpResponse:
    """Events and the meetings of working groups in the language as an iCalendar feed."""
    entries = [event.calendar_entry for event in queries.calendar_events(page.locale)]
    entries += [
        meeting_entry(meeting.page, meeting) for meeting in queries.calendar_meetings(page.locale)
    ]
    return calendars.response(request, entries, name=page.title, filename=CALENDAR, subscribed=True)


@page_file(EventPage, DATE)
def event_date(page: EventPage, request: HttpRequest) -> HttpResponse:
    """The event as an iCalendar file."""
    return calendars.response(
        request, [page.calendar_entry], name=page.title, filename=f"{page.slug}.ics"
    )


@page_file(NewsIndexPage, feeds.NAME)
def news_feed(page: NewsIndexPage, request: HttpRequest) -> HttpResponse:
    """News, updates and other changes of stage of a language as one Atom feed."""
    pages = queries.Now(page.locale).pages(limit=feeds.LENGTH)
    titles = programme.titles_above(item for item in pages if isinstance(item, UpdatePage))
    entries = [feeds.entry(item, page.locale, of=titles.get(item.pk, "")) for item in pages]
    changes = change_entries(page.locale)
    return feeds.response(request, page, feeds.newest([*changes, *entries]))


@serve_with(EnquiryPage)
def enquiry(page: EnquiryPage, request: HttpRequest) -> HttpResponse:
    """Show the form; store what it sends, then redirect so that a reload sends nothing twice."""
    form = EnquiryForm(sent(request), kind=page.kind, initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        domain.submit_enquiry(enquiry=form.save(commit=False), language=page.locale.language_code)
        return redirect(f"{page.get_url(request)}?{SENT}=1")
    context = {"form": form, "sent": SENT in request.GET}
    return page.render_with(request, context, status=422 if form.errors else 200)


def _initial(request: HttpRequest) -> dict[str, str]:
    """The page a reader came from, offered as the address of the barrier."""
    return {"address": request.GET.get("seite", "")[:500]}
