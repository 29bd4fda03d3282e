"""Incidents and rules as the office reads them."""

from collections.abc import Mapping

from django.db.models import Count, F, Q, QuerySet
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hardware_bridge.models import MEASURES, Alert, AlertRule, DutyGroup
from hardware_bridge.models.choices import Condition
from hardware_bridge.queries.devices import with_unit


def found(chosen: Mapping[str, str]) -> QuerySet[Alert]:
    """Incidents by filters: new ones first, then those looked after, then the latest closed."""
    rows = Alert.objects.select_related("device__group", "rule__duty_group", "acknowledged_by")
    state = chosen.get("state")
    if state == "closed":
        rows = rows.exclude(closed_at=None)
    elif state:
        rows = rows.filter(closed_at=None, acknowledged_at__isnull=state == "new")
    if kind := chosen.get("kind"):
        rows = rows.filter(device__kind=kind)
    if condition := chosen.get("condition"):
        rows = rows.filter(condition=condition)
    if words := chosen.get("q"):
        rows = rows.filter(Q(device__name__icontains=words) | Q(device__place__icontains=words))
    return rows.order_by(
        F("closed_at").desc(nulls_first=True),
        F("acknowledged_at").asc(nulls_first=True),
        "-opened_at",
        "-pk",
    )


def counts() -> dict[str, int]:
    """How many are new and how many are looked after. One query."""
    return Alert.objects.filter(closed_at=None).aggregate(
        new=Count("pk", filter=Q(acknowledged_at=None)),
        taken=Count("pk", filter=Q(acknowledged_at__isnull=False)),
    )


def in_words(rule: AlertRule) -> str:
    """What a rule looks at: ``Fill level above 80 %, closes at 60 %``."""
    if rule.condition in (Condition.ABOVE, Condition.BELOW):
        return _limits(rule)
    if rule.condition == Condition.SILENCE and rule.intervals:
        text = ngettext(
            "No message for %(n)s expected interval",
            "No message for %(n)s expected intervals",
            rule.intervals,
        )
        return text % {"n": rule.intervals}
    if rule.condition == Condition.DOOR_LONG and rule.seconds:
        text = ngettext(
            "Door open for more than %(n)s second",
            "Door open for more than %(n)s seconds",
            rule.seconds,
        )
        return text % {"n": rule.seconds}
    return str(rule.get_condition_display())


def _limits(rule: AlertRule) -> str:
    measure = MEASURES.get(rule.measure)
    label = capfirst(str(measure.label)) if measure else rule.measure
    unit = measure.unit if measure else ""
    words = {"measure": label}
    if rule.limit is None:
        if rule.condition == Condition.ABOVE:
            return _("%(measure)s above the device's own limit") % words
        return _("%(measure)s below the device's own limit") % words
    words["limit"] = with_unit(rule.limit, unit)
    if rule.condition == Condition.ABOVE:
        text = _("%(measure)s above %(limit)s") % words
    else:
        text = _("%(measure)s below %(limit)s") % words
    if rule.back_at is None or rule.back_at == rule.limit:
        return text
    closes = _("closes at %(limit)s") % {"limit": with_unit(rule.back_at, unit)}
    return f"{text}, {closes}"


def night_of(group: DutyGroup) -> str:
    """When a group rests."""
    if group.night_from is None or group.night_until is None:
        return "–"
    begin, end = (
        date_format(each, "TIME_FORMAT") for each in (group.night_from, group.night_until)
    )
    return _("%(begin)s to %(end)s") % {"begin": begin, "end": end}
