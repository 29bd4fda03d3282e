"""Bookings: the list of both directions, and one with its answers and notes."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from cms.core.pagination import paginate
from cms.users.requests import user_of
from participation.culture.domain import bookings as verbs
from participation.culture.domain.rules import NotAllowedError
from participation.culture.forms.lists import BookingFilterForm
from participation.culture.forms.resources import AnswerForm, NoteForm
from participation.culture.models import Booking, Institution
from participation.culture.queries import resources as queries
from participation.culture.queries.partners import Partner
from participation.culture.views.area.common import attempt, for_partners, must_plan, show


@for_partners
def listing(request: HttpRequest, partner: Partner) -> HttpResponse:
    """What one's institutions lend and borrow, newest first."""
    filters = BookingFilterForm(request.GET)
    found = queries.bookings(partner, state=filters.chosen.get("state", ""))
    page = paginate(found, request.GET.get("page"))
    return show(
        request,
        "bookings.html",
        _("Bookings"),
        introduction=_("What your institutions lend and borrow."),
        filters=filters,
        count=page.paginator.count,
        page_obj=page,
        partner=partner,
    )


@for_partners
def detail(request: HttpRequest, partner: Partner, pk: int) -> HttpResponse:
    """One booking for lender and borrower; its buttons decide, end and note."""
    booking = get_object_or_404(queries.bookings(partner), pk=pk)
    lends = booking.resource.institution_id in partner.planning_ids
    borrows = booking.institution_id in partner.planning_ids
    answer, note = AnswerForm(), NoteForm()
    status = 200
    if request.method == "POST":
        must_plan(partner)
        if "note" in request.POST:
            note = NoteForm(request.POST)
            done = note.is_valid() and _write(request, booking, note, lends, borrows)
        else:
            answer = AnswerForm(request.POST)
            done = answer.is_valid() and _act(request, booking, answer, lends, borrows)
        if done:
            return redirect(booking)
        status = 422 if answer.errors or note.errors else 409
        booking = get_object_or_404(queries.bookings(partner), pk=pk)
    return show(
        request,
        "booking.html",
        booking.purpose,
        booking=booking,
        slots=list(booking.slots.all()),
        notes=booking.notes.select_related("institution"),
        lends=lends,
        borrows=borrows,
        answer_form=answer,
        note_form=note,
        status=status,
    )


def _act(
    request: HttpRequest, booking: Booking, form: AnswerForm, lends: bool, borrows: bool
) -> bool:
    """Do what the pressed button says, where the reader's side may do it."""
    by, words = user_of(request), form.cleaned_data["answer"]
    if lends and "accept" in request.POST:
        done = _("Accepted. The times are held.")
        return attempt(request, lambda: verbs.accept(booking=booking, by=by, answer=words), done)
    if lends and "decline" in request.POST:
        if not words:
            form.add_error("answer", _("Please write in a sentence why."))
            return False
        done = _("Declined.")
        return attempt(request, lambda: verbs.decline(booking=booking, by=by, answer=words), done)
    if borrows and "withdraw" in request.POST:
        done = _("Your request is withdrawn.")
        return attempt(request, lambda: verbs.withdraw(booking=booking, by=by), done)
    if (lends or borrows) and "cancel" in request.POST:
        return attempt(request, _cancelling(booking, by, words, lends=lends), _("Cancelled."))
    return attempt(request, _not_allowed, "")


def _cancelling(booking: Booking, by: Any, words: str, *, lends: bool) -> Any:
    side: Institution = booking.resource.institution if lends else booking.institution
    return lambda: verbs.cancel(booking=booking, by=by, side=side, answer=words)


def _not_allowed() -> None:
    """What somebody presses who may not."""
    raise NotAllowedError(_("Your role does not allow that."))


def _write(
    request: HttpRequest, booking: Booking, form: NoteForm, lends: bool, borrows: bool
) -> bool:
    """Note it for the reader's side; whoever only looks at both has none."""
    if not (lends or borrows):
        return attempt(request, _not_allowed, "")
    side = booking.resource.institution if lends else booking.institution
    return attempt(
        request,
        lambda: verbs.write_note(
            booking=booking,
            kind=form.cleaned_data["kind"],
            text=form.cleaned_data["text"],
            institution=side,
            by=user_of(request),
        ),
        _("Your note is kept."),
    )
