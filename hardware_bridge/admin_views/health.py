"""How the bridges are, in words, and what they could not take."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail import hooks
from wagtail.admin import messages

from cms.core.admin_pages import for_right, in_pages
from cms.core.requests import key_of
from hardware_bridge.admin_views.common import OPERATE, show
from hardware_bridge.admin_views.menu import add_entry
from hardware_bridge.domain.health import throw_away
from hardware_bridge.models import DeadLetter
from hardware_bridge.queries import health as queries

SEE_LETTERS = "hardware.view_deadletter"
THROW = "hardware.delete_deadletter"


@for_right(OPERATE, SEE_LETTERS)
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Sentences about the bridges, and the messages set aside. Six queries."""
    found = queries.bridge_health()
    rows = DeadLetter.objects.defer("payload")
    return show(
        request,
        "health.html",
        _("State of the connection"),
        icon="success" if found and found.state == "ok" else "warning",
        health=found,
        verdict=queries.verdict(found),
        sentences=queries.sentences(found),
        **in_pages(request, rows),
    )


@for_right(SEE_LETTERS)
@require_safe
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """One message that was set aside, whole."""
    found = get_object_or_404(DeadLetter, pk=pk)
    return show(
        request,
        "dead_letter.html",
        _("Message set aside"),
        icon="mail",
        subtitle=found.topic,
        letter=found,
        advice=queries.ADVICE.get(found.reason, ""),
        may_throw=request.user.has_perm(THROW),
    )


@for_right(THROW)
@require_POST
def throw(request: HttpRequest) -> HttpResponse:
    """Forget messages that were ticked, or one."""
    numbers = [key_of(each) for each in request.POST.getlist("letter")[:500]]
    count = throw_away(letters=DeadLetter.objects.filter(pk__in=numbers))
    if count:
        text = ngettext("%(n)s entry is deleted.", "%(n)s entries are deleted.", count)
        messages.success(request, text % {"n": count})
    else:
        messages.error(request, _("Tick the messages first."))
    return redirect("hardware_health")


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    """The state, and messages set aside."""
    return [
        path("hardware/health/", health, name="hardware_health"),
        path("hardware/letters/<int:pk>/", letter, name="hardware_letter"),
        path("hardware/letters/delete/", throw, name="hardware_throw"),
    ]


add_entry(
    90, gettext_lazy("State of the connection"), "hardware_health", "success", OPERATE, SEE_LETTERS
)
