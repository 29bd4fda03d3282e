"""Readings and their hourly and daily values as records, one after the other, however many.

Statements name tables in a way that pages must not be kept by: nothing here is asked by a page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hardware_bridge.models import DayRollup, Device, HourRollup, Reading
from hardware_bridge.models.choices import Kind

AT_ONCE = 2000


class Resolution(models.TextChoices):
    """Readings as they came, or what they were in each hour or day."""

    RAW = "raw", _("as measured")
    HOUR = "hour", _("hours")
    DAY = "day", _("days")


LONGEST = {
    Resolution.RAW: timedelta(days=1),
    Resolution.HOUR: timedelta(days=366),
    Resolution.DAY: timedelta(days=3660),
}
"""Each resolution's longest range; raw readings are read for a day at most."""
USUAL = {
    Resolution.RAW: timedelta(days=1),
    Resolution.HOUR: timedelta(days=7),
    Resolution.DAY: timedelta(days=90),
}
FIELDS = {
    Resolution.RAW: ("time", "received", "channel", "measure", "value"),
    Resolution.HOUR: ("time", "channel", "measure", "count", "low", "mean", "high", "last"),
    Resolution.DAY: ("day", "channel", "measure", "count", "low", "mean", "high", "last"),
}


@dataclass(frozen=True)
class Range:
    """From ``start``, before ``end``."""

    start: datetime
    end: datetime


def _told(device: Device) -> dict[str, Any]:
    """Of a locker's compartments no history is told: a message says when somebody was there."""
    return {"device": device, "channel": 0} if device.kind == Kind.LOCKER else {"device": device}


def records(
    device: Device, measures: Sequence[str], resolution: Resolution, span: Range
) -> Iterator[dict[str, Any]]:
    """Records of the measures, oldest first. One query, whose rows come by and by."""
    if resolution == Resolution.RAW:
        return _raw(device, frozenset(measures), span)
    return _rolled_up(device, measures, resolution, span)


def _raw(device: Device, measures: frozenset[str], span: Range) -> Iterator[dict[str, Any]]:
    rows = Reading.objects.filter(**_told(device), at__gte=span.start, at__lt=span.end)
    values = rows.order_by("at", "channel").values("at", "received_at", "channel", "measures")
    for row in values.iterator(chunk_size=AT_ONCE):
        for key, value in row["measures"].items():
            if key in measures:
                yield {
                    "time": row["at"],
                    "received": row["received_at"],
                    "channel": row["channel"],
                    "measure": key,
                    "value": value,
                }


def _rolled_up(
    device: Device, measures: Sequence[str], resolution: Resolution, span: Range
) -> Iterator[dict[str, Any]]:
    own = {**_told(device), "measure__in": measures}
    if resolution == Resolution.HOUR:
        rows: models.QuerySet[Any] = HourRollup.objects.filter(
            **own, bucket__gte=span.start, bucket__lt=span.end
        )
    else:
        days = timezone.localdate(span.start), timezone.localdate(span.end)
        rows = DayRollup.objects.filter(**own, bucket__gte=days[0], bucket__lt=days[1])
    first = FIELDS[resolution][0]
    for row in rows.order_by("bucket", "channel", "measure").iterator(chunk_size=AT_ONCE):
        yield {
            first: row.bucket,
            "channel": row.channel,
            "measure": row.measure,
            "count": row.count,
            "low": row.low,
            "mean": row.mean,
            "high": row.high,
            "last": row.last,
        }
