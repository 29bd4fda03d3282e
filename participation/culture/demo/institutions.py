"""Institutions and their people, by the verbs that a click runs. All are made up."""

from typing import Any
from uuid import uuid4

from cms.core.demo import DemoSite, step
from cms.core.demo.clock import at, days_ago
from cms.core.demo.content import plain, read
from cms.core.demo.mails import nobody_is_mailed
from cms.core.models import Place
from cms.users.demo import PASSWORD
from cms.users.domain import create_account
from cms.users.models import User
from participation.culture.demo.pages import FOLDER
from participation.culture.domain import institutions, members
from participation.culture.models import Institution

OFFICE = "kulturbuero@example.org"
LISTS = ("genres", "audiences", "spaces", "offers")


@step(110, "Culture institutions")
def load(site: DemoSite) -> None:
    """Ten that take part and one that waits for the office, with their members."""
    data = read(FOLDER / "institutions.toml")
    people = {person["email"]: _person(person) for person in data["people"]}
    office = User.objects.get(email=OFFICE)
    with nobody_is_mailed():
        for item in data["institutions"]:
            owner = _owner(item["key"], data["people"])
            made = _institution(item, people[owner], office)
            site.snippets["culture", item["key"]] = made
        for person in data["people"]:
            for key, role in person["roles"].items():
                institution = site.snippets["culture", key]
                _join(institution, people[person["email"]], role)


def _person(person: dict[str, Any]) -> User:
    return create_account(
        email=person["email"],
        password=PASSWORD,
        first_name="Demo",
        last_name=person["last_name"],
    )


def _owner(key: str, people: list[dict[str, Any]]) -> str:
    return next(person["email"] for person in people if person["roles"].get(key) == "owner")


def _institution(item: dict[str, Any], owner: User, office: User) -> Institution:
    with at(days_ago(item["days_ago"], hour=10)):
        made = institutions.apply(key=uuid4(), language="de", words=_words(item), applicant=owner)
    if item.get("waits"):
        return made
    with at(days_ago(item["days_ago"] - 3, hour=15)):
        return institutions.verify(institution=made, by=office)


def _join(institution: Institution, user: User, role: str) -> None:
    if institution.members.filter(user=user).exists():
        return
    owner = institution.members.owners().select_related("user")[0].user
    invitation = members.invite(
        institution=institution, email=user.email, role=role, by=owner, language="de"
    )
    members.accept(invitation=invitation, user=user)


def _words(item: dict[str, Any]) -> dict[str, Any]:
    latitude, longitude = item["at"]
    return {name: item[name] for name in LISTS} | {
        "name": item["name"],
        "kind": item["kind"],
        "summary": item["summary"],
        "public_text": plain(item["public_text"]),
        "partner_text": plain(item["partner_text"]),
        "motivation": item.get("motivation", ""),
        "homepage": f"https://{item['key']}.example.org/",
        "street": item["street"],
        "postcode": "22846" if item["street"] else "",
        "city": "Norderstedt",
        "district": Place.objects.filter(name=item["place"]).first(),
        "latitude": latitude,
        "longitude": longitude,
        "contact_name": "Geschäftsstelle",
        "contact_email": f"{item['key']}@example.org",
        "contact_phone": "040 000000",
    }
