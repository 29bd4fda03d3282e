"""Certificates that were issued, and those that no longer hold."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cms.core.admin_pages import for_right, in_pages
from cms.core.requests import sent
from participation.courses.admin_views.desk import attempt, show
from participation.courses.domain import certificates as verbs
from participation.courses.forms.desk import CertificateDeskFilter, RevokeForm
from participation.courses.models import Certificate
from participation.courses.queries import desk
from participation.courses.roles import MANAGE


@for_right(MANAGE)
@require_safe
def all_certificates(request: HttpRequest) -> HttpResponse:
    """Every certificate, the newest first."""
    form = CertificateDeskFilter(request.GET)
    rows = in_pages(request, desk.certificates(form.chosen))
    title = _("Certificates")
    return show(request, "certificates.html", title, icon="doc-full", form=form, **rows)


@for_right(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """One certificate, which can be revoked with a reason that whoever checks it reads."""
    joined = Certificate.objects.select_related("run__course__provider", "attendee")
    found = get_object_or_404(joined, pk=pk)
    form = RevokeForm(sent(request))
    if form.is_bound and form.is_valid():
        attempt(request, verbs.revoke, certificate=found, reason=form.cleaned_data["reason"])
        return redirect("courses_certificates")
    return show(
        request,
        "certificate.html",
        found.number,
        form,
        icon="doc-full",
        certificate=found,
        decision=form if found.revoked_at is None else None,
    )
