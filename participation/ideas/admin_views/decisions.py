"""Decisions in the admin: what waits, deciding, and parked ideas whose time may have come."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import permission_required, user_passes_test

from cms.core.pagination import paginate
from participation.ideas import queries
from participation.ideas.domain import decisions, parked, process
from participation.ideas.forms.decisions import DecisionForm
from participation.ideas.models import Decision, Idea, ParkedMatch
from participation.ideas.queries import log


@permission_required(decisions.PERMISSION)
def waiting(request: HttpRequest) -> HttpResponse:
    """Ideas without a decision, those furthest in the process first."""
    context = {
        "page_title": _("Decisions"),
        "header_icon": "check",
        "page_obj": paginate(queries.undecided(), request.GET.get("p")),
        "matches": ParkedMatch.objects.filter(handled_at=None).count(),
    }
    return TemplateResponse(request, "ideas/admin/decisions.html", context)


@permission_required(decisions.PERMISSION)
def decided(request: HttpRequest) -> HttpResponse:
    """Decided ideas, the latest first, each with the way to a decision that corrects it."""
    context = {
        "page_title": _("Decided ideas"),
        "header_icon": "check",
        "page_obj": paginate(log.standing(), request.GET.get("p")),
    }
    return TemplateResponse(request, "ideas/admin/decided.html", context)


@permission_required(decisions.PERMISSION)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """One form; who comes second sees what the first has decided, and keeps what they typed."""
    idea = get_object_or_404(Idea.objects.select_related("working_group"), pk=pk)
    last = idea.decisions.order_by("-number").first()
    form = DecisionForm(request.POST or None, idea=idea, last=last)
    if request.method == "POST" and form.is_valid():
        made = _decide(request, idea, form)
        if made is not None:
            return redirect(_onwards(request, idea, form))
        idea.refresh_from_db()
    may_see = queries.may_see_sheets(request.user, idea)
    context = {
        "page_title": _("Decide"),
        "page_subtitle": idea.title,
        "header_icon": "check",
        "idea": idea,
        "form": form,
        "last": idea.decisions.order_by("-number").first(),
        "may_see": may_see,
        "sheet": queries.sheet_of(idea) if may_see else None,
    }
    status = 422 if form.errors else 200
    return TemplateResponse(request, "ideas/admin/decide.html", context, status=status)


@user_passes_test(queries.may_look_at_parked)
def matches(request: HttpRequest) -> HttpResponse:
    """Parked ideas that resemble pages published since, until somebody has looked at them."""
    found = ParkedMatch.objects.filter(handled_at=None).select_related("idea", "page")
    context = {
        "page_title": _("Parked ideas whose time may have come"),
        "header_icon": "history",
        "page_obj": paginate(found, request.GET.get("p")),
        "may_decide": request.user.has_perm(decisions.PERMISSION),
    }
    return TemplateResponse(request, "ideas/admin/matches.html", context)


@require_POST
@user_passes_test(queries.may_look_at_parked)
def dismiss_match(request: HttpRequest, pk: int) -> HttpResponse:
    """The two have nothing to do with each other."""
    parked.dismiss(match=get_object_or_404(ParkedMatch, pk=pk))
    messages.success(request, _("This suggestion will not come again."))
    return redirect("idea_matches")


def _decide(request: HttpRequest, idea: Idea, form: DecisionForm) -> Decision | None:
    """The decision; None, with the messages on the form, where it could not be recorded."""
    by: Any = request.user
    try:
        made = decisions.decide(idea=idea, by=by, **form.verdict)
    except ValidationError as error:
        faults = error.message_dict if hasattr(error, "error_dict") else {"page": error.messages}
        for name, texts in faults.items():
            form.add_error(name, texts)
        return None
    except process.NotAllowedError as error:
        form.add_error(None, str(error))
        return None
    words = _("Recorded as entry %(number)s of the decision log.") % {"number": made.number}
    buttons = [messages.button(idea.get_absolute_url(), _("View"))]
    messages.success(request, words, buttons=buttons)
    return made


def _onwards(request: HttpRequest, idea: Idea, form: DecisionForm) -> str:
    """To the draft just made, for somebody who may write it; else to what waits."""
    idea.refresh_from_db()
    page = idea.became if form.verdict["make_page"] else None
    if page and page.permissions_for_user(request.user).can_edit():
        return reverse("wagtailadmin_pages:edit", args=[idea.became_id])
    return reverse("idea_decisions")
