"""Verbs: lights by their plan, brighter when somebody comes, and set by hand until an end.

A job runs :func:`keep_to_plans` every minute: it works out what each light should do, and tells
those that were told something else before. Whether a light may be told anything is decided by
``domain.commands`` (and once more by the bridge): without all permits of its project none leaves.
Here the permits are only asked so that the log is not filled with refusals.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.users.models import User
from hardware_bridge.domain.commands import request_command
from hardware_bridge.domain.ingest import Stored, watcher
from hardware_bridge.domain.rules import NotAllowedError
from hardware_bridge.models import (
    Command,
    Device,
    DeviceGroup,
    LightControl,
    LightOverride,
    LightPlan,
)
from hardware_bridge.models.choices import Action, CommandState, Kind
from hardware_bridge.models.lights import LONGEST_OVERRIDE
from hardware_bridge.queries import lights as queries
from hardware_bridge.queries.permits import is_permitted, what_is_missing
from hardware_bridge.reckoning.geometry import metres_between

RETRY = timedelta(minutes=5)
MOST_TRIES = 12
"""Of one level: a light that does not answer for an hour is left alone until the level changes."""
STALE_MOTION = timedelta(seconds=90)
FAILED = (CommandState.FAILED, CommandState.TIMED_OUT, CommandState.EXPIRED, CommandState.REFUSED)


# --- by hand -------------------------------------------------------------------------------------


def set_by_hand(
    *,
    level_percent: int,
    until: datetime,
    reason: str,
    by: User | None,
    device: Device | None = None,
    group: DeviceGroup | None = None,
) -> LightOverride:
    """Let a light or all of a group shine at a level until an end; the lights are told at once.

    Raises NotAllowedError for a light without permits, for an end that has passed or lies more than
    two weeks ahead, and without a reason.
    """
    now = timezone.now()
    reason = " ".join(reason.split())[:200]
    lights = queries.lights_of(device=device, group=group)
    _refuse_what_is_odd(lights, level_percent, until - now, reason)
    with transaction.atomic():
        same = LightOverride.objects.current().filter(device=device, group=group)
        same.update(ended_at=now)
        made = LightOverride.objects.create(
            device=device,
            group=group,
            level_percent=level_percent,
            reason=reason,
            start=now,
            until=until,
            created_by=by,
        )
        _bring_to(_wanted(lights, now), now, by)
    return made


def _refuse_what_is_odd(lights: list[Device], level: int, span: timedelta, reason: str) -> None:
    if not lights:
        raise NotAllowedError(_("There are no lights in it."))
    if not 0 <= level <= 100:
        raise NotAllowedError(_("The brightness has to be a number from 0 to 100."))
    if not reason:
        raise NotAllowedError(_("Say why."))
    if not timedelta() < span <= LONGEST_OVERRIDE:
        raise NotAllowedError(_("Choose an end within the next two weeks."))
    for project in {light.project_id for light in lights}:
        if missing := what_is_missing(project):
            raise NotAllowedError(missing)


def end_by_hand(*, override: LightOverride, by: User | None) -> bool:
    """Back to the plan before the end; False when it is over already."""
    now = timezone.now()
    with transaction.atomic():
        running = LightOverride.objects.current().filter(pk=override.pk)
        if not running.update(ended_at=now):
            return False
        lights = queries.lights_of(device=override.device, group=override.group)
        _bring_to(_wanted(lights, now), now, by)
    return True


# --- the plan ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wish:
    """What a light should do now; ``level`` None: what it does by itself."""

    light: Device
    level: int | None
    is_boost: bool = False


def keep_to_plans(*, now: datetime | None = None) -> int:
    """Tell each light what has changed for it; how many commands were given."""
    now = now or timezone.now()
    lights = queries.planned_lights()
    return _bring_to(_wanted(lights, now), now, None)


def _wanted(lights: list[Device], now: datetime) -> list[Wish]:
    """What each light should do; those without permits are left out."""
    permitted = {project for project in {one.project_id for one in lights} if is_permitted(project)}
    allowed = [light for light in lights if light.project_id in permitted]
    by_hand = queries.set_by_hand(allowed, now)
    levels = queries.planned_levels({light.group_id for light in allowed}, now)
    boosts = queries.boosted(allowed, now)
    wishes = []
    for light in allowed:
        plan = levels.get(light.group_id or 0)
        level = plan.level if plan else None
        is_boost = bool(plan and light.pk in boosts and plan.level and plan.motion > plan.level)
        if light.pk in by_hand:
            wishes.append(Wish(light, by_hand[light.pk]))
        elif is_boost and plan:
            wishes.append(Wish(light, plan.motion, is_boost=True))
        else:
            wishes.append(Wish(light, level))
    return wishes


def _bring_to(wishes: Iterable[Wish], now: datetime, by: User | None) -> int:
    """Tell those lights that were told something else, or did not answer; how many were told."""
    wishes = list(wishes)
    keys = [wish.light.pk for wish in wishes]
    LightControl.objects.bulk_create(
        [LightControl(device_id=key) for key in sorted(keys)], ignore_conflicts=True
    )
    with transaction.atomic():
        rows = LightControl.objects.filter(pk__in=keys).select_for_update(of=("self",))
        controls = {row.pk: row for row in rows.order_by("pk").select_related("command")}
        astray = queries.astray(controls.values(), now)
        told = 0
        for wish in wishes:
            control = controls.get(wish.light.pk)
            is_astray = wish.light.pk in astray
            if control is not None and _is_due(control, wish.level, is_astray, now):
                _tell(control, wish, now, by)
                told += 1
    return told


def _is_due(control: LightControl, level: int | None, is_astray: bool, now: datetime) -> bool:
    if control.level_percent != level:
        return True
    failed = control.command is not None and control.command.state in FAILED
    is_time = control.told_at is None or now - control.told_at >= RETRY
    return (failed or is_astray) and is_time and control.tries < MOST_TRIES


def _tell(control: LightControl, wish: Wish, now: datetime, by: User | None) -> Command:
    is_new = control.level_percent != wish.level
    release = wish.level is None
    command = request_command(
        device=wish.light,
        action=Action.RELEASE if release else Action.SET_LEVEL,
        arguments={} if release else {"level_percent": wish.level},
        by=by,
        # Whoever walks by is past in a moment; a plan may reach its light a little later.
        expires_in=timedelta(seconds=15 if wish.is_boost else 120),
    )
    control.tries = 1 if is_new else control.tries + 1
    control.level_percent, control.command, control.told_at = wish.level, command, now
    control.save()
    return command


# --- when somebody comes -------------------------------------------------------------------------


@watcher("motion")
def look_for_motion(readings: list[Stored]) -> None:
    """Let the lights about a motion shine brighter for a while."""
    now = timezone.now()
    seen = {
        each.device_id
        for each in readings
        if each.kind == Kind.LIGHT
        and each.measures.get("motion") is True
        and now - each.at <= STALE_MOTION
    }
    if seen:
        _boost(seen, now)


def _boost(seen: set[int], now: datetime) -> None:
    """Set the end of the boost for these lights and those around, and tell them."""
    origins = Device.objects.in_service().filter(pk__in=seen).exclude(group=None)
    plans = {
        plan.group_id: plan
        for plan in LightPlan.objects.filter(group__devices__in=origins, is_active=True)
    }
    lights = [one for one in queries.planned_lights() if one.group_id in plans]
    ends: dict[int, datetime] = {}
    for origin in origins:
        plan = plans.get(origin.group_id or 0)
        if plan is None:
            continue
        end = now + timedelta(seconds=plan.motion_seconds)
        for light in lights:
            if light.group_id == origin.group_id and _is_near(origin, light, plan.motion_metres):
                ends[light.pk] = end
    _note_boosts(ends)
    _bring_to(_wanted([one for one in lights if one.pk in ends], now), now, None)


def _is_near(origin: Device, light: Device, metres: int) -> bool:
    if origin.pk == light.pk:
        return True
    if origin.latitude is None or light.latitude is None:
        return False
    return metres_between(_point(origin), _point(light)) <= metres


def _point(device: Device) -> tuple[float, float]:
    return float(device.latitude or 0), float(device.longitude or 0)


def _note_boosts(ends: dict[int, datetime]) -> None:
    LightControl.objects.bulk_create(
        [LightControl(device_id=key, boost_until=ends[key]) for key in sorted(ends)],
        update_conflicts=True,
        update_fields=["boost_until"],
        unique_fields=["device"],
    )
