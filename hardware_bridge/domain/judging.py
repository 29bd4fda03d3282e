"""Verb: let the rules look at what is known of the devices, and open and close incidents.

A job does it every minute; a fault is looked at as soon as it is stored. Only the newest values
count, so a reading that comes late opens nothing.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from hardware_bridge.domain.alerts import close_alert, open_alert
from hardware_bridge.domain.ingest import Stored, watcher
from hardware_bridge.models import MEASURES, AlertRule, Device
from hardware_bridge.models.choices import Condition
from hardware_bridge.queries.devices import with_unit
from hardware_bridge.queries.judging import Finding, findings, outlived

log = structlog.get_logger(__name__)


@watcher("fault")
def look_at_faults(readings: list[Stored]) -> None:
    """A device has said that it is out of order, or in order again."""
    rules = AlertRule.objects.filter(is_active=True, condition=Condition.FAULT)
    for rule in rules.select_related("duty_group"):
        judge(rule=rule, devices=sorted({each.device_id for each in readings}))


def judge_all(*, now: datetime | None = None) -> dict[str, int]:
    """Let every active rule judge, each in a transaction of its own; how many opened and closed.

    A rule that fails hinders no other; its fault is raised at the end.
    """
    now = now or timezone.now()
    counts = {"opened": 0, "closed": outlived().update(closed_at=now)}
    fault: Exception | None = None
    for rule in AlertRule.objects.filter(is_active=True).order_by("pk"):
        try:
            opened, closed = judge(rule=rule, now=now)
        except Exception as error:
            log.exception("rule_failed", rule=rule.pk)
            fault = error
            continue
        counts["opened"] += opened
        counts["closed"] += closed
    if fault is not None:
        raise fault
    return counts


def judge(
    *, rule: AlertRule, now: datetime | None = None, devices: Sequence[int] | None = None
) -> tuple[int, int]:
    """Open and close what one rule finds; how many of each. Both happen at once or not at all."""
    found = findings(rule, now=now, devices=devices)
    if not found:
        return 0, 0
    known = Device.objects.in_bulk({each.device_id for each in found})
    with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
        # In the order of the devices, so that two judges lock them in the same one.
        results = [
            _settle(rule, each, known[each.device_id])
            for each in sorted(found, key=lambda each: (each.device_id, each.channel))
            if each.device_id in known
        ]
    return results.count("opened"), results.count("closed")


def _settle(rule: AlertRule, found: Finding, device: Device) -> str:
    about: dict[str, Any] = {
        "device": device,
        "condition": rule.condition,
        "channel": found.channel,
        "rule": rule,
        "at": found.at,
    }
    if found.is_open:
        return "closed" if close_alert(**about) else ""
    return "opened" if open_alert(**about, detail=told(rule, found)) else ""


def told(rule: AlertRule, found: Finding) -> str:
    """What was found, in a sentence of the active language."""
    if rule.condition == Condition.SILENCE:
        if found.value is None:
            return _("Not heard of yet")
        last = timezone.localtime(found.value)  # type: ignore[arg-type]
        return _("Last message: %(when)s") % {"when": date_format(last, "SHORT_DATETIME_FORMAT")}
    if rule.condition == Condition.FAULT:
        return ""
    measure = MEASURES[rule.measure]
    return _("%(measure)s: %(value)s (limit %(limit)s)") % {
        "measure": capfirst(str(measure.label)),
        "value": with_unit(found.value, measure.unit),
        "limit": with_unit(found.limit, measure.unit),
    }


def end_incidents(*, rules: Iterable[AlertRule], now: datetime | None = None) -> int:
    """Close what rules have opened, since they go or look at something else; how many."""
    open_ones = outlived().model.objects.filter(rule__in=rules, closed_at=None)
    return open_ones.update(closed_at=now or timezone.now())
