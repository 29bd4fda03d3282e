"""What the templates of home, news, events and forms get."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from cms.core.pagination import paginate
from cms.core.serving import page_context, serve_with
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

SENT = "gesendet"


@page_context(HomePage)
def home(page: HomePage, request: HttpRequest) -> dict[str, Any]:
    """What is going on, what comes next, and the lighthouse projects."""
    return {
        "now_items": queries.now_items(page.locale, limit=4),
        "dates": queries.next_dates(page.locale, limit=5),
        "projects": programme.InLanguage(programme.lighthouses(), page.locale)[:6],
        **queries.list_urls(page),
    }


@page_context(NewsIndexPage)
def news_index(page: NewsIndexPage, request: HttpRequest) -> dict[str, Any]:
    """News, newest first."""
    listing = paginate(queries.news(page.locale), request.GET.get("page"))
    return {"news": listing.object_list, "page_obj": listing}


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
        "past": queries.past_events(page.locale)[:6],
        "feed_url": _below(page, "feed"),
    }


@page_context(EventPage)
def event(page: EventPage, request: HttpRequest) -> dict[str, Any]:
    """The address of the calendar file."""
    return {"ics_url": _below(page, "ics")}


def _below(page: EventIndexPage | EventPage, name: str) -> str:
    """The address of a file below the page; a page that is being written has none yet."""
    return f"{page.url or ''}{page.reverse_subpage(name)}"


@serve_with(EnquiryPage)
def enquiry(page: EnquiryPage, request: HttpRequest) -> HttpResponse:
    """Show the form; store what it sends, then redirect so that a reload sends nothing twice."""
    form = EnquiryForm(_sent(request), kind=page.kind, initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        domain.submit_enquiry(enquiry=form.save(commit=False), language=page.locale.language_code)
        return redirect(f"{page.get_url(request)}?{SENT}=1")
    context = {"form": form, "sent": SENT in request.GET}
    return page.render_with(request, context, status=422 if form.errors else 200)


def _sent(request: HttpRequest) -> QueryDict | None:
    """What was sent, even if it is nothing at all; None while the form is only looked at."""
    return request.POST if request.method == "POST" else None


def _initial(request: HttpRequest) -> dict[str, str]:
    """The page a reader came from, offered as the address of the barrier."""
    return {"address": request.GET.get("seite", "")[:500]}
