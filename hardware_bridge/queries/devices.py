"""Devices as the bridge needs them."""

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F, Q

from hardware_bridge.models import Device


def bridge_rows() -> Iterable[Any]:
    """All devices in service with their map of fields and their compartments. One query."""
    numbers = ArrayAgg("compartments__number", filter=Q(compartments__isnull=False), default=None)
    return (
        Device.objects.in_service()
        .annotate(fields=F("model__fields"), numbers=numbers)
        .order_by()
        .values("pk", "kind", "adapter", "address", "fields", "numbers")
    )
