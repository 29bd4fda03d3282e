"""The page after an idea was sent without an account: where the mail went, and to correct that."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cms.core.guards import too_often
from participation.ideas.domain import process, submission
from participation.ideas.forms.talk import AddressForm
from participation.ideas.models import Idea
from participation.ideas.models.choices import State
from participation.ideas.views.common import sends_too_much, show

COOKIE = "sent_idea"


def remember(answer: HttpResponse, idea: Idea) -> HttpResponse:
    """Let this browser, and no other, correct the address until the idea is confirmed.

    The cookie is sent to this one page alone, so that every other page is the same for everybody.
    """
    answer.set_signed_cookie(
        COOKIE,
        str(idea.pk),
        salt=COOKIE,
        max_age=process.settings().unconfirmed_hours * 3600,
        path=reverse("ideas:sent"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sent(request: HttpRequest) -> HttpResponse:
    """What to do next; on POST the mail goes out once more."""
    hours = process.settings().unconfirmed_hours
    idea = _sent_idea(request, hours)
    email = idea.confirmation_email if idea else ""
    sending = request.method == "POST" and idea is not None
    form = AddressForm(request.POST if sending else None, initial={"email": email})
    if idea is not None and form.is_bound and form.is_valid():
        if not sends_too_much(request, form.cleaned_data["email"]):
            return _again(request, idea, form.cleaned_data["email"])
        form.add_error(None, too_often())
    return show(
        request,
        "ideas/sent.html",
        _("Please confirm your idea"),
        hours=hours,
        email=email,
        form=form,
        status=422 if form.errors else 200,
    )


def _sent_idea(request: HttpRequest, hours: int) -> Idea | None:
    """The idea this browser has sent, while it waits for its link to be pressed."""
    number = request.get_signed_cookie(COOKIE, "", salt=COOKIE, max_age=hours * 3600)
    if not number:
        return None
    return Idea.objects.filter(pk=number, state=State.UNCONFIRMED).first()


def _again(request: HttpRequest, idea: Idea, email: str) -> HttpResponse:
    try:
        submission.ask_again(idea=idea, email=email)
    except process.NotAllowedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("We have sent the e-mail once more."))
    return redirect("ideas:sent")
