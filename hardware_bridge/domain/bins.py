"""Verb: when containers will be full."""

from datetime import datetime

from django.utils import timezone

from hardware_bridge.models import BinForecast
from hardware_bridge.queries import bins as queries
from hardware_bridge.reckoning.forecast import Forecast, forecast

FIELDS = (
    "made_at",
    "level_percent",
    "level_at",
    "emptied_at",
    "percent_per_day",
    "full_at",
    "earliest",
    "latest",
)


def make_forecasts(*, now: datetime | None = None) -> int:
    """Work out the forecast of every container in service; how many there are values of.

    Two queries to read, one for each hundred to write.
    """
    now = now or timezone.now()
    found = {
        device: made
        for device, points in queries.levels(now).items()
        if (made := forecast(points)) is not None
    }
    BinForecast.objects.bulk_create(
        [_row(device, made, now) for device, made in sorted(found.items())],
        update_conflicts=True,
        update_fields=FIELDS,
        unique_fields=["device"],
        batch_size=100,
    )
    BinForecast.objects.exclude(device__in=found).delete()
    return len(found)


def _row(device: int, made: Forecast, now: datetime) -> BinForecast:
    return BinForecast(
        device_id=device,
        made_at=now,
        level_percent=made.level,
        level_at=made.level_at,
        emptied_at=made.emptied_at,
        percent_per_day=made.per_day,
        full_at=made.full_at,
        earliest=made.earliest,
        latest=made.latest,
    )
