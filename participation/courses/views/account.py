"""What the account shows of somebody's courses."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.core.pagination import paginate
from cms.users.models import User
from cms.users.requests import user_of
from cms.users.sections import Section, section
from participation.courses.models import CalendarKey, ProviderMembership
from participation.courses.queries import mine as queries
from participation.courses.queries import teaching
from participation.courses.queries.way import courses_section


@section(order=32)
def my_courses_card(user: User) -> Section:
    """How many bookings, and where they are."""
    count = queries.bookings(user).count()
    text = (
        _("See, change or cancel your bookings; your codes, materials and certificates.")
        if count
        else _("Find a course and book a seat.")
    )
    return Section(_("Courses"), text, url=reverse("my_courses"), count=count)


@never_cache
@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Own bookings, the own calendar, and what one teaches or manages."""
    user = user_of(request)
    listing = paginate(queries.bookings(user), request.GET.get("page"))
    key = CalendarKey.objects.filter(user=user).first()
    feed = reverse("courses:my_calendar", args=[key.key]) if key else ""
    context = {
        "title": _("My courses"),
        "introduction": _("What you have booked, and what you can change about it."),
        "pictogram": "learning",
        "bookings": listing.object_list,
        "page_obj": listing,
        "feed": request.build_absolute_uri(feed) if feed else "",
        "memberships": ProviderMembership.objects.filter(user=user).select_related("provider"),
        "taught": teaching.taught_next(user)[:24],
        "list_url": courses_section.list_url(),
    }
    return render(request, "courses/mine.html", context)
