"""The teacher's pages, made for the phone: who comes, who is there, messages, materials."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.core.requests import key_of, sent
from cms.core.trails import Crumb
from cms.users.requests import person
from participation.courses.domain import attendance, certificates, telling
from participation.courses.domain.rules import NotAllowedError
from participation.courses.forms.teaching import MaterialForm, MessageForm, parse_presences
from participation.courses.models import Attendee, Booking, Run, Session
from participation.courses.models.choices import BookingState, MaterialFor, PayBy
from participation.courses.queries import teaching as queries
from participation.courses.views.common import show


def run_for(request: HttpRequest, pk: int) -> Run:
    """A run the reader teaches or manages. Raises Http404 for all others."""
    found = queries.run_of(request.user, pk)
    if found is None:
        raise Http404
    return found


def _session(run: Run, pk: int) -> Session:
    found = next((each for each in run.sessions.all() if each.pk == pk), None)
    if found is None:
        raise Http404
    return found


def page(
    request: HttpRequest, run: Run, template: str, title: str, status: int = 200, **context: Any
) -> HttpResponse:
    """A page of a run for those who teach or manage it."""
    shown = {"run": run, "introduction": run.course.title, "is_teaching": True}
    above = [Crumb(run.course.title, _home(run))] if template != "overview.html" else []
    return show(
        request, f"courses/teach/{template}", title, *above, status=status, **shown | context
    )


def _home(run: Run) -> str:
    return reverse("courses:teach", args=[run.pk])


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """Dates, people and numbers; deciding and moving dates is in the provider's area."""
    run = run_for(request, pk)
    if request.method == "POST":
        return _certify(request, run)
    people = queries.roster(run)
    return page(
        request,
        run,
        "overview.html",
        _("Run"),
        people=people,
        payers={each.booking_id: each.pk for each in reversed(people)}.values(),
        waiting=queries.waiting(run),
        messages_sent=run.messages.count(),
        materials=run.materials.count(),
        papers=run.certificates.filter(revoked_at=None).count(),
        answers=queries.answers(run),
    )


def _certify(request: HttpRequest, run: Run) -> HttpResponse:
    try:
        if "certify" in request.POST:
            count = len(certificates.issue_for(run=run))
            text = ngettext(
                "%(count)s certificate was issued.", "%(count)s certificates were issued.", count
            )
            messages.success(request, text % {"count": count})
    except NotAllowedError as error:
        messages.error(request, str(error))
    return redirect("courses:teach", run.pk)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    """The list of one date: a tap for each person, and one button."""
    run = run_for(request, pk)
    date = _session(run, session)
    if request.method == "POST":
        try:
            presences = parse_presences(request.POST)
            count = attendance.mark(session=date, presences=presences, by=person(request))
            text = ngettext("Noted for %(count)s person.", "Noted for %(count)s people.", count)
            messages.success(request, text % {"count": count})
        except NotAllowedError as error:
            messages.error(request, str(error))
        return redirect("courses:register", run.pk, date.pk)
    noted = queries.presences(date)
    rows = [(each, noted.get(each.pk, "")) for each in queries.roster(run)]
    return page(request, run, "register.html", _("Attendance"), date=date, rows=rows)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: HttpRequest, key: str) -> HttpResponse:
    """Where a guest's code leads: the teacher presses once. 404 for everybody else."""
    found = Attendee.objects.select_related("booking__run__course")
    attendee = get_object_or_404(found, key=key)
    run = run_for(request, attendee.booking.run_id)
    context: dict[str, Any] = {"attendee": attendee, "date": attendance.session_now(attendee)}
    if request.method == "POST":
        try:
            row, is_new = attendance.check_in(attendee=attendee, by=person(request))
            context |= {"row": row, "is_new": is_new}
        except NotAllowedError as error:
            context["refusal"] = str(error)
    return page(request, run, "check_in.html", _("At the door"), **context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """Write to everybody who has booked, and see what was written."""
    run = run_for(request, pk)
    form = MessageForm(sent(request))
    if form.is_bound and form.is_valid():
        words = form.cleaned_data
        try:
            told = telling.message_all(
                run=run,
                key=words["key"],
                subject=words["subject"],
                text=words["text"],
                by=person(request),
            )
            messages.success(request, _("Sent to %(count)s.") % {"count": told.recipients})
            return redirect("courses:message", run.pk)
        except NotAllowedError as error:
            form.add_error(None, str(error))
    earlier = run.messages.all()[:30]
    status = 422 if form.errors else 200
    return page(
        request, run, "message.html", _("Message to all"), status, form=form, earlier=earlier
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def materials(request: HttpRequest, pk: int) -> HttpResponse:
    """Files and links for participants."""
    run = run_for(request, pk)
    if "remove" in request.POST:
        known = get_object_or_404(run.materials, pk=key_of(request.POST["remove"]))
        telling.remove_material(material=known)
        return redirect("courses:materials", run.pk)
    form = MaterialForm(sent(request), request.FILES or None)
    if form.is_bound and form.is_valid():
        try:
            added = telling.add_material(run=run, by=person(request), **form.cleaned_data)
            text = _("Participants can open it from now on.")
            if added.shown == MaterialFor.AFTER and not run.is_over():
                text = _("Participants can open it after the last date.")
            messages.success(request, text)
            return redirect("courses:materials", run.pk)
        except NotAllowedError as error:
            form.add_error(None, str(error))
    rows = run.materials.select_related("document")
    status = 422 if form.errors else 200
    return page(request, run, "materials.html", _("Materials"), status, form=form, rows=rows)


@login_required
@require_POST
def paid_on_site(request: HttpRequest, pk: int, booking: int) -> HttpResponse:
    """Note that somebody has paid at the door, or take the note away."""
    run = run_for(request, pk)
    known = Booking.objects.filter(run=run, state=BookingState.BOOKED, pay_by=PayBy.ON_SITE)
    found = get_object_or_404(known, pk=booking)
    attendance.note_payment(booking=found, paid="paid" in request.POST)
    return redirect("courses:teach", run.pk)


@never_cache
@login_required
@require_safe
def feedback(request: HttpRequest, pk: int) -> HttpResponse:
    """What participants said, from five answers on."""
    run = run_for(request, pk)
    return page(
        request,
        run,
        "feedback.html",
        _("Feedback"),
        answers=queries.answers(run),
        least=queries.LEAST_ANSWERS,
    )
