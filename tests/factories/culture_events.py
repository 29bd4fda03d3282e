"""Culture institutions with events and calendars, for tests of dates."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from participation.culture.models import Event, Feed, Institution, Membership
from participation.culture.models.choices import InstitutionState, Role
from participation.culture.times import BERLIN
from tests.factories.people import UserFactory


def institution(name: str = "Bühne am Moorweg", **values: Any) -> Institution:
    """A verified one."""
    values = {"state": InstitutionState.VERIFIED, "verified_at": timezone.now()} | values
    return Institution.objects.create(
        name=name,
        kind="theatre",
        summary="Ein Haus.",
        contact_email="haus@example.org",
        application_key=uuid4(),
        **values,
    )


def member(of: Institution, role: str = Role.PLANNER, **values: Any) -> Any:
    """Somebody who belongs to an institution."""
    user = UserFactory(**values)
    Membership.objects.create(institution=of, user=user, role=role)
    return user


def moment(days: float = 7, hour: int = 20, minute: int = 0) -> datetime:
    """So many days from now, at a time by the clock on the wall."""
    day = timezone.localdate() + timedelta(days=days)
    return datetime.combine(day, time(hour, minute), tzinfo=BERLIN)


def event(of: Institution, start: datetime | None = None, **values: Any) -> Event:
    """An event that takes place once, for two hours."""
    start = start or moment()
    hours = values.pop("hours", 2)
    values = {"title": "Konzert", "status": "confirmed", "genre": "music"} | values
    made = Event.objects.create(institution=of, **values)
    made.occurrences.create(start=start, end=start + timedelta(hours=hours))
    return made


def feed(of: Institution, address: str, **values: Any) -> Feed:
    """A calendar that has not been read yet."""
    values = {"name": "Spielplan", "kind": "ics"} | values
    return Feed.objects.create(institution=of, address=address, **values)
