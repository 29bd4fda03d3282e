"""Verbs: commands to devices, from the wish to what came of it.

requested → accepted → sent → confirmed, or door opened → door closed, or failed, or timed out.
A command that may not be given is refused, one that could not be sent in time expires. Every step
is a row of the log. "Accepted" never means that anything has happened. The bridge publishes what is
accepted and writes the step "sent" (``bridge/statements.py``); answers come here by jobs.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import DurationField, ExpressionWrapper, F, Q, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.users.models import User
from hardware_bridge.domain.health import set_aside
from hardware_bridge.models import Command, CommandEvent, Device
from hardware_bridge.models.choices import Action, Adapter, CommandState, Kind, Origin, Reason
from hardware_bridge.models.commands import EXPIRES_SECONDS
from hardware_bridge.queries.permits import what_is_missing

LONGEST_EXPIRY_SECONDS = 24 * 60 * 60
S = CommandState
# What may follow what. An answer may overtake the broker's acknowledgement, and one that comes too
# late is still the truth.
STEPS: dict[str, set[str]] = {
    S.REQUESTED: {S.ACCEPTED, S.REFUSED},
    S.ACCEPTED: {S.SENT, S.EXPIRED, S.REFUSED, S.CONFIRMED, S.DOOR_OPENED, S.FAILED},
    S.SENT: {S.CONFIRMED, S.DOOR_OPENED, S.FAILED, S.TIMED_OUT},
    S.TIMED_OUT: {S.CONFIRMED, S.DOOR_OPENED, S.DOOR_CLOSED, S.FAILED},
    S.EXPIRED: {S.CONFIRMED, S.DOOR_OPENED, S.FAILED},
    S.DOOR_OPENED: {S.DOOR_CLOSED, S.FAILED},
}
ACTIONS = {
    Kind.LOCKER: {Action.OPEN, Action.IDENTIFY},
    Kind.LIGHT: {Action.SET_LEVEL, Action.RELEASE, Action.IDENTIFY},
    Kind.BIN: {Action.IDENTIFY},
    Kind.SENSOR: {Action.IDENTIFY},
}


def request_command(
    *,
    device: Device,
    action: str,
    channel: int = 0,
    arguments: dict[str, Any] | None = None,
    by: User | None = None,
    idempotency_key: str | None = None,
    expires_in: timedelta = timedelta(seconds=EXPIRES_SECONDS),
    answer_seconds: int = EXPIRES_SECONDS,
    is_maintenance: bool = False,
) -> Command:
    """Record a command and let it be sent, or refuse it.

    A second call with the same ``idempotency_key`` returns the first call's command and does
    nothing. Refusals are recorded, too, and returned: look at ``is_refused`` and ``reason``.
    ``is_maintenance`` opens a compartment that is out of service, too.
    """
    now = timezone.now()
    longest = timedelta(seconds=LONGEST_EXPIRY_SECONDS)
    wish = Command(
        device=device,
        channel=channel,
        action=action,
        arguments=arguments or {},
        requested_by=by,
        requested_at=now,
        changed_at=now,
        expires_at=now + min(expires_in, longest),
        answer_seconds=answer_seconds,
        is_maintenance=is_maintenance,
        idempotency_key=idempotency_key,
    )
    try:
        with transaction.atomic():
            wish.save()
            _log(wish, Origin.PERSON if by else Origin.SYSTEM, now)
            reason = refusal(wish)
            state = S.REFUSED if reason else S.ACCEPTED
            advance(command=wish, to=state, origin=Origin.SYSTEM, detail=reason, at=now)
    except IntegrityError:
        known = Command.objects.filter(idempotency_key=idempotency_key).first()
        if idempotency_key is None or known is None:
            raise
        return known
    return wish


def refusal(command: Command) -> str:
    """Why a command may not be given, in a sentence; empty when it may. At most two queries."""
    device = command.device
    if device.is_retired:
        return _("The device is no longer in service.")
    if device.adapter != Adapter.OWN or command.action not in ACTIONS[Kind(device.kind)]:
        return _("The device does not know this command.")
    if device.kind == Kind.LIGHT and (missing := what_is_missing(device.project_id)):
        return missing
    if command.action == Action.SET_LEVEL and not _is_level(command.arguments.get("level_percent")):
        return _("The brightness has to be a number from 0 to 100.")
    return _refusal_of_compartment(command)


def _refusal_of_compartment(command: Command) -> str:
    if not command.channel:
        return _("Which compartment is to be opened?") if command.action == Action.OPEN else ""
    found = command.device.compartments.filter(number=command.channel).first()
    if found is None:
        return _("The station has no such compartment.")
    is_open_to_them = found.is_in_service or command.is_maintenance
    return "" if is_open_to_them else _("The compartment is out of service.")


def _is_level(level: Any) -> bool:
    return type(level) in (int, float) and 0 <= level <= 100


def advance(
    *,
    command: Command,
    to: str,
    origin: str,
    at: datetime | None = None,
    detail: str = "",
) -> bool:
    """Take a command a step on and write it into the log; False when the step does not fit.

    The caller's row is brought up to date.
    """
    now = timezone.now()
    before = [state for state, after in STEPS.items() if to in after]
    changes: dict[str, Any] = {"state": to, "changed_at": now, "lease_until": None}
    if detail:
        changes["reason"] = detail[:300]
    if to == S.SENT:
        changes["sent_at"] = at or now
    with transaction.atomic():
        if not Command.objects.filter(pk=command.pk, state__in=before).update(**changes):
            return False
        for name, value in changes.items():
            setattr(command, name, value)
        _log(command, origin, at or now, detail)
    return True


def _log(command: Command, origin: str, at: datetime, detail: str = "") -> None:
    CommandEvent.objects.create(
        command=command, state=command.state, origin=origin, at=at, detail=detail[:300]
    )


# --- what comes of it ----------------------------------------------------------------------------


def record_result(
    *, device_id: int, public_id: UUID, state: str, detail: str = "", at: datetime | None = None
) -> str:
    """Take over a device's answer; a fault in words when it fits none of the device's commands.

    The same answer again is no fault: a device repeats it until it is acknowledged.
    """
    command = Command.objects.filter(public_id=public_id, device_id=device_id).first()
    if command is None:
        return f"{public_id} is no command of this device"
    if advance(command=command, to=state, origin=Origin.DEVICE, at=at, detail=detail):
        return ""
    if CommandEvent.objects.filter(command=command, state=state, origin=Origin.DEVICE).exists():
        return ""
    return f"{state} cannot follow {command.state}"


def take_answer(
    *,
    device_id: int,
    public_id: UUID,
    state: str,
    detail: str,
    at: datetime,
    received_at: datetime,
    topic: str,
    payload: str,
) -> None:
    """Take over an answer that came by MQTT; one that does not fit is set aside as a message.

    The device's time is believed as far as it lies between the command and the receipt.
    """
    command = Command.objects.filter(public_id=public_id, device_id=device_id).first()
    earliest = command.requested_at if command else received_at
    believed = at if earliest <= at <= received_at else received_at
    fault = record_result(
        device_id=device_id, public_id=public_id, state=state, detail=detail, at=believed
    )
    if fault:
        set_aside(topic=topic, reason=Reason.COMMAND, detail=fault, payload=payload.encode())


def end_what_is_over() -> int:
    """Let commands expire that were not sent in time, and give up on answers; how many."""
    now = timezone.now()
    answer = ExpressionWrapper(F("answer_seconds") * timedelta(seconds=1), DurationField())
    late = Q(sent_at__lt=Value(now) - answer)
    # One that a bridge is just sending is not over yet.
    unsent = Q(state=S.ACCEPTED, expires_at__lte=now)
    unsent &= Q(lease_until=None) | Q(lease_until__lt=now)
    over = Command.objects.filter(unsent | (Q(state=S.SENT) & late))
    count = 0
    for command in over.order_by("pk")[:1000]:
        to = S.EXPIRED if command.state == S.ACCEPTED else S.TIMED_OUT
        count += advance(command=command, to=to, origin=Origin.SYSTEM)
    return count
