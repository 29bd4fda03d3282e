"""Joint events: who carries them, and each institution's own part."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from cms.core.requests import key_of, sent
from participation.culture.domain import joint as verbs
from participation.culture.forms.groups import AskForm, PartForm
from participation.culture.models import Event, EventPart
from participation.culture.models.choices import PartState
from participation.culture.queries import joint as queries
from participation.culture.queries.partners import Partner
from participation.culture.views.area.common import (
    attempt,
    for_partners,
    show,
    status_of,
)


def _event(partner: Partner, pk: int) -> tuple[Event, bool]:
    """An event one has to do with, and whether one may ask others. 404 for all others."""
    event = get_object_or_404(queries.mine(partner), pk=pk)
    return event, event.institution_id in partner.planning_ids


@for_partners
def parts(request: HttpRequest, partner: Partner, pk: int) -> HttpResponse:
    """Who carries it; joining, declining and ending a part."""
    event, leads = _event(partner, pk)
    if request.method == "POST":
        return _press(request, partner, event, leads)
    return show(
        request,
        "parts.html",
        _("Who carries this event"),
        kicker=event.title,
        event=event,
        occurrences=event.occurrences.all()[:12],
        parts=event.parts.select_related("institution"),
        leads=leads,
        planning_ids=partner.planning_ids,
    )


def _press(request: HttpRequest, partner: Partner, event: Event, leads: bool) -> HttpResponse:
    part = get_object_or_404(event.parts, pk=key_of(request.POST.get("part", "")))
    own = part.institution_id in partner.planning_ids
    if "remove" in request.POST and (own or leads):
        attempt(request, lambda: verbs.remove(part=part), _("The part is taken out."))
        return redirect("culture_parts", event.pk) if leads else redirect("culture_area")
    if not own:
        raise PermissionDenied
    joins = "join" in request.POST
    done = _("Your institution takes part.") if joins else _("You have declined.")
    attempt(request, lambda: verbs.decide(part=part, joins=joins), done)
    return redirect("culture_parts", event.pk) if joins else redirect("culture_area")


@for_partners
def ask(request: HttpRequest, partner: Partner, pk: int) -> HttpResponse:
    """Ask others to carry the event too."""
    event, leads = _event(partner, pk)
    if not leads:
        raise PermissionDenied
    inside = event.parts.exclude(state=PartState.DECLINED).values_list("institution", flat=True)
    form = AskForm(sent(request), besides=[event.institution_id, *inside])
    if form.is_bound and form.is_valid():

        def act() -> None:
            for institution in form.cleaned_data["asked"]:
                verbs.ask(event=event, institution=institution)

        attempt(request, act, _("They get a mail."))
        return redirect("culture_parts", event.pk)
    return show(
        request,
        "form.html",
        _("Ask others to carry it"),
        kicker=event.title,
        form=form,
        status=status_of(form),
    )


@for_partners
def edit(request: HttpRequest, partner: Partner, pk: int, part: int) -> HttpResponse:
    """One's own part; nobody edits another's."""
    event, _leads = _event(partner, pk)
    own = EventPart.objects.filter(institution__in=partner.planning_ids, state=PartState.JOINED)
    found = get_object_or_404(own, pk=part, event=event)
    initial = {"role": found.role, "text": found.text}
    form = PartForm(sent(request), initial=initial)
    if form.is_bound and form.is_valid():
        verbs.edit(part=found, **form.cleaned_data)
        messages.success(request, _("Your changes are saved."))
        return redirect("culture_parts", event.pk)
    return show(
        request,
        "form.html",
        _("Your part"),
        kicker=event.title,
        form=form,
        status=status_of(form),
    )
