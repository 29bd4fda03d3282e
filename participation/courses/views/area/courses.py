"""A provider's courses: write, change, hand in, and what can be done with each."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cms.core.pagination import paginate
from cms.core.requests import sent
from cms.users.requests import user_of
from participation.courses.domain import courses as verbs
from participation.courses.domain.rules import NotAllowedError
from participation.courses.forms.area import CourseForm, WordsForm
from participation.courses.models import Course
from participation.courses.queries import area
from participation.courses.views.area.common import managed_provider, own_course, show

LANGUAGES = dict(settings.LANGUAGES)


@never_cache
@login_required
@require_safe
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """The provider's courses, and the runs that come next."""
    provider = managed_provider(request, pk)
    return show(
        request,
        provider,
        "overview.html",
        _("Your courses"),
        page_obj=paginate(area.courses(provider), request.GET.get("page")),
        runs=area.runs(provider).order_by("starts_at", "pk")[:8],
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a new course; stored, it is a draft."""
    provider = managed_provider(request, pk)
    form = CourseForm(sent(request))
    status = 200
    if form.is_bound and form.is_valid():
        try:
            made = verbs.create_course(provider=provider, by=user_of(request), words=form.words)
        except NotAllowedError as error:
            form.add_error(None, str(error))
            status = 409
        else:
            messages.success(request, _("The draft is saved. Now plan its dates, or hand it in."))
            return redirect("my_course", pk, made.pk)
    status = 422 if form.errors and status == 200 else status
    return show(request, provider, "form.html", _("A new course"), form=form, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def course(request: HttpRequest, pk: int, course: int) -> HttpResponse:
    """One course with all that can be done with it now."""
    provider = managed_provider(request, pk)
    found = own_course(provider, course)
    if request.method == "POST":
        return _act(request, found)
    texts = {text.language for text in found.texts.all()}
    return show(
        request,
        provider,
        "course.html",
        found.title,
        course=found,
        runs=area.of_course(found)[:30],
        steps=found.steps.select_related("by").order_by("-at", "-pk")[:10],
        interests=area.interests(found)[:30],
        interested=area.interests(found).count(),
        languages=[
            (code, label, code in texts)
            for code, label in settings.LANGUAGES
            if code != found.language
        ],
    )


def _act(request: HttpRequest, found: Course) -> HttpResponse:
    user = user_of(request)
    try:
        if "submit" in request.POST:
            verbs.submit(course=found, by=user)
            messages.success(request, _("Handed in. The office looks at it and writes to you."))
        elif "take_back" in request.POST:
            verbs.take_back(course=found, by=user)
            messages.success(request, _("Taken back. You can change the course now."))
        elif "retire" in request.POST:
            verbs.retire(course=found, by=user)
            messages.success(request, _("The course is no longer in the catalogue."))
        elif "discard" in request.POST:
            verbs.discard(course=found)
            messages.success(request, _("The draft is deleted."))
            return redirect("my_provider", found.provider_id)
    except NotAllowedError as error:
        messages.error(request, str(error))
    return redirect("my_course", found.provider_id, found.pk)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int, course: int) -> HttpResponse:
    """Change a course, also one in the catalogue."""
    provider = managed_provider(request, pk)
    found = own_course(provider, course)
    names = (*WordsForm.WORDS, *CourseForm.FACTS)
    form = CourseForm(sent(request), initial={name: getattr(found, name) for name in names})
    status = 200
    if form.is_bound and form.is_valid():
        try:
            verbs.change_course(course=found, words=form.words)
        except NotAllowedError as error:
            form.add_error(None, str(error))
            status = 409
        else:
            messages.success(request, _("Your changes are saved."))
            return redirect("my_course", pk, found.pk)
    status = 422 if form.errors and status == 200 else status
    title = _("Change the course")
    return show(request, provider, "form.html", title, form=form, course=found, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest, pk: int, course: int, code: str) -> HttpResponse:
    """The course's words in another language. 404 for one that the site has not."""
    provider = managed_provider(request, pk)
    found = own_course(provider, course)
    if code not in LANGUAGES or code == found.language:
        raise Http404
    if request.method == "POST" and "remove" in request.POST:
        verbs.remove_text(course=found, language=code)
        messages.success(request, _("Your changes are saved."))
        return redirect("my_course", pk, found.pk)
    form = WordsForm(sent(request), initial=_written(found, code))
    if form.is_bound and form.is_valid():
        verbs.write_text(course=found, language=code, words=form.words)
        messages.success(request, _("Your changes are saved."))
        return redirect("my_course", pk, found.pk)
    return show(
        request,
        provider,
        "form.html",
        _("The course in another language: %(language)s") % {"language": LANGUAGES[code]},
        form=form,
        course=found,
        status=422 if form.errors else 200,
    )


def _written(course: Course, code: str) -> dict[str, Any]:
    found = course.texts.filter(language=code).first()
    return {name: getattr(found, name) for name in WordsForm.WORDS} if found else {}
