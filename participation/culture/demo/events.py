"""Events and calendars of the demo's institutions, around today."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from cms.core.demo import DemoSite, step
from cms.core.demo.clock import at, days_ago
from cms.core.demo.content import read
from cms.core.demo.mails import nobody_is_mailed
from cms.users.models import User
from participation.culture.demo.pages import FOLDER
from participation.culture.domain import collisions, feeds, joint, planning
from participation.culture.models import Event, Institution

PAST, FUTURE = 100, 110
WORDS = ("title", "summary", "genre", "audience", "place", "price", "status", "visibility")


@step(113, "Events of culture institutions")
def load(site: DemoSite) -> None:
    """Calendars are read by the worker as soon as it runs; the rest is typed in."""
    data = read(FOLDER / "events.toml")
    with nobody_is_mailed():
        for item in data["calendars"] if settings.CULTURE_DEMO_CALENDARS else ():
            _calendar(site, item)
        for item in data["series"]:
            _series(site, item)
        for item in data["single"]:
            _single(site, item)


def _calendar(site: DemoSite, item: dict[str, Any]) -> None:
    values = {name: item[name] for name in ("name", "genre", "audience", "place")}
    feeds.add_feed(
        institution=site.snippets["culture", item["of"]],
        kind="ics",
        address=settings.CULTURE_DEMO_CALENDARS + item["path"],
        **values,
    )


def _series(site: DemoSite, item: dict[str, Any]) -> None:
    """Each title with every date on which it has its turn."""
    institution = site.snippets["culture", item["of"]]
    every = list(_days(item))
    for number, title in enumerate(item["titles"]):
        days = every[number :: len(item["titles"])]
        values = item | {"title": title, "status": "confirmed", "visibility": "public"}
        if days:
            _meet(_plan(institution, values, _times(values, days)), values, days[0])


def _days(item: dict[str, Any]) -> Iterator[date]:
    today = timezone.localdate()
    for offset in range(-PAST, FUTURE):
        day = today + timedelta(days=offset)
        if day.weekday() == item["weekday"] and day.toordinal() // 7 % item["every"] == 0:
            yield day


def _single(site: DemoSite, item: dict[str, Any]) -> None:
    institution = site.snippets["culture", item["of"]]
    day = timezone.localdate() + timedelta(days=item["in_days"])
    day += timedelta(days=(item["weekday"] - day.weekday()) % 7)
    event = _plan(institution, item, _times(item, [day]))
    for key, role in item.get("with", {}).items():
        part = joint.ask(event=event, institution=site.snippets["culture", key])
        part = joint.decide(part=part, joins=True)
        joint.edit(part=part, role=role, text="")
    with at(days_ago(item["planned"] - 2)):
        _meet(event, item, day)


def _meet(event: Event, item: dict[str, Any], day: date) -> None:
    """What has become of its collisions: ``meets`` says it, else both sides are fine with them."""
    become = item.get("meets", "agreed")
    if become == "moved":
        times = _times(item, [day + timedelta(days=7)])
        planning.change_event(event=event, times=times, **_words(item))
    for collision in event.collisions.open().select_related(
        "event__institution", "other__institution"
    ):
        sides = {"agreed": (collision.event, collision.other), "half": (collision.other,)}
        for side in sides.get(become, ()):
            collisions.agree(collision=collision, institution=side.institution)


def _plan(institution: Institution, item: dict[str, Any], times: planning.Times) -> Event:
    with at(days_ago(item["planned"])):
        return planning.plan_event(
            institution=institution, by=_planner(institution), times=times, **_words(item)
        )


def _times(item: dict[str, Any], days: list[date]) -> planning.Times:
    begins = time.fromisoformat(item["at"])
    starts = [timezone.make_aware(datetime.combine(day, begins)) for day in days]
    return [(start, start + timedelta(minutes=item["minutes"])) for start in starts]


def _words(item: dict[str, Any]) -> dict[str, Any]:
    return {name: item[name] for name in WORDS if name in item}


def _planner(institution: Institution) -> User:
    return institution.members.planners().select_related("user")[0].user
