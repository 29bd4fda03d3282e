"""Verbs: incidents, from the first sign to the end.

An alert is opened once, told once (``domain/duty.py``), acknowledged by somebody, and closed by
what has opened it. Whoever notices something calls :func:`open_alert`, as often as it likes.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from cms.core.jobs import enqueue
from cms.users.models import User
from hardware_bridge.models import Alert, AlertRule, Device


def rule_for(*, device: Device, condition: str) -> AlertRule | None:
    """The active rule that fits a device best: its own, then its group's, then its kind's."""
    fitting = Q(device=device) | Q(device=None)
    fitting &= Q(group=device.group_id) | Q(group=None) if device.group_id else Q(group=None)
    fitting &= Q(kind=device.kind) | Q(kind="")
    weight = Case(
        When(device__isnull=False, then=Value(0)),
        When(group__isnull=False, then=Value(1)),
        When(kind="", then=Value(3)),
        default=Value(2),
        output_field=IntegerField(),
    )
    rules = AlertRule.objects.filter(fitting, condition=condition, is_active=True)
    return rules.order_by(weight, "pk").first()


def open_alert(
    *,
    device: Device,
    condition: str,
    channel: int = 0,
    detail: str = "",
    rule: AlertRule | None = None,
    at: datetime | None = None,
) -> Alert | None:
    """Begin an incident and have the group on duty told; None while the same one is open.

    Without a ``rule`` the one that fits best says who is told. Without any, the alert stands on the
    board and nobody is written to.
    """
    rule = rule or rule_for(device=device, condition=condition)
    with transaction.atomic():
        # One at a time for each device: a job and a watcher may notice the same.
        Device.objects.select_for_update(no_key=True).get(pk=device.pk)
        same = Alert.objects.filter(device=device, condition=condition, channel=channel, rule=rule)
        if same.filter(closed_at=None).exists():
            return None
        alert = Alert.objects.create(
            device=device,
            condition=condition,
            channel=channel,
            rule=rule,
            detail=detail[:200],
            opened_at=at or timezone.now(),
        )
        if rule and rule.duty_group_id:
            enqueue("hardware.tell_duty", group_id=rule.duty_group_id)
    return alert


def close_alert(
    *,
    device: Device,
    condition: str,
    channel: int = 0,
    at: datetime | None = None,
    rule: AlertRule | None = None,
) -> int:
    """End the open incidents of a condition, of one rule where it is named; how many there were."""
    found = Alert.objects.filter(
        device=device, condition=condition, channel=channel, closed_at=None
    )
    if rule is not None:
        found = found.filter(rule=rule)
    return found.update(closed_at=at or timezone.now())


def acknowledge(*, alert: Alert, by: User) -> bool:
    """Note who looks after an alert; False when somebody does already or it is over."""
    free = Alert.objects.filter(pk=alert.pk, acknowledged_at=None, closed_at=None)
    return bool(free.update(acknowledged_at=timezone.now(), acknowledged_by=by))


def acknowledge_all(*, alerts: QuerySet[Alert], by: User) -> int:
    """The same for several; how many were free."""
    free = alerts.filter(acknowledged_at=None, closed_at=None)
    return free.update(acknowledged_at=timezone.now(), acknowledged_by=by)


def end_by_hand(*, alert: Alert, by: User) -> bool:
    """Close what nothing closes by itself; False for what would open again at once.

    Whoever ends an incident nobody looked after has looked after it.
    """
    if not alert.is_ended_by_hand:
        return False
    now = timezone.now()
    with transaction.atomic():
        acknowledge(alert=alert, by=by)
        return bool(Alert.objects.filter(pk=alert.pk, closed_at=None).update(closed_at=now))
