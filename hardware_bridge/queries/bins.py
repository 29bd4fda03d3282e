"""Containers: their levels, and which of them should be emptied."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from hardware_bridge.models import (
    BinForecast,
    CollectionRound,
    Device,
    HourRollup,
    Latest,
    TourStop,
)
from hardware_bridge.models.choices import Kind, Listed, Result
from hardware_bridge.reckoning.forecast import FULL, Point

HISTORY = timedelta(days=28)
SILENT_INTERVALS = 3
SILENT_LEAST = timedelta(hours=6)
"""A container that has said nothing for three of its intervals and six hours is looked at."""


def levels(now: datetime) -> dict[int, list[Point]]:
    """The last level of each hour of four weeks, by container. Two queries."""
    bins = Device.objects.in_service().filter(kind=Kind.BIN)
    rows = HourRollup.objects.filter(
        device__in=list(bins.values_list("pk", flat=True)),
        channel=0,
        measure="fill_percent",
        bucket__gte=now - HISTORY,
        bucket__lte=now,
    )
    found: dict[int, list[Point]] = {}
    for device, bucket, last in rows.order_by("device_id", "bucket").values_list(
        "device_id", "bucket", "last"
    ):
        found.setdefault(device, []).append((bucket, last))
    return found


def place_of(device: Device) -> tuple[float, float] | None:
    """Latitude and longitude, where they are known."""
    return device.point[::-1] if device.point else None


def level_of(device: Device) -> float | None:
    """The newest fill level. One query."""
    latest = Latest.objects.filter(device=device, channel=0, measure="fill_percent").first()
    return latest.value if latest and isinstance(latest.value, int | float) else None


@dataclass(frozen=True)
class Candidate:
    """A container of a round, and whether it should be emptied; ``listed`` is empty if not."""

    device: Device
    level: float | None
    level_at: datetime | None
    forecast: BinForecast | None
    listed: str
    trouble: TourStop | None = None
    """The last stop, where the driver could not empty it."""

    @property
    def listed_words(self) -> str:
        """Why it is on the list, in words."""
        return str(Listed(self.listed).label) if self.listed else ""

    @property
    def point(self) -> tuple[float, float] | None:
        """Where it stands."""
        return place_of(self.device)


@dataclass(frozen=True)
class Collection:
    """What a round of a day should empty, and what it may leave."""

    round: CollectionRound
    day: date
    next_day: date
    candidates: list[Candidate]

    @property
    def to_empty(self) -> list[Candidate]:
        """Containers that should be emptied, the fullest first."""
        return [each for each in self.candidates if each.listed]

    @property
    def left(self) -> list[Candidate]:
        """Those that have time until the next round."""
        return [each for each in self.candidates if not each.listed]


def collection(round_: CollectionRound, day: date, now: datetime | None = None) -> Collection:
    """Which containers a round should empty on a day. Three queries; as :func:`collections`."""
    return collections([(round_, day)], now)[0]


def collections(
    asked: Sequence[tuple[CollectionRound, date]], now: datetime | None = None
) -> list[Collection]:
    """Which containers each round should empty on its day. Three queries for all.

    Those at or above the round's limit, those that may be full before the next round has come to
    them (the early end of the forecast counts, reckoned to that day's end), and those that have
    fallen silent, since nobody knows.
    """
    now = now or timezone.now()
    groups = [round_.group_id for round_, _day in asked]
    bins = Device.objects.in_service().filter(kind=Kind.BIN, group__in=groups)
    devices = list(bins.select_related("forecast", "state"))
    latest = {
        row.device_id: row
        for row in Latest.objects.filter(device__in=devices, channel=0, measure="fill_percent")
    }
    stops = _last_stops(devices)
    made = []
    for round_, day in asked:
        next_day = round_.next_day(day)
        until = _end_of(next_day)
        found = [
            _candidate(device, latest.get(device.pk), stops.get(device.pk), round_, until, now)
            for device in devices
            if device.group_id == round_.group_id
        ]
        found.sort(key=_fullest_first)
        made.append(Collection(round_, day, next_day, found))
    return made


def _fullest_first(each: Candidate) -> tuple[float, int]:
    """Those of which nothing is known come before all."""
    return (-(each.level if each.level is not None else 1000), each.device.pk)


def _end_of(day: date) -> datetime:
    zone = timezone.get_default_timezone()
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), zone)


def _last_stops(devices: list[Device]) -> dict[int, TourStop]:
    done = TourStop.objects.filter(device__in=devices, done_at__isnull=False)
    newest = done.order_by("device_id", "-done_at").distinct("device_id")
    return {stop.device_id: stop for stop in newest}


def _candidate(
    device: Device,
    latest: Latest | None,
    stop: TourStop | None,
    round_: CollectionRound,
    until: datetime,
    now: datetime,
) -> Candidate:
    level = latest.value if latest and isinstance(latest.value, int | float) else None
    level_at = latest.at if latest else None
    forecast = getattr(device, "forecast", None)
    trouble = stop if stop and stop.result != Result.EMPTIED else None
    is_emptied = bool(
        stop
        and stop.result == Result.EMPTIED
        and stop.done_at
        and (level_at is None or stop.done_at > level_at)
    )
    silence = max(SILENT_LEAST, timedelta(seconds=device.interval_seconds * SILENT_INTERVALS))
    if is_emptied and stop and stop.done_at and now - stop.done_at < silence:
        # The sensor has not spoken since.
        return Candidate(device, 0.0, stop.done_at, None, "")
    listed = _listed(level, level_at, forecast, round_, until, now - silence)
    return Candidate(device, level, level_at, forecast, listed, trouble)


def _listed(
    level: float | None,
    level_at: datetime | None,
    forecast: BinForecast | None,
    round_: CollectionRound,
    until: datetime,
    silent_since: datetime,
) -> str:
    if level is None or level_at is None or level_at < silent_since:
        return Listed.UNKNOWN
    if level >= min(round_.threshold_percent, FULL):
        return Listed.FULL
    # A forecast of before the last emptying is none.
    is_of_now = forecast is not None and abs(forecast.level_percent - level) < 15
    if forecast and is_of_now and forecast.earliest and forecast.earliest < until:
        return Listed.SOON
    return ""
