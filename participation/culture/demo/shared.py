"""What institutions of the demo lend, pin and prepare together; days count from today."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.utils import timezone

from cms.core.demo import DemoSite, step
from cms.core.demo.clock import at, days_ago
from cms.core.demo.content import read
from cms.core.demo.mails import nobody_is_mailed
from cms.core.demo.media import paper
from cms.users.models import User
from participation.culture.demo.pages import FOLDER
from participation.culture.domain import board, bookings, documents, groups, resources
from participation.culture.models import Institution, Resource
from participation.culture.times import Span, weekly

WORDS = ("kind", "title", "description", "conditions", "price", "capacity", "accessible", "place")


@step(112, "What culture institutions share")
def load(site: DemoSite) -> None:
    """Resources with bookings, posts with answers, a group and documents."""
    data = read(FOLDER / "shared.toml")
    with nobody_is_mailed():
        lent = {item["key"]: _resource(site, item) for item in data["resources"]}
        for item in data["bookings"]:
            _booking(site, item, lent[item["resource"]])
        for item in data["posts"]:
            _post(site, item)
        for item in data["groups"]:
            _group(site, item)
        for item in data["documents"]:
            _document(site, item)


def _of(site: DemoSite, key: str) -> Institution:
    return site.snippets["culture", key]


def _planner(institution: Institution) -> User:
    return institution.members.planners().select_related("user")[0].user


def _resource(site: DemoSite, item: dict[str, Any]) -> Resource:
    institution = _of(site, item["of"])
    opens, closes = (time.fromisoformat(each) for each in item.get("hours", ("00:00", "23:59")))
    return resources.add(
        institution=institution,
        words={name: item[name] for name in WORDS if name in item},
        by=_planner(institution),
        hours=[(day, opens, closes) for day in item.get("days", ())],
        pictures=[_picture(item["picture"])],
    )


def _picture(key: str) -> ContentFile:
    return ContentFile((FOLDER / "images" / f"{key}.jpg").read_bytes(), name=f"{key}.jpg")


def _paper(item: dict[str, Any], title: str, name: str) -> ContentFile:
    return ContentFile(paper(title, item["sections"]), name=name)


def _moment(days: int, clock: str, weekday: int | None = None) -> datetime:
    """So many days from today, or on the next such weekday after that."""
    day = timezone.localdate() + timedelta(days=days)
    if weekday is not None:
        day += timedelta(days=(weekday - day.weekday()) % 7)
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(clock)))


def _booking(site: DemoSite, item: dict[str, Any], resource: Resource) -> None:
    days, clock = item["start"]
    start = _moment(days, clock, item.get("weekday"))
    spans = [Span(start, start + timedelta(hours=item["hours"]))]
    if "weekly_until" in item:
        until = timezone.localdate() + timedelta(days=item["weekly_until"])
        spans = weekly(spans[0], weeks=1, until=until)
    borrower = _of(site, item["by"])
    asked = item.get("asked", 5)
    with at(days_ago(asked)):
        booking = bookings.request(
            key=uuid4(),
            resource=resource,
            institution=borrower,
            spans=spans,
            purpose=item["purpose"],
            by=_planner(borrower),
            note_to_lender=item.get("text", ""),
        )
    by, answer = _planner(resource.institution), item.get("answer", "")
    with at(days_ago(asked - 1)):
        if item["state"] == "accepted":
            bookings.accept(booking=booking, by=by, answer=answer)
        elif item["state"] == "declined":
            bookings.decline(booking=booking, by=by, answer=answer)
    if note := item.get("note"):
        lender = resource.institution
        bookings.write_note(booking=booking, institution=lender, by=by, **note)


def _post(site: DemoSite, item: dict[str, Any]) -> None:
    institution = _of(site, item["of"])
    expires_on = timezone.localdate() + timedelta(days=item["days"])
    words = {name: item[name] for name in ("kind", "title", "text", "genres")}
    with at(days_ago(item["days_ago"], hour=11)):
        post = board.pin(
            key=uuid4(),
            institution=institution,
            words=words | {"expires_on": expires_on},
            by=_planner(institution),
        )
    for number, said in enumerate(item["answers"]):
        by = _of(site, said["by"])
        with at(days_ago(item["days_ago"], hour=13 + number)):
            board.answer(
                post=post,
                institution=by,
                text=said["text"],
                by=_planner(by),
                towards=_of(site, said["to"]) if "to" in said else None,
            )


def _group(site: DemoSite, item: dict[str, Any]) -> None:
    founder = _of(site, item["of"])
    asked = [_of(site, key) for key in (*item["joined"], *item["invited"])]
    with at(days_ago(14)):
        group = groups.found(
            key=uuid4(),
            institution=founder,
            name=item["name"],
            purpose=item["purpose"],
            asked=asked,
        )
        for key in item["joined"]:
            groups.decide(part=group.parts.get(institution=_of(site, key)), joins=True)
    for said in item["messages"]:
        by = _of(site, said["by"])
        with at(days_ago(said["days_ago"], hour=17)):
            groups.say(group=group, institution=by, text=said["text"], by=_planner(by))
    for date in item["dates"]:
        start = _moment(date["in_days"], date["at"])
        groups.add_date(
            group=group,
            institution=founder,
            title=date["title"],
            start=start,
            end=start + timedelta(hours=date["hours"]),
            place=date["place"],
            by=_planner(founder),
        )
    documents.share(
        institution=founder,
        title=item["file"],
        file=_paper(item, item["file"], "ablaufplan.pdf"),
        by=_planner(founder),
        group=group,
    )


def _document(site: DemoSite, item: dict[str, Any]) -> None:
    institution = _of(site, item["of"])
    documents.share(
        institution=institution,
        title=item["title"],
        note=item["note"],
        file=_paper(item, item["title"], "unterlage.pdf"),
        by=_planner(institution),
        for_all=item.get("for_all", False),
        partners=[_of(site, key) for key in item.get("partners", ())],
    )
