"""Groups of institutions: thread, files and calendar."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from cms.core import calendars
from cms.core.pagination import paginate
from cms.core.requests import key_of, sent
from cms.users.requests import user_of
from participation.culture import exports
from participation.culture.domain import documents as document_verbs
from participation.culture.domain import groups as verbs
from participation.culture.domain.rules import NotAllowedError
from participation.culture.forms.groups import (
    AskForm,
    DateForm,
    GroupDocumentForm,
    GroupForm,
    MessageForm,
)
from participation.culture.models import GroupDate, GroupPart, Institution, WorkGroup
from participation.culture.models.choices import PartState
from participation.culture.queries import groups as queries
from participation.culture.queries.partners import Partner
from participation.culture.views.area.common import (
    attempt,
    for_partners,
    must_plan,
    show,
    status_of,
)

PER_PAGE = 30


@for_partners
def listing(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Those one's institutions are in or asked into."""
    return show(
        request,
        "groups.html",
        _("Groups"),
        introduction=_("Festivals, series and whatever else several prepare together."),
        groups=queries.groups(partner),
        partner=partner,
    )


@for_partners
def new(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Found a group."""
    must_plan(partner)
    form = GroupForm(sent(request), acting=partner.plans_for)
    if form.is_bound and form.is_valid():
        try:
            group = _found(form)
        except NotAllowedError as error:
            form.add_error("asked", str(error))
        else:
            messages.success(request, _("The group is founded; whoever is asked gets a mail."))
            return redirect(group)
    return show(request, "form.html", _("Found a group"), form=form, status=status_of(form))


def _found(form: GroupForm) -> WorkGroup:
    return verbs.found(
        key=form.cleaned_data["key"],
        institution=form.acts_for,
        name=form.cleaned_data["name"],
        purpose=form.cleaned_data["purpose"],
        asked=form.cleaned_data["asked"].exclude(pk=form.acts_for.pk),
    )


def _group(partner: Partner, pk: int) -> tuple[WorkGroup, list[GroupPart], list[Institution]]:
    """A group of the reader, their parts, and the institutions they may speak for in it. 404."""
    group = get_object_or_404(WorkGroup.objects.select_related("founder"), pk=pk)
    parts = queries.own_parts(group, partner)
    if not parts:
        raise Http404
    speaking = [
        part.institution
        for part in parts
        if part.state == PartState.JOINED and part.institution_id in partner.planning_ids
    ]
    return group, parts, speaking


@for_partners
def detail(request: HttpRequest, partner: Partner, pk: int) -> HttpResponse:
    """Who is in it, its dates and files, and what was said, newest first."""
    group, parts, speaking = _group(partner, pk)
    joined = any(part.state == PartState.JOINED for part in parts)
    form = MessageForm(acting=speaking) if speaking and not group.is_closed else None
    if request.method == "POST":
        if not speaking or "text" not in request.POST:
            return _press(request, partner, group, parts)
        form = MessageForm(request.POST, acting=speaking)
        if form.is_valid():
            _say(request, group, form)
            return redirect(group)
    context = _contents(request, group) if joined else {}
    return show(
        request,
        "group.html",
        group.name,
        group=group,
        own_parts=parts,
        joined=joined,
        speaking=speaking,
        is_founder=group.founder_id in partner.planning_ids,
        planning_ids=partner.planning_ids,
        form=form,
        status=status_of(form) if form else 200,
        **context,
    )


def _contents(request: HttpRequest, group: WorkGroup) -> dict:
    messages_ = group.messages.select_related("institution", "author").order_by("-at", "-pk")
    return {
        "parts": group.parts.select_related("institution"),
        "dates": group.dates.all(),
        "times": queries.dates_of(group)[:12],
        "documents": group.documents.select_related("institution", "document"),
        "page_obj": paginate(messages_, request.GET.get("page"), PER_PAGE),
    }


def _say(request: HttpRequest, group: WorkGroup, form: MessageForm) -> None:
    attempt(
        request,
        lambda: verbs.say(
            group=group,
            institution=form.acts_for,
            text=form.cleaned_data["text"],
            by=user_of(request),
        ),
        _("Your message is in the group."),
    )


def _press(
    request: HttpRequest, partner: Partner, group: WorkGroup, parts: list[GroupPart]
) -> HttpResponse:
    """Join, decline, leave or close. PermissionDenied where the role does not reach."""
    if "close" in request.POST and group.founder_id in partner.planning_ids:
        attempt(request, lambda: verbs.close(group=group), _("The group is closed."))
        return redirect(group)
    chosen = key_of(request.POST.get("part", ""))
    part = next((part for part in parts if part.pk == chosen), None)
    if part is None or part.institution_id not in partner.planning_ids:
        raise PermissionDenied
    if "leave" in request.POST:
        attempt(request, lambda: verbs.leave(part=part), _("Your institution has left the group."))
        return redirect("culture_groups")
    joins = "join" in request.POST
    done = _("Your institution takes part.") if joins else _("You have declined.")
    attempt(request, lambda: verbs.decide(part=part, joins=joins), done)
    return redirect(group) if joins else redirect("culture_groups")


def _speaking(partner: Partner, pk: int) -> tuple[WorkGroup, list[Institution]]:
    """For pages that change something. PermissionDenied for whoever only reads."""
    group, _parts, speaking = _group(partner, pk)
    if not speaking:
        raise PermissionDenied
    return group, speaking


@for_partners
def ask(request: HttpRequest, partner: Partner, pk: int) -> HttpResponse:
    """Ask more institutions in."""
    group, _who = _speaking(partner, pk)
    inside = group.parts.exclude(state=PartState.DECLINED).values_list("institution", flat=True)
    form = AskForm(sent(request), besides=list(inside))
    if form.is_bound and form.is_valid():

        def act() -> None:
            for institution in form.cleaned_data["asked"]:
                verbs.ask(group=group, institution=institution)

        attempt(request, act, _("They get a mail."))
        return redirect(group)
    return show(request, "form.html", _("Ask more in"), form=form, status=status_of(form))


@for_partners
def add_date(request: HttpRequest, partner: Partner, pk: int) -> HttpResponse:
    """A meeting or deadline."""
    group, speaking = _speaking(partner, pk)
    form = DateForm(sent(request), acting=speaking)
    if form.is_bound and form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("title", "start", "end", "place")}
        attempt(
            request,
            lambda: verbs.add_date(
                group=group, institution=form.acts_for, by=user_of(request), **words
            ),
            _("The date is in the group's calendar."),
        )
        return redirect(group)
    return show(request, "form.html", _("Add a date"), form=form, status=status_of(form))


@for_partners
def remove_date(request: HttpRequest, partner: Partner, pk: int, date: int) -> HttpResponse:
    """Take a date out again."""
    group, _who = _speaking(partner, pk)
    found = get_object_or_404(GroupDate, pk=date, group=group)
    if request.method == "POST":
        attempt(request, lambda: verbs.remove_date(date=found), _("The date is taken out."))
        return redirect(group)
    return show(request, "sure.html", _("Take this date out?"), about=found.title, back=group)


@for_partners
def add_document(request: HttpRequest, partner: Partner, pk: int) -> HttpResponse:
    """A file for the group."""
    group, speaking = _speaking(partner, pk)
    form = GroupDocumentForm(sent(request), request.FILES or None, acting=speaking)
    if form.is_bound and form.is_valid():
        attempt(
            request,
            lambda: document_verbs.share(
                institution=form.acts_for,
                title=form.cleaned_data["title"],
                file=form.cleaned_data["file"],
                by=user_of(request),
                group=group,
            ),
            _("The group can open it now."),
        )
        return redirect(group)
    return show(request, "form.html", _("Add a file"), form=form, status=status_of(form))


@for_partners
def calendar(request: HttpRequest, partner: Partner, pk: int) -> HttpResponse:
    """The group's dates as a file."""
    group, parts, _speaks = _group(partner, pk)
    if not any(part.state == PartState.JOINED for part in parts):
        raise Http404
    entries = [
        calendars.Entry(
            uid=f"culture-group-date-{row.pk}@{request.get_host()}",
            title=row.title,
            start=row.start,
            end=row.end,
            place=row.place,
        )
        for row in group.dates.all()
    ]
    entries += exports.entries(queries.dates_of(group), request)
    return calendars.response(request, entries, name=group.name, filename="gruppe.ics")
