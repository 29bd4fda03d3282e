"""Planning: an institution's events, and the form that looks what else takes place."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Min, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from cms.core.pagination import paginate
from cms.core.requests import sent
from cms.users.requests import user_of
from participation.culture.domain import planning
from participation.culture.domain.rules import NotAllowedError
from participation.culture.forms.fields import FIRST, LAST
from participation.culture.forms.planning import EventForm, SortForm
from participation.culture.models import Event, Membership
from participation.culture.models.choices import EventStatus
from participation.culture.queries import collisions, groups
from participation.culture.views.area.common import (
    PLAN,
    area_page,
    attempt,
    membership,
    show,
    status_of,
)


@area_page
def listing(request: HttpRequest, pk: int) -> HttpResponse:
    """What an institution plans and shows, soonest first."""
    member = membership(request, pk)
    coming = Q(occurrences__end__gte=timezone.now())
    found = member.institution.events.filter(coming).annotate(next_start=Min("occurrences__start"))
    found = found.select_related("feed").order_by("next_start", "pk")
    return show(
        request,
        "events.html",
        _("Events"),
        member=member,
        page_obj=paginate(found, request.GET.get("page")),
    )


@area_page
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan an event; looked at first, then saved."""
    member = membership(request, pk, PLAN)
    form = EventForm(
        _with_taken_date(request),
        groups=groups.open_to(member.institution),
        initial=_starting_values(member),
    )

    def save() -> Event:
        return planning.plan_event(
            institution=member.institution,
            by=user_of(request),
            times=form.times,
            all_day=form.cleaned_data["all_day"],
            **form.words,
        )

    return _planned(request, member, form, None, save)


@area_page
def edit(request: HttpRequest, pk: int, event: int) -> HttpResponse:
    """Change, move or cancel an event."""
    member = membership(request, pk, PLAN)
    found = get_object_or_404(member.institution.events.select_related("institution"), pk=event)
    if found.feed_id is not None:
        return _sort(request, member, found)
    if "cancel" in request.POST:
        attempt(request, lambda: planning.cancel_event(event=found), _("The event is cancelled."))
        return redirect("culture_event_edit", pk, event)
    if "delete" in request.POST:
        attempt(request, lambda: planning.delete_draft(event=found), _("The draft is deleted."))
        return redirect("culture_events", pk)
    form = EventForm(
        _with_taken_date(request),
        event=found,
        groups=groups.open_to(member.institution, event=found),
    )

    def save() -> Event:
        return planning.change_event(
            event=found,
            times=form.times,
            all_day=form.cleaned_data["all_day"],
            **form.words,
        )

    return _planned(request, member, form, found, save)


def _planned(
    request: HttpRequest, member: Membership, form: EventForm, event: Event | None, save: Any
) -> HttpResponse:
    """Save what is pressed to be saved; else show the form with what else takes place."""
    status = status_of(form)
    is_good = form.is_bound and form.is_valid()
    if is_good and "save" in request.POST:
        try:
            saved = save()
        except NotAllowedError as error:
            form.add_error(None, str(error))
            status = 409
        else:
            messages.success(request, _("The event is saved."))
            if saved.collisions.open().exists():
                messages.warning(request, _("It collides with others; both sides have a mail."))
            return redirect("culture_event_edit", member.institution_id, saved.pk)
    return show(
        request,
        "event_form.html",
        event.title if event else _("Plan an event"),
        member=member,
        form=form,
        event=event,
        is_draft=event is not None and event.status == EventStatus.DRAFT,
        check=_checked(member, form, event),
        status=status,
    )


def _checked(member: Membership, form: EventForm, event: Event | None) -> collisions.Check | None:
    """What is known of the date in the form; of a saved event as it is, before anything is sent."""
    if form.is_bound:
        if not {"start", "end", "genre", "audience"} <= set(form.cleaned_data):
            return None
        values = {
            name: form.cleaned_data.get(name) or "" for name in ("genre", "audience", "place")
        }
        planned = Event(institution=member.institution, pk=event.pk if event else None, **values)
        start, end = form.cleaned_data["start"], form.cleaned_data["end"]
    elif event is not None and (first := event.occurrences.first()) is not None:
        planned, start, end = event, first.start, first.end
    else:
        return None
    plan = collisions.plan_of(planned, start, max(start, end))
    own = [member.institution_id]
    return collisions.check(plan, own=own, but=planned)


def _with_taken_date(request: HttpRequest) -> Any:
    """What was sent, moved to a better date where one was pressed."""
    data = sent(request)
    taken = _taken(data.get("take", "")) if data else None
    if taken is None:
        return data
    moved = data.copy()
    form = EventForm(data)
    form.is_valid()
    start, end = form.cleaned_data.get("start"), form.cleaned_data.get("end")
    length = end - start if start and end else timedelta(hours=2)
    for name, moment in (("start", taken), ("end", taken + length)):
        moved[name] = _written(moment)
    return moved


def _taken(text: str) -> datetime | None:
    """The moment on a pressed button; None for what no button of ours says."""
    try:
        taken = parse_datetime(text[:40])
    except ValueError:
        return None
    is_good = taken is not None and taken.tzinfo and FIRST <= taken.date() <= LAST
    return taken if is_good else None


def _written(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def _starting_values(member: Membership) -> dict[str, Any]:
    """What an institution mostly does."""
    institution = member.institution
    found = {
        "genre": next(iter(institution.genres), "other"),
        "audience": next(iter(institution.audiences), "everybody"),
        "place": institution.name,
        "address": institution.address,
    }
    return {name: value for name, value in found.items() if value}


def _sort(request: HttpRequest, member: Membership, event: Event) -> HttpResponse:
    """An event of a calendar: only how it is sorted is decided here."""
    initial = {"genre": event.genre, "audience": event.audience}
    form = SortForm(sent(request), initial=initial)
    if form.is_bound and form.is_valid():
        planning.sort_event(event=event, **form.cleaned_data)
        messages.success(request, _("Your changes are saved."))
        return redirect("culture_events", member.institution_id)
    return show(
        request,
        "event_sort.html",
        event.title,
        member=member,
        form=form,
        event=event,
        occurrences=event.occurrences.filter(end__gte=timezone.now())[:12],
        status=status_of(form),
    )
