"""Files of a booking: calendar, codes for the door, materials, certificates."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cms.core import papers
from cms.core.calendars import Entry, response
from cms.users.requests import user_of
from participation.courses import paper
from participation.courses.models import Attendee, Booking, CalendarKey, Certificate
from participation.courses.models.bookings import new_key
from participation.courses.models.choices import BookingState
from participation.courses.queries import guests, mine
from participation.courses.queries.entries import entries
from participation.courses.queries.words import words
from participation.courses.views.common import Crumb, crumb_of, show
from participation.courses.views.own import own


def _entries(request: HttpRequest, found: Booking) -> list[Entry]:
    return entries(
        found.run.sessions.all(),
        run=found.run,
        title=words(found.run.course).title,
        url=request.build_absolute_uri(found.get_absolute_url()),
    )


def _booked(key: str) -> Booking:
    found = own(key)
    if found.state != BookingState.BOOKED:
        raise Http404
    return found


@never_cache
@require_safe
def calendar(request: HttpRequest, key: str) -> HttpResponse:
    """The dates of a booking."""
    found = _booked(key)
    return response(
        request,
        _entries(request, found),
        name=words(found.run.course).title,
        filename=_("course.ics"),
    )


@never_cache
@require_safe
def codes(request: HttpRequest, key: str) -> HttpResponse:
    """One code for each person, to be shown at the door from the phone or on paper."""
    found = _booked(key)
    back = Crumb(_("Your booking"), found.get_absolute_url())
    return show(
        request,
        "courses/codes.html",
        _("Your codes for the door"),
        crumb_of(found.run.course),
        back,
        booking=found,
        run=found.run,
    )


@never_cache
@require_safe
def code(request: HttpRequest, key: str) -> HttpResponse:
    """A person's code as a picture; it leads to where the teacher checks them in."""
    found = get_object_or_404(Attendee, key=key, booking__state=BookingState.BOOKED)
    address = request.build_absolute_uri(reverse("courses:check_in", args=[found.key]))
    return HttpResponse(papers.qr_svg(address, border=4), content_type="image/svg+xml")


@never_cache
@require_safe
def material(request: HttpRequest, key: str, pk: int) -> HttpResponse | FileResponse:
    """A material of the run, for whoever has booked it."""
    found = next((each for each in guests.materials(_booked(key)) if each.pk == pk), None)
    if found is None:
        raise Http404
    if found.document is None:
        return redirect(found.url)
    return FileResponse(
        found.document.file.open("rb"), as_attachment=True, filename=found.document.filename
    )


@never_cache
@require_safe
def certificate(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """The paper as a tagged PDF (PDF/UA-1)."""
    found = get_object_or_404(
        Certificate.objects.exclude(data={}),
        number=number,
        attendee__booking__key=key,
        revoked_at=None,
    )
    address = request.build_absolute_uri(found.get_absolute_url())
    answer = HttpResponse(
        paper.certificate(certificate=found, address=address), content_type="application/pdf"
    )
    name = _("certificate-%(number)s.pdf") % {"number": found.number}
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer


@never_cache
@require_safe
def my_calendar(request: HttpRequest, key: str) -> HttpResponse:
    """Every date somebody with an account takes part in, to subscribe to."""
    owner = get_object_or_404(CalendarKey.objects.select_related("user"), key=key)
    dates = guests.coming_dates(mine.bookings(owner.user))
    found = [
        entry
        for date in dates
        for entry in entries(
            [date],
            run=date.run,
            title=date.run.course.title,
            url=request.build_absolute_uri(reverse("my_courses")),
        )
    ]
    return response(
        request, found, name=_("My courses"), filename=_("courses.ics"), subscribed=True
    )


@login_required
@require_POST
def new_calendar_key(request: HttpRequest) -> HttpResponse:
    """Make an own calendar, or a new address for it that ends the old one."""
    CalendarKey.objects.update_or_create(user=user_of(request), defaults={"key": new_key()})
    return redirect("my_courses")
