"""The demo's clock: verbs know no past, so the past is given to them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta

from django.apps import apps
from django.db.models import Field
from django.utils import timezone

_REAL = timezone.now


def days_ago(days: float, hour: int = 10, minute: int = 0) -> datetime:
    """A moment of a past day; negative for one to come."""
    day = timezone.localtime(_REAL()).date() - timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let it be that moment in the block: for ``timezone.now()`` and for fields that default to it.

    Histories are append-only in the database, so they cannot be dated back afterwards.
    """
    fields = [field for field in _fields() if field.default is _REAL]
    timezone.now = lambda: moment
    for field in fields:
        field.__dict__["_get_default"] = lambda: moment
    try:
        yield
    finally:
        timezone.now = _REAL
        for field in fields:
            field.__dict__.pop("_get_default", None)


def _fields() -> Iterator[Field]:
    for model in apps.get_models():
        yield from model._meta.local_fields
