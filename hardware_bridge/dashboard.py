"""What of the machines waits for somebody of the office, on the admin's start page."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.core.admin_pages import may
from cms.core.dashboard import Waiting, waiting
from hardware_bridge.admin_views.common import ADD, HANDLE, OPERATE
from hardware_bridge.queries import alerts, inbox, tours
from hardware_bridge.queries.health import bridge_health
from hardware_bridge.roles import DRIVE


@waiting
def incidents(request: HttpRequest) -> Iterator[Waiting]:
    """Alerts that nobody looks after yet."""
    if not may(request, HANDLE):
        return
    if count := alerts.counts()["new"]:
        text = ngettext("%(n)s new alert about devices", "%(n)s new alerts about devices", count)
        url = f"{reverse('hardware_alerts')}?state=new"
        yield Waiting(text % {"n": count}, url, "warning", urgent=True)


@waiting
def connection(request: HttpRequest) -> Iterator[Waiting]:
    """That no message of devices arrives, or late, or that two speak as one device."""
    if not may(request, OPERATE):
        return
    health = bridge_health()
    if health and (count := health.doubted_devices):
        text = ngettext(
            "%(n)s device perhaps has its name twice",
            "%(n)s devices perhaps have their name twice",
            count,
        )
        url = f"{reverse('hardware_devices:index')}?health=doubted"
        yield Waiting(text % {"n": count}, url, "warning")
    if health is None or health.state == "ok":
        return
    words = {
        "away": _("Messages of devices do not arrive"),
        "slow": _("Messages of devices are stored late"),
    }
    yield Waiting(words[health.state], reverse("hardware_health"), "warning", urgent=True)


@waiting
def tours_to_drive(request: HttpRequest) -> Iterator[Waiting]:
    """Tours of today that are not done, for those who drive."""
    if not may(request, DRIVE) or may(request, OPERATE):
        return
    if count := tours.open_on(timezone.localdate()).count():
        text = ngettext("%(n)s tour to drive today", "%(n)s tours to drive today", count)
        yield Waiting(text % {"n": count}, reverse("depot:overview"), "tasks")


@waiting
def strangers(request: HttpRequest) -> Iterator[Waiting]:
    """Devices that send and are not known."""
    if not may(request, ADD):
        return
    if count := inbox.unknown().count():
        text = ngettext(
            "%(n)s unknown device sends messages", "%(n)s unknown devices send messages", count
        )
        yield Waiting(text % {"n": count}, reverse("hardware_inbox"), "mail")
