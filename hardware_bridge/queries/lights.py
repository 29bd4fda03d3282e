"""Lights, their plans, and what a night took."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, Sum
from django.utils import timezone

from hardware_bridge.models import (
    Device,
    DeviceGroup,
    HardwareSettings,
    HourRollup,
    Latest,
    LightControl,
    LightNight,
    LightOverride,
    LightPlan,
)
from hardware_bridge.models.choices import Kind
from hardware_bridge.queries.permits import is_permitted
from hardware_bridge.reckoning import sun

SETTLING = timedelta(minutes=2)
TOLERANCE = 2
"""Percent by which a light may miss the level it was told."""
OF_A_LIGHT = ("on", "level_percent", "power_w", "motion", "fault")
STILL_THERE = timedelta(minutes=5)
"""A motion that goes on is believed for so long after the last message of it."""


def place() -> sun.Place:
    """Where the city lies. One query."""
    known = HardwareSettings.load()
    zone = timezone.get_default_timezone()
    return sun.Place(float(known.latitude), float(known.longitude), zone)


def hours_of(plan: LightPlan) -> sun.Hours:
    """A plan as the sun's reckoning wants it."""
    return sun.Hours(
        level=plan.level_percent,
        night_level=plan.night_level_percent,
        night_from=plan.night_from,
        night_until=plan.night_until,
        after_sunset=timedelta(minutes=plan.minutes_after_sunset),
        after_sunrise=timedelta(minutes=plan.minutes_after_sunrise),
    )


def lights_of(*, device: Device | None = None, group: DeviceGroup | None = None) -> list[Device]:
    """A light, or all of a group that are in service. One query."""
    lights = Device.objects.in_service().filter(kind=Kind.LIGHT)
    return list(lights.filter(pk=device.pk) if device else lights.filter(group=group))


def planned_lights() -> list[Device]:
    """Lights that the platform switches: by a plan, by hand, or until it lets go of them. One
    query."""
    by_hand = LightOverride.objects.current()
    mine = by_hand.filter(Q(device=OuterRef("pk")) | Q(group=OuterRef("group")))
    held = Q(light_control__level_percent__isnull=False)
    planned = Q(group__light_plan__is_active=True)
    lights = Device.objects.in_service().filter(kind=Kind.LIGHT)
    return list(lights.filter(planned | held | Exists(mine)).order_by("pk"))


def set_by_hand(lights: Iterable[Device], now: datetime) -> dict[int, int]:
    """The level of each light that somebody has set; its own wins over its group's. One query."""
    of_devices: dict[int, int] = {}
    of_groups: dict[int, int] = {}
    running = LightOverride.objects.filter(start__lte=now, until__gt=now, ended_at=None)
    for each in running.order_by("start", "pk"):
        if each.device_id:
            of_devices[each.device_id] = each.level_percent
        elif each.group_id:
            of_groups[each.group_id] = each.level_percent
    found = {}
    for light in lights:
        level = of_devices.get(light.pk, of_groups.get(light.group_id or 0))
        if level is not None:
            found[light.pk] = level
    return found


@dataclass(frozen=True)
class PlanNow:
    """What a plan wants now, and when somebody comes."""

    level: int
    motion: int


def planned_levels(groups: Iterable[int | None], now: datetime) -> dict[int, PlanNow]:
    """What the plans of groups want. Two queries."""
    where = place()
    plans = LightPlan.objects.filter(group__in=[key for key in groups if key], is_active=True)
    return {
        plan.group_id: PlanNow(sun.level_at(now, where, hours_of(plan)), plan.motion_level_percent)
        for plan in plans
    }


def boosted(lights: Iterable[Device], now: datetime) -> set[int]:
    """Lights that shine brighter for somebody who came, or is still there. Two queries."""
    keys = [light.pk for light in lights]
    controls = LightControl.objects.filter(pk__in=keys, boost_until__gt=now - STILL_THERE)
    ends = {row.pk: row.boost_until for row in controls}
    over = [key for key, end in ends.items() if end and end <= now]
    still = Latest.objects.filter(
        device__in=over, channel=0, measure="motion", value=True, at__gt=now - STILL_THERE
    )
    return (set(ends) - set(over)) | set(still.values_list("device", flat=True))


def astray(controls: Iterable[LightControl], now: datetime) -> set[int]:
    """Lights that say, well after they were told a level, that they shine at another: after a loss
    of power, say. One query."""
    told = {each.pk: each for each in controls if each.level_percent is not None and each.told_at}
    found = set()
    for row in Latest.objects.filter(device__in=told, channel=0, measure="level_percent"):
        control = told[row.device_id]
        since = (control.told_at or now) + SETTLING
        if row.at > since and abs(row.value - (control.level_percent or 0)) > TOLERANCE:
            found.add(row.device_id)
    return found


