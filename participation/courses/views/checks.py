"""Pages that everybody may open: is a certificate good, and how was it?"""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cms.core.requests import language, sent
from participation.courses.domain import certificates, telling
from participation.courses.forms.booking import FeedbackForm
from participation.courses.models import Booking, Certificate
from participation.courses.queries.words import with_words
from participation.courses.views.common import crumb_of, show


@never_cache
@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Whether a certificate holds: its number, course and day, and nothing about the person."""
    found = Certificate.objects.filter(code=code).select_related("run__course__provider")
    paper = with_words(found, language(), "run__course__").first()
    if paper is None:
        title = _("There is no such certificate")
        return show(request, "courses/verify.html", title, status=404)
    holds = paper.revoked_at is None and certificates.is_intact(paper)
    title = _("This certificate is valid") if holds else _("This certificate is not valid")
    return show(request, "courses/verify.html", title, paper=paper, holds=holds)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest, key: str) -> HttpResponse:
    """The anonymous form after a run; its link is used up by sending it."""
    found = Booking.objects.filter(feedback_key=key).select_related("run__course")
    booking = with_words(found, language(), "run__course__").first()
    if booking is None:
        return show(request, "courses/thanks.html", _("This link was used already"), status=410)
    form = FeedbackForm(sent(request))
    if form.is_bound and form.is_valid():
        telling.give_feedback(key=key, answers=form.cleaned_data)
        return show(request, "courses/thanks.html", _("Thank you for your answers"), given=True)
    return show(
        request,
        "courses/feedback.html",
        _("How was it?"),
        crumb_of(booking.run.course),
        form=form,
        status=422 if form.errors else 200,
    )
