"""A workshop's page: what is on the table, who comes, what came of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core import calendars, kin
from cms.core.serving import page_context, page_file, serve_with
from cms.users.requests import person
from participation.ideas.domain import workshops as verbs
from participation.ideas.domain.process import NotAllowedError
from participation.ideas.forms.workshops import SignUpForm
from participation.ideas.models import WorkshopPage
from participation.ideas.queries import workshops as queries

DATE = "termin.ics"


@page_context(WorkshopPage)
def workshop(page: WorkshopPage, request: HttpRequest) -> dict[str, Any]:
    """The table, the number of people, and the group in the page's language."""
    return {
        "table": queries.table(page),
        "crowd": queries.crowd(page),
        "working_group": kin.twin(page.facts.working_group_id, page.locale),
        "is_to_come": page.facts.start > timezone.now(),
        "ics_url": page.file_url(DATE),
    }


@serve_with(WorkshopPage)
def sign_up(page: WorkshopPage, request: HttpRequest) -> HttpResponse:
    """The page, and signing up or off by whoever is signed in."""
    user = person(request)
    form = SignUpForm(request.POST if request.method == "POST" else None)
    if user is not None and request.method == "POST" and form.is_valid():
        try:
            if "off" in request.POST:
                verbs.sign_off(workshop=page, user=user)
                messages.success(request, _("You are no longer signed up."))
            else:
                verbs.sign_up(workshop=page, user=user, role=form.cleaned_data["role"])
                messages.success(request, _("You are signed up. We look forward to you."))
        except NotAllowedError as error:
            messages.error(request, str(error))
        return redirect(page.get_url(request))
    context = {"form": form, "attendance": queries.attendance_of(page, request.user)}
    return page.render_with(request, context, status=422 if form.errors else 200)


@page_file(WorkshopPage, DATE)
def workshop_date(page: WorkshopPage, request: HttpRequest) -> HttpResponse:
    """The workshop as an iCalendar file."""
    facts = page.facts
    entry = calendars.Entry(
        uid=f"workshop-{facts.pk}",
        title=page.title,
        start=facts.start,
        end=facts.end or facts.start,
        place=facts.address or facts.online_url,
        description=page.introduction,
        url=page.full_url,
        changed=facts.last_published_at,
    )
    return calendars.response(request, [entry], name=page.title, filename=f"{page.slug}.ics")