# --- for people ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Lamp:
    """A light with what is known of it."""

    device: Device
    values: dict[str, Any] = field(default_factory=dict)
    control: LightControl | None = None
    override: LightOverride | None = None

    @property
    def is_brighter(self) -> bool:
        """Whether it was told to shine brighter since somebody came; by day nothing is."""
        plan = getattr(self.device.group, "light_plan", None)
        control, now = self.control, timezone.now()
        if plan is None or control is None or self.override is not None:
            return False
        is_boosted = control.boost_until is not None and control.boost_until > now
        return is_boosted and control.level_percent == plan.motion_level_percent


@dataclass(frozen=True)
class LightGroup:
    """A group of lights with its plan; ``is_permitted`` is false while one of them may not be told
    anything."""

    group: DeviceGroup
    plan: LightPlan | None
    lamps: list[Lamp]
    is_permitted: bool
    override: LightOverride | None
    tonight: list[tuple[datetime, int]]
    nights: list[LightNight]

    @property
    def shining(self) -> int:
        """How many say that they are on."""
        return sum(bool(lamp.values.get("on")) for lamp in self.lamps)

    @property
    def keeps_to_plan(self) -> bool:
        """Whether its lights follow a plan when nobody sets them by hand."""
        return self.is_permitted and self.plan is not None and self.plan.is_active


def light_groups(now: datetime | None = None) -> list[LightGroup]:
    """All groups of lights, each with its plan and the nights of two weeks.

    Seven queries, and one for each project that lights belong to.
    """
    now = now or timezone.now()
    lights = Device.objects.in_service().filter(kind=Kind.LIGHT).exclude(group=None)
    every = list(lights.select_related("state", "group__light_plan", "light_control__command"))
    values = _values_of(every)
    running = list(
        LightOverride.objects.current().select_related("created_by").order_by("start", "pk")
    )
    of_devices = {each.device_id: each for each in running if each.device_id}
    of_groups = {each.group_id: each for each in running if each.group_id}
    permits = {key: is_permitted(key) for key in {light.project_id for light in every}}
    where, nights = place(), _nights_since(now.date() - timedelta(days=15))
    found: dict[int, LightGroup] = {}
    for light in every:
        group = light.group
        if group is None:
            continue
        if group.pk not in found:
            plan = getattr(group, "light_plan", None)
            found[group.pk] = LightGroup(
                group,
                plan,
                [],
                all(permits[one.project_id] for one in every if one.group_id == group.pk),
                of_groups.get(group.pk),
                _tonight(plan, where, now),
                nights.get(group.pk, []),
            )
        lamp = Lamp(
            light,
            values.get(light.pk, {}),
            getattr(light, "light_control", None),
            of_devices.get(light.pk) or of_groups.get(group.pk),
        )
        found[group.pk].lamps.append(lamp)
    return sorted(found.values(), key=lambda each: each.group.name)


def _values_of(lights: list[Device]) -> dict[int, dict[str, Any]]:
    values: dict[int, dict[str, Any]] = {}
    for row in Latest.objects.filter(device__in=lights, channel=0, measure__in=OF_A_LIGHT):
        values.setdefault(row.device_id, {})[row.measure] = row.value
    return values


def _tonight(plan: LightPlan | None, where: sun.Place, now: datetime) -> list[tuple[datetime, int]]:
    """The steps of the night that runs, or of the one that comes."""
    if plan is None:
        return []
    today = now.astimezone(where.zone).date()
    hours = hours_of(plan)
    yesterday = sun.dark(today - timedelta(days=1), where, hours)
    evening = today - timedelta(days=1) if now < yesterday.end else today
    return list(sun.steps(evening, where, hours))


def _nights_since(day: date) -> dict[int, list[LightNight]]:
    nights: dict[int, list[LightNight]] = {}
    for night in LightNight.objects.filter(night__gte=day).order_by("night"):
        nights.setdefault(night.group_id, []).append(night)
    return nights


@dataclass(frozen=True)
class Consumption:
    """What lights have told of a night: watt hours, and hours with values of each."""

    used_wh: float
    hours: dict[int, int]


def consumption(lights: list[Device], night: sun.Span) -> Consumption:
    """From the hourly values. One query."""
    first = night.start.replace(minute=0, second=0, microsecond=0)
    rows = HourRollup.objects.filter(
        device__in=lights,
        channel=0,
        measure="power_w",
        bucket__gte=first,
        bucket__lt=night.end,
        count__gt=0,
    )
    used = 0.0
    hours: dict[int, int] = {}
    for row in rows:
        used += row.mean
        hours[row.device_id] = hours.get(row.device_id, 0) + 1
    return Consumption(used, hours)


def saved_in_all() -> dict[str, float]:
    """All nights together, in watt hours. One query."""
    sums = LightNight.objects.aggregate(used=Sum("used_wh"), full=Sum("full_wh"))
    return {"used": sums["used"] or 0.0, "full": sums["full"] or 0.0}
