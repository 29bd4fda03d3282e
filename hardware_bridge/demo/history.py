"""Readings of the past months, so that charts and forecasts have something to show."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils import timezone

from hardware_bridge.demo.park import COMPARTMENTS, Machine, machines
from hardware_bridge.models import Device, HardwareSettings

SQL = Path(__file__).with_name("history.sql")
DAYS = 90
BEHAVIOUR = (
    *("slug", "kind", "latitude", "longitude", "every", "peak", "battery"),
    *("is_new", "is_faulty", "used"),
)


def fill(*, now: datetime | None = None) -> None:
    """Make the readings of all devices of the demo up to now, and sum them up."""
    now = now or timezone.now()
    kept = HardwareSettings.load()
    devices = dict(Device.objects.values_list("slug", "pk"))
    rows = [
        _row(machine, devices[machine.slug], now, min(DAYS, kept.days_of(machine.kind) - 1))
        for machine in machines()
        if machine.slug in devices
    ]
    with connection.cursor() as cursor:
        given: dict[str, Any] = {"machines": json.dumps(rows), "compartments": COMPARTMENTS}
        given["week"] = now - timedelta(days=7)
        cursor.execute(SQL.read_text(encoding="utf-8"), given)
        cursor.execute("ANALYSE hardware_reading, hardware_rollup_hour, hardware_rollup_day")


def _row(machine: Machine, device: int, now: datetime, days: int) -> dict[str, Any]:
    until = now - timedelta(days=machine.silent_days, seconds=1)
    return {name: getattr(machine, name) for name in BEHAVIOUR} | {
        "device": device,
        "since": (now - timedelta(days=days)).isoformat(),
        "until": until.isoformat(),
    }
