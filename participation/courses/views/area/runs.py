"""A provider's runs: plan, change, move, cancel, and lists of who comes."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cms.core import sheets
from cms.core.pagination import paginate
from cms.core.requests import sent
from participation.courses import exports
from participation.courses.domain import planning
from participation.courses.domain import runs as verbs
from participation.courses.domain.rules import NotAllowedError
from participation.courses.forms.runs import (
    DatesForm,
    ReasonForm,
    RunForm,
    SessionForm,
    initial_of,
)
from participation.courses.models import Run, Session
from participation.courses.queries import area
from participation.courses.views.area.common import managed_provider, own_course, own_run, show


@never_cache
@login_required
@require_safe
def runs(request: HttpRequest, pk: int) -> HttpResponse:
    """Runs that come, and those that are over."""
    provider = managed_provider(request, pk)
    is_past = request.GET.get("time") == "past"
    rows = area.past_runs(provider) if is_past else area.runs(provider)
    return show(
        request,
        provider,
        "runs.html",
        _("Runs"),
        page_obj=paginate(rows, request.GET.get("page")),
        is_past=is_past,
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, pk: int, course: int) -> HttpResponse:
    """The facts of a new run; its dates come next."""
    provider = managed_provider(request, pk)
    found = own_course(provider, course)
    form = RunForm(sent(request), provider=provider, initial=_as_before(found.runs.last()))
    status = 200
    if form.is_bound and form.is_valid():
        try:
            made = planning.create_run(
                course=found,
                words=form.words,
                prices=form.prices,
                teachers=form.cleaned_data["teachers"],
            )
        except NotAllowedError as error:
            form.add_error(None, str(error))
            status = 409
        else:
            return redirect("my_run_dates", pk, made.pk)
    status = 422 if form.errors and status == 200 else status
    title = _("Plan a run")
    return show(request, provider, "form.html", title, form=form, course=found, status=status)


def _as_before(run: Run | None) -> dict[str, object]:
    """The same room, prices and rules as the last time."""
    if run is None:
        return {}
    once = ("books_from", "books_until", "decides_on")
    return {name: value for name, value in initial_of(run).items() if name not in once}


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int, run: int) -> HttpResponse:
    """Change facts and prices."""
    provider = managed_provider(request, pk)
    found = own_run(provider, run)
    form = RunForm(sent(request), provider=provider, initial=initial_of(found))
    status = 200
    if form.is_bound and form.is_valid():
        try:
            planning.change_run(
                run=found,
                words=form.words,
                prices=form.prices,
                teachers=form.cleaned_data["teachers"],
            )
        except NotAllowedError as error:
            form.add_error(None, str(error))
            status = 409
        else:
            messages.success(request, _("Your changes are saved."))
            return redirect("my_run", pk, found.pk)
    status = 422 if form.errors and status == 200 else status
    title = _("Change the run")
    return show(request, provider, "form.html", title, form=form, run=found, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def dates(request: HttpRequest, pk: int, run: int) -> HttpResponse:
    """All dates by a rule, while nobody has booked."""
    provider = managed_provider(request, pk)
    found = own_run(provider, run)
    form = DatesForm(sent(request))
    status = 200
    if form.is_bound and form.is_valid():
        try:
            verbs.plan_sessions(run=found, **form.plan)
        except ValidationError as error:
            form.add_error(None, error)
        except NotAllowedError as error:
            form.add_error(None, str(error))
            status = 409
        else:
            messages.success(request, _("The dates are planned."))
            return redirect("my_run", pk, found.pk)
    status = 422 if form.errors and status == 200 else status
    title = _("Dates of the run")
    return show(request, provider, "form.html", title, form=form, run=found, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def run(request: HttpRequest, pk: int, run: int) -> HttpResponse:
    """One run with its dates, who comes, and all that can be done with it now."""
    provider = managed_provider(request, pk)
    found = own_run(provider, run)
    if request.method == "POST":
        return _act(request, pk, found)
    return show(
        request,
        provider,
        "run.html",
        found.course.title,
        run=found,
        sessions=found.sessions.all(),
        prices=found.prices.all(),
        guests=area.guests(found)[:200],
        reason=ReasonForm(),
    )


def _act(request: HttpRequest, pk: int, found: Run) -> HttpResponse:
    try:
        if "open" in request.POST:
            verbs.open_run(run=found)
            messages.success(request, _("The run is in the catalogue."))
        elif "assure" in request.POST:
            verbs.assure(run=found)
            messages.success(request, _("It takes place. Everybody is told."))
        elif "discard" in request.POST:
            planning.discard_run(run=found)
            messages.success(request, _("The draft is deleted."))
            return redirect("my_course", pk, found.course_id)
        elif "cancel" in request.POST:
            _cancel(request, found)
    except NotAllowedError as error:
        messages.error(request, str(error))
    return redirect("my_run", pk, found.pk)


def _cancel(request: HttpRequest, found: Run) -> None:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise NotAllowedError(_("Say why, so that guests understand it."))
    verbs.cancel_run(run=found, reason=form.cleaned_data["reason"])
    messages.success(request, _("The run is cancelled. Everybody is told, and fees go back."))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def session(request: HttpRequest, pk: int, run: int, number: int) -> HttpResponse:
    """Move one date or call it off; number 0 adds one."""
    provider = managed_provider(request, pk)
    found = own_run(provider, run)
    date = found.sessions.filter(pk=number).first()
    if date is None and number:
        raise Http404
    reason = ReasonForm(sent(request, "cancel"))
    if date is not None and reason.is_valid():
        return _call_off(request, pk, date, reason.cleaned_data["reason"])
    form = SessionForm(None if reason.is_bound else sent(request), initial=_times(date))
    status = 422 if reason.errors else 200
    if form.is_bound and form.is_valid():
        try:
            _keep(found, date, form)
        except NotAllowedError as error:
            form.add_error(None, str(error))
            status = 409
        else:
            messages.success(request, _("Your changes are saved."))
            return redirect("my_run", pk, found.pk)
    status = 422 if form.errors and status == 200 else status
    title = _("Move a date") if date else _("One more date")
    context = {"form": form, "run": found, "date": date, "reason": reason}
    return show(request, provider, "session.html", title, status=status, **context)


def _times(date: Session | None) -> dict[str, object]:
    if date is None:
        return {}
    return {"starts_at": date.starts_at, "ends_at": date.ends_at, "room": date.room}


def _keep(run: Run, date: Session | None, form: SessionForm) -> None:
    said = form.cleaned_data
    if date is None:
        verbs.add_session(run=run, starts_at=said["starts_at"], ends_at=said["ends_at"])
    else:
        verbs.move_session(session=date, **said)


def _call_off(request: HttpRequest, pk: int, date: Session, reason: str) -> HttpResponse:
    try:
        verbs.cancel_session(session=date, reason=reason)
        messages.success(request, _("The date is called off. Everybody is told."))
    except NotAllowedError as error:
        messages.error(request, str(error))
    return redirect("my_run", pk, date.run_id)


@never_cache
@login_required
@require_safe
def participants(request: HttpRequest, pk: int, run: int, ending: str) -> HttpResponseBase:
    """Who comes and who waits, as a file for spreadsheets."""
    found = own_run(managed_provider(request, pk), run)
    return sheets.answer(ending, exports.PARTICIPANTS, exports.participants(found))
