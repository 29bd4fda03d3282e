"""One booking of a run, in its provider's area."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cms.core.requests import sent
from participation.courses.domain import ending
from participation.courses.domain.rules import NotAllowedError
from participation.courses.forms.runs import ReasonForm
from participation.courses.models.choices import CancelledBy
from participation.courses.queries import area
from participation.courses.views.area.common import managed_provider, own_run, show


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, pk: int, run: int, booking: int) -> HttpResponse:
    """Cancel somebody's booking, with a reason that they read; the whole fee goes back."""
    provider = managed_provider(request, pk)
    found = own_run(provider, run)
    chosen = get_object_or_404(area.guests(found), pk=booking)
    form = ReasonForm(sent(request))
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            ending.cancel(booking=chosen, by=CancelledBy.PROVIDER, reason=reason)
            messages.success(request, _("The booking is cancelled. The guest is told."))
        except NotAllowedError as error:
            messages.error(request, str(error))
        return redirect("my_run", pk, found.pk)
    return show(
        request,
        provider,
        "cancel_booking.html",
        _("Cancel a booking"),
        form=form,
        run=found,
        booking=chosen,
        status=422 if form.errors else 200,
    )
