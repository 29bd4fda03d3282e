"""What tests of planning share: two houses whose planners get mails, and dates that collide."""

from datetime import timedelta

from django.utils import timezone

from cms.core.models import OutgoingMail
from participation.culture.domain import planning
from participation.culture.models import Event
from tests.factories.culture_events import event, institution, member, moment


def house(name: str):
    """An institution with somebody who plans."""
    found = institution(name)
    found.planner = member(found)
    return found


def plan(house, start=None, hours=2, **values) -> Event:
    """Planned by the verb."""
    start = start or moment(10)
    words = {"title": "Tanzabend", "genre": "music", "audience": "adults", "status": "planned"}
    return planning.plan_event(
        institution=house,
        by=house.planner,
        times=[(start, start + timedelta(hours=hours))],
        **words | values,
    )


def taken(house, **values) -> Event:
    """What is there already at the same time."""
    return event(house, moment(10), **{"title": "Jazz", "audience": "adults"} | values)


def mailed_to(house) -> str:
    """All words of mails to its planner."""
    found = OutgoingMail.objects.filter(to=house.planner.email)
    return " ".join(str(mail.context) + mail.subject for mail in found)


def form_data(**values) -> dict[str, str]:
    """What somebody types in."""
    start = timezone.localtime(moment(10))
    return {
        "title": "Tanzabend",
        "start": f"{start:%Y-%m-%dT%H:%M}",
        "end": f"{start + timedelta(hours=2):%Y-%m-%dT%H:%M}",
        "genre": "music",
        "audience": "adults",
        "visibility": "public",
        "status": "planned",
        "every": "0",
    } | values
