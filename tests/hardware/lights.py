"""Moments of a winter's day, and what lights were told."""

from datetime import UTC, datetime, timedelta

from hardware_bridge import models

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
# In Norderstedt the sun sets at 16:06 UTC+1 and rises at 8:36 the next day.
NOON = datetime(2026, 12, 10, 11, tzinfo=UTC)
EVENING = datetime(2026, 12, 10, 17, tzinfo=UTC)
LATE = datetime(2026, 12, 10, 23, tzinfo=UTC)


def told() -> list[tuple[str, str, int | None]]:
    """What was said to which light."""
    rows = models.Command.objects.order_by("device__slug", "pk").select_related("device")
    return [(row.device.slug, row.action, row.arguments.get("level_percent")) for row in rows]


def levels() -> dict[str, int | None]:
    """The level that each light has been told last."""
    rows = models.LightControl.objects.select_related("device")
    return {row.device.slug: row.level_percent for row in rows}
