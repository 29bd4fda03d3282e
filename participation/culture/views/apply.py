"""Registering an institution, and the mailed links of applications and invitations."""

from uuid import UUID

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
from cms.users.links.views import link_page, remember_address, remembered_address
from cms.users.requests import person
from participation.culture.domain import digest, institutions, members, rules
from participation.culture.domain.rules import NotAllowedError
from participation.culture.forms.institutions import ApplicationForm
from participation.culture.models import Institution, Interest, Membership
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
        path = reverse("culture:applied")
        return remember_address(redirect(path), email, cookie=COOKIE, path=path)
    messages.success(request, _("Thank you! We have your application and look at it."))
    return redirect("culture_institution", institution.pk)


@never_cache
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """What to do next."""
    return show(
        request,
        "culture/applied.html",
        _("Please confirm your application"),
        institutions_crumb(),
        email=remembered_address(request, COOKIE),
        hours=rules.settings().unconfirmed_hours,
    )


@never_cache
@require_http_methods(METHODS)
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """The mailed link of an application."""

    def arrived(institution: Institution) -> HttpResponse:
        title = _("Thank you! We have your application")
        return show(request, "culture/arrived.html", title, institution=institution)

    return link_page(
        request,
        institutions.pending(key),
        show=show,
        template="culture/confirm.html",
        title=_("Confirm your application"),
        press=lambda link: institutions.confirm(key=link.key),
        after=arrived,
        refused=NotAllowedError,
    )


@never_cache
@require_http_methods(METHODS)
def invitation(request: HttpRequest, key: str) -> HttpResponse:
    """Who invites to what; its button accepts."""
    asked, user = members.invitation_of(key), person(request)

    def joined(membership: Membership) -> HttpResponse:
        if user is None:
            return show(request, "culture/joined.html", _("You are a member now"), asked=asked)
        messages.success(request, _("You are a member now."))
        return redirect("culture_institution", membership.institution_id)

    return link_page(
        request,
        asked,
        show=show,
        template="culture/invitation.html",
        title=_("Invitation to an institution"),
        press=lambda link: members.accept(invitation=link, user=user),
        after=joined,
        refused=NotAllowedError,
    )


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
