"""Being interested in a course without a date that suits, and the links of mails about it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms.core.guards import too_often
from cms.core.requests import language, sent
from cms.users.requests import person
from participation.courses.domain import interest as verbs
from participation.courses.domain.rules import NotAllowedError
from participation.courses.forms.interest import GuestInterestForm, InterestForm
from participation.courses.models import Course, Interest
from participation.courses.queries.words import words
from participation.courses.views.common import crumb_of, public_course, sends_too_much, show


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def interest(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask to hear of the next date; without an account by a mailed link."""
    course, user = public_course(pk), person(request)
    form = InterestForm(sent(request)) if user else GuestInterestForm(sent(request))
    status = 200
    if form.is_bound and form.is_valid():
        email = user.email if user else form.cleaned_data["email"]
        if sends_too_much(request, email):
            form.add_error(None, too_often())
            status = 429
        else:
            return _noted(request, course, form)
    status = 422 if form.errors and status == 200 else status
    return show(
        request,
        "courses/interest.html",
        _("I am interested"),
        crumb_of(course),
        introduction=_("We write to you as soon as this course has a new date."),
        course=course,
        said=words(course),
        form=form,
        status=status,
    )


def _noted(request: HttpRequest, course: Course, form: InterestForm) -> HttpResponse:
    user = person(request)
    try:
        verbs.note_interest(
            course=course,
            email=user.email if user else form.cleaned_data["email"],
            comment=form.cleaned_data["comment"],
            language=language(),
            user=user,
        )
    except NotAllowedError as error:
        messages.error(request, str(error))
        return redirect(course)
    if user:
        messages.success(request, _("Noted. You hear of the next date."))
        return redirect(course)
    title = _("Please look into your mail")
    return show(request, "courses/interest_mailed.html", title, crumb_of(course), course=course)


def _interest_of(key: str) -> Interest | None:
    return Interest.objects.select_related("course__provider").filter(key=key).first()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def interested(request: HttpRequest, key: str) -> HttpResponse:
    """The page of the mailed link. Only its button does anything: mail scanners open links."""
    found = _interest_of(key)
    if found is None:
        title = _("This link is no longer valid")
        return show(request, "courses/interest_link.html", title, status=410)
    if request.method == "POST":
        found = verbs.confirm(interest=found)
        messages.success(request, _("Noted. You hear of the next date."))
        return redirect(found.course)
    title = _("You are interested")
    return show(request, "courses/interest_link.html", title, interest=found)


@csrf_exempt  # the mail program's own POST has no cookie; the secret in the link is the proof
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def not_interested(request: HttpRequest, key: str) -> HttpResponse:
    """End these mails by one press: the mail program's (RFC 8058) or the page's button."""
    found = _interest_of(key)
    if found is None and request.method != "POST":
        raise Http404
    if request.method == "POST":
        if found is not None:  # else pressed twice
            verbs.withdraw(interest=found)
        title = _("You get no more of these mails")
        return show(request, "courses/interest_ended.html", title)
    title = _("No more of these mails?")
    return show(request, "courses/interest_end.html", title, interest=found)
