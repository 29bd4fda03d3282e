"""The facilitators' ideas: find, sharpen, bring on, merge, take apart, split."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from cms.core.pagination import paginate
from cms.core.requests import sent
from participation.ideas.admin_views.common import attempt, for_facilitators, show
from participation.ideas.domain import merging, stages
from participation.ideas.domain.merging import Words
from participation.ideas.forms.shaping import (
    AdvanceForm,
    MergeForm,
    SeparateForm,
    SharpenForm,
    SplitForm,
)
from participation.ideas.models import Idea
from participation.ideas.models.choices import Stage
from participation.ideas.models.ideas import OPEN_STAGES
from participation.ideas.queries import shaping
from participation.ideas.queries.shaping import Wanted

MOST_MERGED = 20


@for_facilitators
def ideas(request: HttpRequest) -> HttpResponse:
    """Open ideas by words and stage, each with what can be done; several can be merged."""
    stage = request.GET.get("stage", "")
    wanted = Wanted(request.GET.get("q", "")[:200], stage if stage in Stage.values else "")
    page = paginate(shaping.open_ideas(wanted), request.GET.get("p"))
    return show(
        request,
        "shape.html",
        _("Sharpen, merge and split ideas"),
        wanted=wanted,
        stages=[(entry.value, entry.label) for entry in OPEN_STAGES],
        ideas=page.object_list,
        page=page,
        merged=shaping.merged_ideas(wanted)[: shaping.FOUND],
    )


@for_facilitators
def merge(request: HttpRequest) -> HttpResponse:
    """Which of the chosen ideas stays, and with what words."""
    asked = request.POST if request.method == "POST" else request.GET
    numbers = [number for number in asked.getlist("idea") if number.isdecimal()][:MOST_MERGED]
    chosen = list(Idea.objects.public().filter(pk__in=numbers).order_by("published_at", "pk"))
    if len(chosen) < 2:
        messages.error(request, _("Choose two ideas or more."))
        return redirect("shape_ideas")
    form = MergeForm(sent(request), ideas=chosen, initial={"into": str(chosen[0].pk)})
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        into = next(idea for idea in chosen if str(idea.pk) == data["into"])
        done = attempt(
            request,
            merging.merge,
            ideas=[idea for idea in chosen if idea != into],
            into=into,
            by=request.user,
            reason=data["reason"],
            words=Words(data["title"] or into.title, data["text"] or into.text),
        )
        if done:
            return redirect("shape_ideas")
    return show(request, "merge.html", _("Merge ideas"), form, form=form, ideas=chosen)


@for_facilitators
def separate(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a merge back."""
    return _one(request, pk, _("Take the merge back"), SeparateForm, merging.separate)


@for_facilitators
def split(request: HttpRequest, pk: int) -> HttpResponse:
    """Make several ideas of one."""

    def verb(*, idea: Idea, by: Any, form: SplitForm) -> None:
        parts = [Words(title, text) for title, text in form.parts]
        merging.split(idea=idea, parts=parts, by=by, reason=form.cleaned_data["reason"])

    return _one(request, pk, _("Split the idea"), SplitForm, verb, whole_form=True)


@for_facilitators
def sharpen(request: HttpRequest, pk: int) -> HttpResponse:
    """The words that a working group has found."""
    return _one(request, pk, _("Sharpen the words"), SharpenForm, stages.sharpen)


@for_facilitators
def advance(request: HttpRequest, pk: int) -> HttpResponse:
    """Into another stage."""
    return _one(request, pk, _("Bring on"), AdvanceForm, stages.advance)


def _one(
    request: HttpRequest,
    pk: int,
    title: str,
    form_class: Callable[..., Form],
    verb: Callable[..., Any],
    *,
    whole_form: bool = False,
) -> HttpResponse:
    """A form about one idea, whose fields are the verb's arguments."""
    idea = get_object_or_404(Idea.objects.select_related("merged_into"), pk=pk)
    initial = {
        "title": idea.title,
        "text": idea.text,
        "title_1": idea.title,
        "text_1": idea.text,
        "group": idea.working_group_id,
    }
    form = form_class(sent(request), initial=initial)
    if form.is_bound and form.is_valid():
        arguments = {"form": form} if whole_form else form.cleaned_data
        if attempt(request, verb, idea=idea, by=request.user, **arguments):
            return redirect("shape_ideas")
    names = {"page_subtitle": idea.title, "idea": idea, "form": form}
    return show(request, "shape_one.html", title, form, **names)
