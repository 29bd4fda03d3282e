"""The facilitators' workshops: ideas on the table, who came, what came of it."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core.pagination import paginate
from cms.core.requests import sent
from cms.users.models import User
from participation.ideas.admin_views.common import attempt, for_facilitators, show
from participation.ideas.domain import stages, workshops
from participation.ideas.forms.workshops import GuestForm, ResultForm
from participation.ideas.models import Idea, IdeaIndexPage, WorkshopIdea, WorkshopPage
from participation.ideas.queries import shaping
from participation.ideas.queries.shaping import Wanted


@for_facilitators
def workshop_list(request: HttpRequest) -> HttpResponse:
    """All workshops, the newest first."""
    page = paginate(shaping.workshops(), request.GET.get("p"))
    names = {"workshops": page.object_list, "page": page, "add_url": _add_url(request.user)}
    return show(request, "workshop_list.html", _("Workshops"), **names)


def _add_url(user: Any) -> str:
    """Where this person adds a workshop, a page below the ideas; empty for who may not."""
    index = IdeaIndexPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).first()
    if index is None or not index.permissions_for_user(user).can_add_subpage():
        return ""
    return reverse("wagtailadmin_pages:add", args=["ideas", "workshoppage", index.pk])


@for_facilitators
def workshop(request: HttpRequest, pk: int) -> HttpResponse:
    """One workshop: its table, a search for more ideas, and the list of people."""
    page = get_object_or_404(WorkshopPage.objects.select_related("locale"), pk=pk).facts
    guest = GuestForm(sent(request, "add_guest"))
    if request.method == "POST":
        if "add_guest" not in request.POST:
            _change(request, page)
            return redirect(request.get_full_path())
        if guest.is_valid():
            attempt(request, workshops.add_guest, workshop=page, **guest.cleaned_data)
            return redirect(request.get_full_path())
    words = request.GET.get("q", "")
    table = page.table.select_related("idea")
    found = shaping.open_ideas(Wanted(words)).exclude(workshops__workshop=page)
    return show(
        request,
        "workshop.html",
        page.title,
        guest,
        workshop=page,
        has_begun=page.start <= timezone.now(),
        table=table,
        words=words,
        found=found[: shaping.FOUND],
        people=page.attendance.select_related("user").order_by("pk"),
        guest=guest,
    )


def _change(request: HttpRequest, page: WorkshopPage) -> None:
    """What one of the page's buttons asks for."""
    if "put" in request.POST:
        chosen = [number for number in request.POST.getlist("idea") if number.isdecimal()]
        attempt(request, _put_all, page=page, numbers=chosen[: shaping.FOUND], by=request.user)
    elif "take_off" in request.POST:
        entry = get_object_or_404(page.table, pk=_number(request.POST["take_off"]))
        attempt(request, workshops.take_off_table, entry=entry)
    elif "attendance" in request.POST:
        came = [int(number) for number in request.POST.getlist("came") if number.isdecimal()]
        attempt(request, workshops.record_attendance, workshop=page, came=came)


def _number(text: str) -> int:
    """A number of a row; 0, which none has, for nonsense."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _put_all(*, page: WorkshopPage, numbers: list[str], by: User) -> None:
    with transaction.atomic():
        for idea in Idea.objects.filter(pk__in=numbers):
            workshops.put_on_table(workshop=page, idea=idea, by=by)


@for_facilitators
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """What came of one idea, its new words, and where it goes next."""
    found = WorkshopIdea.objects.select_related("idea", "workshop", "before")
    entry = get_object_or_404(found, pk=pk)
    idea = entry.idea
    form = ResultForm(
        sent(request),
        initial={
            "title": idea.title,
            "text": idea.text,
            "result": entry.result,
            "note": entry.note,
            "took_part": entry.took_part,
        },
    )
    back = reverse("idea_workshop", args=[entry.workshop_id])
    if form.is_bound and form.is_valid():
        arguments = {"entry": entry, "by": request.user, "data": form.cleaned_data}
        if attempt(request, _record, **arguments):
            return redirect(back)
    names = {"page_subtitle": idea.title, "entry": entry, "form": form, "back": back}
    return show(request, "result.html", _("Result of the workshop"), form, **names)


def _record(*, entry: WorkshopIdea, by: User, data: dict) -> None:
    """Result and next stage, both or neither."""
    stage, group = data.pop("stage"), data.pop("group")
    with transaction.atomic():
        workshops.record_result(entry=entry, by=by, **data)
        if stage and (stage != entry.idea.stage or group != entry.idea.working_group):
            stages.advance(
                idea=entry.idea, stage=stage, group=group, by=by, note=entry.workshop.title
            )
