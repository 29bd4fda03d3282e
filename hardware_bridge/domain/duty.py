"""Verb: tell groups on duty of incidents, each once.

What has opened since the last mail goes into one mail, so that a fault of many is no flood. At
night only what is urgent is told; the rest waits for the digest of the morning, which is the first
mail after the night and says what has closed by itself meanwhile.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.core.mail import queue_mail
from hardware_bridge.models import Alert, DutyGroup

LISTED = 50
"""So many are named in a mail; the board shows all."""
CLOSED_TOLD = timedelta(days=1)
"""What closed longer ago is no longer told."""


def is_night(group: DutyGroup, now: datetime) -> bool:
    """Whether a group rests; its night may go past midnight."""
    begin, end = group.night_from, group.night_until
    if begin is None or end is None or begin == end:
        return False
    clock = timezone.localtime(now).time()
    return begin <= clock < end if begin < end else clock >= begin or clock < end


def untold(group: DutyGroup, now: datetime) -> QuerySet[Alert]:
    """What a group is to be told now, oldest first."""
    recent = Q(closed_at=None) | Q(closed_at__gt=now - CLOSED_TOLD)
    found = Alert.objects.filter(recent, rule__duty_group=group, told_at=None)
    if is_night(group, now):
        found = found.filter(rule__is_urgent=True)
    return found.order_by("opened_at", "pk")


def tell(*, group: DutyGroup, now: datetime | None = None) -> int:
    """Write one mail about all that the group is to be told now; how many incidents it names.

    The mail and the note that it was written are one transaction.
    """
    now = now or timezone.now()
    with transaction.atomic():
        group = DutyGroup.objects.select_for_update().get(pk=group.pk)
        alerts = list(untold(group, now).select_related("device"))
        if not alerts:
            return 0
        language = settings.LANGUAGE_CODE
        with translation.override(language):
            queue_mail(
                template="devices",
                to=group.email,
                subject=_subject(alerts),
                context=_context(alerts),
                language=language,
            )
        Alert.objects.filter(pk__in=[alert.pk for alert in alerts]).update(told_at=now)
    return len(alerts)


def tell_all(*, now: datetime | None = None) -> int:
    """Tell every group that something waits for, such as in the morning; how many incidents."""
    waiting = DutyGroup.objects.filter(alertrule__alerts__told_at=None).distinct()
    return sum(tell(group=group, now=now) for group in waiting.order_by("pk"))


def _subject(alerts: list[Alert]) -> str:
    if len(alerts) == 1:
        return str(alerts[0])
    text = ngettext("%(n)s alert about devices", "%(n)s alerts about devices", len(alerts))
    return text % {"n": len(alerts)}


def _context(alerts: list[Alert]) -> dict[str, Any]:
    return {
        "alerts": [_row(alert) for alert in alerts[:LISTED]],
        "more": max(0, len(alerts) - LISTED),
        "url": settings.BASE_URL + reverse("hardware_alerts"),
    }


def _row(alert: Alert) -> dict[str, str]:
    def words(moment: datetime | None) -> str:
        local = timezone.localtime(moment) if moment else None
        return date_format(local, "SHORT_DATETIME_FORMAT") if local else ""

    place = alert.device.place
    if alert.channel:
        place = ", ".join(filter(None, [place, _("compartment %(n)s") % {"n": alert.channel}]))
    return {
        "device": alert.device.name,
        "place": place,
        "what": alert.get_condition_display(),
        "detail": alert.detail,
        "opened": words(alert.opened_at),
        "closed": words(alert.closed_at),
    }
