"""Verbs: compartments of locker stations. What lends things calls these and nothing below them.

``open_compartment`` returns a command at once; what came of it stands in its ``state``, and
``queries.lockers.compartment`` tells door and contents. Nothing here says that a door is open
because a command was accepted.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.users.models import User
from hardware_bridge.domain import alerts
from hardware_bridge.domain.commands import request_command
from hardware_bridge.domain.rules import NotAllowedError
from hardware_bridge.models import Command, Compartment
from hardware_bridge.models.choices import Action, Condition
from hardware_bridge.models.commands import EXPIRES_SECONDS, UNDERWAY
from hardware_bridge.roles import OPERATE

DOORS = (Condition.DOOR_UNASKED, Condition.DOOR_LONG, Condition.DOOR_AGAIN)
"""Alarms of a door; they end when it is closed."""

PRESSED_TWICE = timedelta(seconds=5)


def open_compartment(
    *,
    compartment: Compartment,
    by: User | None,
    idempotency_key: str | None = None,
    expires_in: timedelta = timedelta(seconds=EXPIRES_SECONDS),
) -> Command:
    """Have a compartment opened; a refusal is recorded and returned as a command, too.

    ``by`` signs for it. With the same ``idempotency_key`` it is asked for once, however often a
    phone sends it. After ``expires_in`` it is sent no more.
    """
    return request_command(
        device=compartment.device,
        action=Action.OPEN,
        channel=compartment.number,
        by=by,
        idempotency_key=idempotency_key,
        expires_in=expires_in,
    )


def open_for_maintenance(
    *, compartment: Compartment, by: User, idempotency_key: str | None = None
) -> Command:
    """Open a compartment, also one out of service. Raises NotAllowedError for all but operators.

    Whoever presses twice within some seconds has asked once.
    """
    if not by.has_perm(OPERATE):
        raise NotAllowedError(_("Only those who look after the devices may do this."))
    with transaction.atomic():
        Compartment.objects.select_for_update().get(pk=compartment.pk)
        asked = Command.objects.filter(
            device=compartment.device,
            channel=compartment.number,
            action=Action.OPEN,
            requested_by=by,
            state__in=UNDERWAY,
            requested_at__gt=timezone.now() - PRESSED_TWICE,
        )
        return asked.first() or request_command(
            device=compartment.device,
            action=Action.OPEN,
            channel=compartment.number,
            by=by,
            idempotency_key=idempotency_key,
            is_maintenance=True,
        )


def take_out_of_service(*, compartments: Iterable[Compartment], reason: str) -> int:
    """Begin the maintenance of compartments: they are not opened for anybody else, and their doors
    raise no alarm. How many were in service."""
    reason = " ".join(reason.split())
    if not reason:
        raise NotAllowedError(_("Say why it is out of service."))
    return _switch(compartments, is_in_service=False, out_reason=reason[:200])


def put_into_service(*, compartments: Iterable[Compartment]) -> int:
    """End the maintenance of compartments; how many were out of service."""
    return _switch(compartments, is_in_service=True, out_reason="")


def _switch(compartments: Iterable[Compartment], *, is_in_service: bool, out_reason: str) -> int:
    keys = [each.pk for each in compartments]
    now = timezone.now()
    with transaction.atomic():
        # In one order, so that two who switch at once do not wait for each other.
        others = Compartment.objects.filter(pk__in=keys).exclude(is_in_service=is_in_service)
        found = list(others.select_for_update().order_by("pk"))
        Compartment.objects.filter(pk__in=[each.pk for each in found]).update(
            is_in_service=is_in_service,
            out_reason=out_reason,
            out_since=None if is_in_service else now,
        )
        for each in found:
            for condition in DOORS:
                alerts.close_alert(
                    device=each.device, condition=condition, channel=each.number, at=now
                )
    return len(found)
