"""The assessment desk: what waits, a part of the sheet, and what all said together."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access

from cms.core.pagination import paginate
from participation.ideas import queries
from participation.ideas.domain import evaluation, process
from participation.ideas.forms.evaluation import SheetForm
from participation.ideas.models import Assessment, Idea
from participation.ideas.models.choices import AssessmentRole


@require_admin_access
def desk(request: HttpRequest) -> HttpResponse:
    """The ideas that are being evaluated, with the state of the own parts."""
    own = queries.desk(request.user)
    if not own.roles:
        raise PermissionDenied
    listing = paginate(own.ideas(), request.GET.get("p"))
    context = {
        "page_title": _("Assessment desk"),
        "header_icon": "tasks",
        "rows": own.rows(list(listing.object_list)),
        "page_obj": listing,
        "waiting": own.waiting(),
    }
    return TemplateResponse(request, "ideas/admin/desk.html", context)


@require_admin_access
def sheet(request: HttpRequest, pk: int, role: str) -> HttpResponse:
    """One's own part of an idea's sheet: to fill in, and after submitting to read."""
    idea = get_object_or_404(Idea, pk=pk)
    if role not in AssessmentRole.values:
        raise Http404
    if role not in queries.roles_of(request.user):
        raise PermissionDenied
    own = Assessment.objects.filter(idea=idea, assessor=request.user.pk, role=role).first()
    form = SheetForm(request.POST or None, role=role, sheet=own)
    if request.method == "POST" and form.is_valid():
        submit = "submit" in request.POST
        if _fill(request, idea, form, submit):
            return redirect(_onwards(idea, role, submit))
    context = {
        "page_title": AssessmentRole(role).label,
        "page_subtitle": idea.title,
        "header_icon": "tasks",
        "idea": idea,
        "form": form,
        "sheet": own,
        "is_open": queries.is_being_assessed(idea) and not (own and own.submitted_at),
        "original": idea.versions.first(),
    }
    status = 422 if form.errors else 200
    return TemplateResponse(request, "ideas/admin/sheet.html", context, status=status)


@require_admin_access
def together(request: HttpRequest, pk: int) -> HttpResponse:
    """All submitted sheets as one; hidden from assessors who have not submitted theirs."""
    idea = get_object_or_404(Idea, pk=pk)
    user: Any = request.user
    if not queries.roles_of(user) and not user.has_perm("ideas.decide_idea"):
        raise PermissionDenied
    may_see = queries.may_see_sheets(user, idea)
    sheets = queries.sheets_of([idea], named=True) if may_see else {}
    context = {
        "page_title": _("Evaluation"),
        "page_subtitle": idea.title,
        "header_icon": "tasks",
        "idea": idea,
        "may_see": may_see,
        "sheet": sheets.get(idea.pk),
        "may_decide": user.has_perm("ideas.decide_idea"),
    }
    return TemplateResponse(request, "ideas/admin/evaluation.html", context)


def _fill(request: HttpRequest, idea: Idea, form: SheetForm, submit: bool) -> bool:
    """Save what was typed; False, with the messages on the form, where something is missing."""
    scores = {key: evaluation.Scored(*said) for key, said in form.scores.items()}
    try:
        evaluation.fill_sheet(
            idea=idea,
            assessor=request.user,  # type: ignore[arg-type]
            role=form.role,
            scores=scores,
            submit=submit,
            **form.mvp,
        )
    except ValidationError as error:
        for name, faults in error.message_dict.items():
            form.add_error(name, faults)
        return False
    except process.NotAllowedError as error:
        form.add_error(None, str(error))
        return False
    words = _("Submitted. Thank you!") if submit else _("Saved. You can go on later.")
    messages.success(request, words)
    return True


def _onwards(idea: Idea, role: str, submit: bool) -> str:
    if submit:
        return reverse("idea_desk")
    return reverse("idea_sheet", args=[idea.pk, role])
