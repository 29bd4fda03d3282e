"""The board of incidents."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe
from wagtail import hooks
from wagtail.admin import messages

from cms.core.admin_pages import back, for_right, in_pages
from cms.core.requests import key_of
from hardware_bridge.admin_views.common import HANDLE, SEE, person, show
from hardware_bridge.admin_views.menu import add_entry
from hardware_bridge.domain.alerts import acknowledge, acknowledge_all, end_by_hand
from hardware_bridge.forms.filters import AlertFilter
from hardware_bridge.models import Alert
from hardware_bridge.queries import alerts as queries


@for_right(HANDLE, SEE)
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """What is open, what somebody looks after, and what is over. At most six queries."""
    form = AlertFilter(request.GET)
    rows = queries.found(form.chosen)
    return show(
        request,
        "alerts.html",
        pgettext("devices", "Alerts"),
        icon="warning",
        form=form,
        counts=queries.counts(),
        **in_pages(request, rows),
    )


@for_right(HANDLE)
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody looks after an incident."""
    alert = get_object_or_404(Alert, pk=pk)
    if acknowledge(alert=alert, by=person(request)):
        messages.success(request, _("You look after it now."))
    else:
        messages.warning(request, _("Somebody was faster, or it is over."))
    return redirect(back(request, "hardware_alerts"))


@for_right(HANDLE)
@require_POST
def take_all(request: HttpRequest) -> HttpResponse:
    """Somebody looks after all that were ticked."""
    numbers = [key_of(each) for each in request.POST.getlist("alert")[:500]]
    count = acknowledge_all(alerts=Alert.objects.filter(pk__in=numbers), by=person(request))
    messages.success(request, _("You look after %(n)s alerts now.") % {"n": count})
    return redirect(back(request, "hardware_alerts"))


@for_right(HANDLE)
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End an incident that nothing ends by itself."""
    alert = get_object_or_404(Alert, pk=pk)
    if end_by_hand(alert=alert, by=person(request)):
        messages.success(request, _("The alert is closed."))
    else:
        messages.warning(request, _("It closes by itself as soon as its cause is gone."))
    return redirect(back(request, "hardware_alerts"))


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    """The board and its buttons."""
    return [
        path("hardware/alerts/", board, name="hardware_alerts"),
        path("hardware/alerts/take/", take_all, name="hardware_take_alerts"),
        path("hardware/alerts/<int:pk>/take/", take, name="hardware_take_alert"),
        path("hardware/alerts/<int:pk>/end/", end, name="hardware_end_alert"),
    ]


add_entry(10, pgettext_lazy("devices", "Alerts"), "hardware_alerts", "warning", HANDLE, SEE)
