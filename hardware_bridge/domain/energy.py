"""Verb: what the lights took in a night, against full brightness all night."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from hardware_bridge.models import Device, DeviceGroup, LightNight, LightPlan
from hardware_bridge.models.choices import Kind
from hardware_bridge.queries import lights as queries
from hardware_bridge.reckoning import sun

NIGHTS = 3
"""So many nights are counted anew, since values may come late."""
HOUR = timedelta(hours=1)


def count_nights(*, now: datetime | None = None) -> int:
    """Count the last nights of every group that has a plan; how many had values."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    where = queries.place()
    counted = 0
    for plan in LightPlan.objects.select_related("group"):
        for ago in range(1, NIGHTS + 1):
            evening = today - timedelta(days=ago)
            night = sun.dark(evening, where)
            if night.end + HOUR <= now:
                counted += _count(plan, evening, night)
    return counted


def _count(plan: LightPlan, evening: date, night: sun.Span) -> bool:
    """Write down a night. Only hours with values count, on both sides of the comparison."""
    lights = _lights(plan.group, evening)
    found = queries.consumption(lights, night)
    if not found.hours:
        return False
    whole = _hours_touched(night)
    shares = [min(1.0, hours / whole) for hours in found.hours.values()]
    LightNight.objects.update_or_create(
        group=plan.group,
        night=evening,
        defaults={
            "used_wh": found.used_wh,
            "full_wh": plan.full_power_w * night.hours * sum(shares),
            "lights": len(lights),
            "covered_percent": 100 * sum(shares) / len(lights),
        },
    )
    return True


def _lights(group: DeviceGroup, evening: date) -> list[Device]:
    lights = Device.objects.filter(kind=Kind.LIGHT, group=group)
    return [one for one in lights if one.retired_on is None or one.retired_on > evening]


def _hours_touched(night: sun.Span) -> int:
    """How many hours by the clock a night has a part in."""
    first = night.start.replace(minute=0, second=0, microsecond=0)
    return -(-(night.end - first) // HOUR)
