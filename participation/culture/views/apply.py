"""Registering an institution, and the mailed links of applications and invitations."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from cms.core.guards import too_often
from cms.core.requests import language
from cms.users.queries import verified_addresses
from cms.users.requests import person
from participation.culture.domain import digest, institutions, members, rules
from participation.culture.domain.rules import NotAllowedError
from participation.culture.forms.institutions import ApplicationForm
from participation.culture.models import Confirmation, Institution, Interest
from participation.culture.views.common import institutions_crumb, sends_too_much, show

COOKIE = "sent_culture_institution"
METHODS = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(METHODS)
def apply(request: HttpRequest) -> HttpResponse:
    """The form; sent twice it is one application."""
    signed_in = person(request) is not None
    if request.method != "POST":
        return _page(request, ApplicationForm(is_signed_in=signed_in))
    form = ApplicationForm(request.POST, request.FILES, is_signed_in=signed_in)
    if not form.is_valid():
        return _page(request, form, status=422)
    return _store(request, form)


def _page(request: HttpRequest, form: ApplicationForm, status: int = 200) -> HttpResponse:
    return show(
        request,
        "culture/apply.html",
        _("Register a culture institution"),
        institutions_crumb(),
        introduction=_(
            "For theatres, museums, choirs, libraries, clubs and everybody who makes culture in "
            "the city. Taking part costs nothing."
        ),
        form=form,
        files_lost=bool(request.FILES),
        after_applying=rules.settings().after_applying,
        status=status,
    )


def _store(request: HttpRequest, form: ApplicationForm) -> HttpResponse:
    key, email = form.cleaned_data["key"], form.cleaned_data.get("email", "")
    again = Institution.objects.filter(application_key=key).exists()
    if not again and sends_too_much(request, email):
        form.add_error(None, too_often())
        return _page(request, form, status=429)
    applicant = person(request)
    institution = institutions.apply(
        key=key,
        language=language(),
        words=form.words,
        applicant=applicant,
        email=email,
        logo=form.cleaned_data["logo"],
    )
    if applicant is None:
        return _remember(redirect("culture:applied"), email)
    messages.success(request, _("Thank you! We have your application and look at it."))
    return redirect("culture_institution", institution.pk)


def _remember(answer: HttpResponse, email: str) -> HttpResponse:
    """Let this browser be told where the mail went, on that one page."""
    answer.set_signed_cookie(
        COOKIE,
        email,
        salt=COOKIE,
        max_age=3600,
        path=reverse("culture:applied"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer


@never_cache
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """What to do next."""
    return show(
        request,
        "culture/applied.html",
        _("Please confirm your application"),
        institutions_crumb(),
        email=request.get_signed_cookie(COOKIE, "", salt=COOKIE, max_age=3600),
        hours=rules.settings().unconfirmed_hours,
    )


@never_cache
@require_http_methods(METHODS)
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """The mailed link of an application: only its button does anything, since scanners open it."""
    asked = institutions.pending(key)
    template, title = "culture/confirm.html", _("Confirm your application")
    if asked is None:
        return show(request, template, _("This link is no longer valid"), status=410)
    if _is_somebody_else(request, asked):
        return show(request, template, title, asked=asked, foreign=True, status=403)
    if request.method != "POST":
        return show(request, template, title, asked=asked)
    try:
        institution = institutions.confirm(key=key)
    except NotAllowedError as error:
        return show(request, template, title, asked=asked, refusal=str(error), status=409)
    title = _("Thank you! We have your application")
    return show(request, "culture/arrived.html", title, institution=institution)


def _is_somebody_else(request: HttpRequest, asked: Confirmation) -> bool:
    """Whether the person signed in here has another address than the one the link went to."""
    user = person(request)
    return user is not None and asked.email not in {
        address.lower() for address in (user.email, *verified_addresses(user))
    }


@never_cache
@require_http_methods(METHODS)
def invitation(request: HttpRequest, key: str) -> HttpResponse:
    """Who invites to what; its button accepts."""
    found = members.invitation_of(key)
    template, title = "culture/invitation.html", _("Invitation to an institution")
    if found is None:
        return show(request, template, _("This link is no longer valid"), status=410)
    user = person(request)
    if user is not None and not members.is_invited(found, user):
        return show(request, template, title, found=found, foreign=True, status=403)
    if request.method != "POST":
        return show(request, template, title, found=found)
    try:
        membership = members.accept(invitation=found, user=user)
    except NotAllowedError as error:
        return show(request, template, title, found=found, refusal=str(error), status=409)
    if user is None:
        return show(request, "culture/joined.html", _("You are a member now"), found=found)
    messages.success(request, _("You are a member now."))
    return redirect("culture_institution", membership.institution_id)


@csrf_exempt
@never_cache
@require_http_methods(METHODS)
def stop_digest(request: HttpRequest, key: UUID) -> HttpResponse:
    """End the mails about posts; mail programs press it by themselves (RFC 8058)."""
    title = _("No more mails about posts and groups?")
    if not Interest.objects.filter(key=key).exists():
        return show(request, "culture/stop.html", _("This link is no longer valid"), status=410)
    if request.method == "POST":
        digest.end_mails(key=key)
        return show(request, "culture/stop.html", _("You get no more of these mails"), done=True)
    return show(request, "culture/stop.html", title, asks=True)
