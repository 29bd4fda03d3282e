"""The release queue, all courses and runs, and lists as files."""

from functools import partial
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.core import admin_pages, sheets
from cms.core.admin_pages import for_right, in_pages
from cms.core.requests import sent
from participation.courses import digcomp, exports
from participation.courses.domain import courses as verbs
from participation.courses.domain import fees
from participation.courses.domain import runs as run_verbs
from participation.courses.domain.rules import NotAllowedError
from participation.courses.forms.desk import CourseDeskFilter, ReleaseForm, RunDeskFilter
from participation.courses.models import Course, Refund, Run
from participation.courses.models.choices import CourseState
from participation.courses.queries import area, desk
from participation.courses.roles import MANAGE

SHOWN = 50


attempt = partial(admin_pages.attempt, NotAllowedError)


def show(
    request: HttpRequest, template: str, title: str, *forms: BaseForm, **context: Any
) -> HttpResponse:
    """A page of the office."""
    shown = {"icon": "mortarboard"} | context
    return admin_pages.show(request, f"courses/admin/{template}", title, *forms, **shown)


@for_right(MANAGE)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """All that waits for the office."""
    return show(
        request,
        "release.html",
        _("Release"),
        icon="clipboard-list",
        waiting=desk.to_release()[:SHOWN],
        changed=desk.changed()[:SHOWN],
        to_decide=desk.to_decide()[:SHOWN],
        refunds=desk.failed_refunds()[:SHOWN],
    )


@for_right(MANAGE)
@require_safe
def all_courses(request: HttpRequest) -> HttpResponse:
    """Every course with its state."""
    form = CourseDeskFilter(request.GET)
    rows = in_pages(request, desk.courses(form.chosen))
    return show(request, "courses.html", _("All courses"), icon="list-ul", form=form, **rows)


@for_right(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def course(request: HttpRequest, pk: int) -> HttpResponse:
    """One course as guests will see it, and the decision while it waits."""
    found = get_object_or_404(Course.objects.select_related("provider", "created_by"), pk=pk)
    decision = ReleaseForm(sent(request, "decide"))
    if decision.is_bound and decision.is_valid():
        said = decision.cleaned_data
        if said["action"] == ReleaseForm.RELEASE:
            attempt(request, verbs.release, course=found, by=request.user)
        else:
            give_back = verbs.give_back
            attempt(request, give_back, course=found, by=request.user, reason=said["reason"])
        return redirect("courses_release")
    if request.method == "POST" and "seen" in request.POST:
        attempt(request, verbs.release, course=found, by=request.user)
        return redirect("courses_release")
    return show(
        request,
        "course.html",
        found.title,
        decision,
        subtitle=found.get_state_display(),
        course=found,
        decision=decision if found.state == CourseState.SUBMITTED else None,
        is_changed=desk.changed().filter(pk=found.pk).exists(),
        areas=digcomp.grouped(found.competences),
        texts=found.texts.all(),
        runs=area.of_course(found)[:SHOWN],
        steps=found.steps.select_related("by"),
        interested=area.interests(found).count(),
    )


@for_right(MANAGE)
@require_safe
def all_runs(request: HttpRequest) -> HttpResponse:
    """Every run with its seats."""
    form = RunDeskFilter(request.GET)
    rows = in_pages(request, desk.runs(form.chosen))
    return show(request, "runs.html", _("Runs"), icon="calendar", form=form, **rows)


@for_right(MANAGE)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """A run whose decision date has come: it takes place, or is called off with one press."""
    run = get_object_or_404(Run, pk=pk)
    if "assure" in request.POST:
        attempt(request, run_verbs.assure, run=run)
    elif "cancel" in request.POST:
        reason = _("Too few people have booked.")
        attempt(request, run_verbs.cancel_run, run=run, reason=reason)
    return redirect("courses_release")


@for_right(MANAGE)
@require_POST
def refund(request: HttpRequest, pk: int) -> HttpResponse:
    """A fee that could not be paid back: the office has done it by hand, or it is tried again."""
    found = get_object_or_404(Refund, pk=pk)
    if "solved" in request.POST:
        attempt(request, fees.solved, refund=found, by=request.user)
    elif "again" in request.POST:
        attempt(request, fees.try_again, refund=found, by=request.user)
    return redirect("courses_release")


@for_right(MANAGE)
@require_safe
def files(request: HttpRequest) -> HttpResponse:
    """What can be had as a file."""
    return show(request, "files.html", _("Lists"), icon="download")


@for_right(MANAGE)
@require_safe
def file(request: HttpRequest, name: str, ending: str) -> HttpResponseBase:
    """A list as a file."""
    if name == "interests":
        return sheets.answer(ending, exports.INTERESTS, exports.interests())
    return sheets.answer(ending, exports.RUNS, exports.runs())


@for_right(MANAGE)
@require_safe
def participants(request: HttpRequest, pk: int, ending: str) -> HttpResponseBase:
    """Who comes to a run and who waits."""
    run = get_object_or_404(Run, pk=pk)
    return sheets.answer(ending, exports.PARTICIPANTS, exports.participants(run))
