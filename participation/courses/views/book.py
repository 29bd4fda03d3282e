"""The form of a booking."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cms.core.guards import is_too_often, too_often, who_asks
from cms.core.requests import language, sent
from cms.users.requests import person
from participation.courses.domain import booking as verbs
from participation.courses.domain.rules import NotAllowedError, settings
from participation.courses.forms.booking import BookingForm
from participation.courses.models import Booking, Run
from participation.courses.models.choices import BookingState
from participation.courses.queries import guests
from participation.courses.queries.dates import when
from participation.courses.queries.words import words
from participation.courses.views.common import crumb_of, show
from participation.courses.views.own import to_payment

PER_HOUR = 20


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def book(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of one run, for as many people as ``?people=`` says. 410 where it takes nobody."""
    run = guests.public_run(pk, language())
    if run is None:
        raise Http404
    try:
        verbs.check_open(run)
    except NotAllowedError as error:
        title = _("This date cannot be booked")
        return show(
            request,
            "courses/closed.html",
            title,
            crumb_of(run.course),
            run=run,
            reason=str(error),
            status=410,
        )
    form = _form(request, run)
    if form.is_bound and form.is_valid():
        return _store(request, run, form)
    return _page(request, run, form, 422 if form.errors else 200)


def _most(run: Run) -> int:
    return min(settings().largest_group, run.maximum)


def _count(request: HttpRequest, most: int) -> int:
    """For how many people; what is no number, or too many, is brought within the limits."""
    text = request.POST.get("people") or request.GET.get("people") or "1"
    count = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
    return min(max(count, 1), most)


def _form(request: HttpRequest, run: Run) -> BookingForm:
    user = person(request)
    known = {"email": user.email, "name_1": user.get_full_name()} if user else {}
    return BookingForm(
        sent(request),
        people=_count(request, _most(run)),
        prices=list(run.prices.all()),
        ways=verbs.ways_to_pay(run),
        is_full=run.is_full,
        initial=known,
    )


def _page(request: HttpRequest, run: Run, form: BookingForm, status: int) -> HttpResponse:
    title = _("Join the waiting list") if run.is_full else _("Book")
    return show(
        request,
        "courses/book.html",
        title,
        crumb_of(run.course),
        introduction=_what(run),
        run=run,
        form=form,
        sizes=range(1, _most(run) + 1),
        terms=settings().terms,
        costs=any(price.cents for price in run.prices.all()),
        most=_most(run),
        status=status,
    )


def _what(run: Run) -> str:
    """The course and its first date, which a narrow screen shows below the form otherwise."""
    dates = [date for date in run.sessions.all() if date.cancelled_at is None]
    return "\n".join([words(run.course).title, *(when(date) for date in dates[:1])])


def _store(request: HttpRequest, run: Run, form: BookingForm) -> HttpResponse:
    wanted, key = form.wanted, form.cleaned_data["key"]
    if not verbs.is_known(run=run, key=key, wanted=wanted) and _is_too_often(request, wanted.email):
        form.add_error(None, too_often())
        return _page(request, run, form, 429)
    try:
        booking = verbs.book(
            run=run, key=key, wanted=wanted, language=language(), user=person(request)
        )
    except NotAllowedError as error:
        form.add_error(None, str(error))
        return _page(request, run, form, 409)
    return _after(request, booking)


def _is_too_often(request: HttpRequest, email: str) -> bool:
    flooded = is_too_often("courses-mail", email.lower(), most=PER_HOUR, seconds=3600)
    return is_too_often("course-booking", who_asks(request), most=PER_HOUR, seconds=3600) or flooded


def _after(request: HttpRequest, booking: Booking) -> HttpResponse:
    if booking.confirmed_at is None:
        return show(
            request,
            "courses/mailed.html",
            _("Please look into your mail"),
            crumb_of(booking.run.course),
            booking=booking,
        )
    if booking.state == BookingState.UNPAID:
        return to_payment(request, booking)
    if booking.state == BookingState.BOOKED:
        messages.success(request, _("Booked. We have sent you a confirmation."))
    return redirect(booking)
