"""Registering an institution."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cms.core.guards import too_often
from cms.core.requests import language
from cms.users.links.views import remember_address, remembered_address
from cms.users.requests import person
from participation.wishlist.domain import connect, institutions, rules
from participation.wishlist.forms.applying import ApplicationForm
from participation.wishlist.models import Institution
from participation.wishlist.views.common import institutions_crumb, sends_too_much, show

COOKIE = "sent_institution"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest) -> HttpResponse:
    """The form; sent twice it is one application."""
    who = {"is_signed_in": person(request) is not None, "connect": connect.is_offered()}
    if request.method != "POST":
        return _page(request, ApplicationForm(**who))
    form = ApplicationForm(request.POST, request.FILES, **who)
    if not form.is_valid():
        return _page(request, form, status=422)
    return _store(request, form)


def _page(request: HttpRequest, form: ApplicationForm, status: int = 200) -> HttpResponse:
    return show(
        request,
        "wishlist/apply.html",
        _("Register an institution"),
        institutions_crumb(),
        introduction=_(
            "For associations and social institutions of the city. You need the register number, "
            "the notice of the tax office and the bank account."
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
        bank=form.bank,
        applicant=applicant,
        email=email,
        paper=form.cleaned_data["paper"],
        logo=form.cleaned_data["logo"],
    )
    if applicant is None:
        path = reverse("wishlist:applied")
        return remember_address(redirect(path), email, cookie=COOKIE, path=path)
    messages.success(request, _("Thank you! We have your application and check the papers."))
    return redirect("my_institution", institution.pk)


@never_cache
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """What to do next."""
    return show(
        request,
        "wishlist/applied.html",
        _("Please confirm your application"),
        institutions_crumb(),
        email=remembered_address(request, COOKIE),
        hours=rules.settings().unconfirmed_hours,
    )
