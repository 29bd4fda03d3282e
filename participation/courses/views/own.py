"""A guest's own booking, by the secret link of its mails. Only buttons do anything."""

from collections.abc import Callable

from crowdfunding_lite.providers import ProviderError
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cms.core.guards import is_too_often
from cms.core.money import euros
from cms.core.requests import language, sent
from participation.courses.domain import booking as verbs
from participation.courses.domain import ending, fees, paying, queue, runs
from participation.courses.domain.rules import NotAllowedError
from participation.courses.forms.booking import PeopleForm
from participation.courses.models import Booking
from participation.courses.models.choices import OVER, BookingState, PayBy, PaymentState
from participation.courses.queries import guests
from participation.courses.views.common import crumb_of, show

ASKED_PER_MINUTE = 10


def own(key: str) -> Booking:
    """The booking of a link. Raises Http404 for a guessed one, and one whose data are gone."""
    found = guests.by_key(key, language())
    if found is None:
        raise Http404
    return found


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def booking(request: HttpRequest, key: str) -> HttpResponse:
    """How it stands, and what can be done about it."""
    found = own(key)
    if request.method == "POST":
        return _do(request, found)
    return _page(request, found, _people_form(request, found))


def _people_form(request: HttpRequest, found: Booking) -> PeopleForm:
    bound = sent(request) if "change" in request.POST else None
    return PeopleForm(bound, people=list(found.attendees.all()))


def _page(
    request: HttpRequest, found: Booking, form: PeopleForm, status: int = 200
) -> HttpResponse:
    by = fees.reason_of(booking=found)
    paid = found.payments.filter(state=PaymentState.PAID).order_by("pk").last()
    back = fees.left_cents(paid) * fees.share(run=found.run, by=by) // 100 if paid else 0
    on_its_way = guests.is_on_its_way(found)
    return show(
        request,
        "courses/booking.html",
        _("Your booking") if on_its_way else _title(found),
        crumb_of(found.run.course),
        booking=found,
        run=found.run,
        form=form,
        parts=guests.parts(found),
        paid=paid,
        refunds=guests.refunds(found),
        on_its_way=on_its_way,
        is_over=found.state in OVER,
        has_left=guests.has_left_the_queue(found),
        has_begun=found.run.starts_at is not None and found.run.starts_at <= timezone.now(),
        run_is_over=found.run.is_over(),
        back=euros(back) if paid else "",
        back_cents=back,
        asks_about_move=found.move_asked_at is not None and found.move_agreed_at is None,
        status=status,
    )


def _title(found: Booking) -> str:
    if guests.has_left_the_queue(found):
        return _("You are no longer on the waiting list")
    titles: dict[str, str] = {
        BookingState.UNCONFIRMED: _("Confirm your booking"),
        BookingState.UNPAID: _("Pay your fee"),
        BookingState.WAITING: _("Your place on the waiting list"),
        BookingState.OFFERED: _("Seats for you"),
        BookingState.CANCELLED: _("Your booking is cancelled"),
        BookingState.EXPIRED: _("Your booking has ended"),
    }
    return titles.get(found.state, _("Your booking"))


def _do(request: HttpRequest, found: Booking) -> HttpResponse:
    """The one button that was pressed; what does not fit any more is said in words."""
    doing: dict[str, Callable[[HttpRequest, Booking], HttpResponse]] = {
        "confirm": _confirm,
        "accept": _accept,
        "agree": _agree,
        "cancel": _cancel,
        "change": _change,
        "pay": to_payment,
    }
    act = next((doing[name] for name in doing if name in request.POST), None)
    if act is None:
        return redirect(found)
    try:
        return act(request, found)
    except NotAllowedError as error:
        messages.error(request, str(error))
        return redirect(found)


def _confirm(request: HttpRequest, found: Booking) -> HttpResponse:
    return _go_on(request, verbs.confirm(booking=found))


def _accept(request: HttpRequest, found: Booking) -> HttpResponse:
    return _go_on(request, queue.accept(booking=found))


def _go_on(request: HttpRequest, found: Booking) -> HttpResponse:
    if found.state == BookingState.UNPAID:
        return to_payment(request, found)
    if found.state == BookingState.BOOKED:
        messages.success(request, _("Your booking is certain. We look forward to seeing you."))
    return redirect(found)


def _agree(request: HttpRequest, found: Booking) -> HttpResponse:
    runs.agree_to_move(booking=found)
    messages.success(request, _("Thank you! We expect you at the dates below."))
    return redirect(found)


def _cancel(request: HttpRequest, found: Booking) -> HttpResponse:
    waited = found.state in (BookingState.WAITING, BookingState.OFFERED)
    ending.cancel(booking=found)
    text = _("Your booking is cancelled. Thank you for telling us.")
    if waited:
        text = _("You are no longer on the waiting list. Thank you for telling us.")
    messages.success(request, text)
    return redirect(found)


def _change(request: HttpRequest, found: Booking) -> HttpResponse:
    form = _people_form(request, found)
    if not form.is_valid():
        return _page(request, found, form, 422)
    ending.change(booking=found, names=form.names, leaving=form.leaving)
    messages.success(request, _("Your booking is changed."))
    return redirect(found)


def to_payment(request: HttpRequest, found: Booking) -> HttpResponse:
    """On to the payment page: 303, so that going back sends no form again (RFC 9110, 15.4.4)."""
    try:
        answer = HttpResponseRedirect(paying.checkout_url(booking=found))
    except NotAllowedError as error:
        messages.error(request, str(error))
        return redirect(found)
    except ProviderError:
        messages.error(
            request,
            _("The payment page cannot be reached at the moment. Please try again in a while."),
        )
        return redirect(found)
    answer.status_code = 303
    return answer


@never_cache
@require_safe
def paid(request: HttpRequest, key: str) -> HttpResponse:
    """Back from the payment page: the provider is asked, and the booking shown as it then is."""
    found = own(key)
    payment = found.payments.filter(state=PaymentState.OPEN).first()
    often = is_too_often("settle-fee", found.key, most=ASKED_PER_MINUTE, seconds=60)
    if payment is not None and not often:
        try:
            paying.settle(payment=payment)
        except ProviderError:
            messages.warning(request, _("We do not know of your payment yet, and keep looking."))
    found.refresh_from_db(fields=["state"])
    if found.state == BookingState.BOOKED and found.pay_by == PayBy.ONLINE:
        messages.success(
            request, _("Thank you! Your fee has arrived, and your booking is certain.")
        )
    return redirect(found)
