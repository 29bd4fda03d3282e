"""Institutions, registered and verified by the verbs that a click runs. All are made up."""

from datetime import date
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.utils import timezone

from cms.core.demo import DemoSite, step
from cms.core.demo.clock import at, days_ago
from cms.core.demo.content import plain, read
from cms.core.demo.mails import nobody_is_mailed
from cms.core.models import Place
from cms.users.demo import PASSWORD
from cms.users.domain import create_account
from cms.users.models import User
from participation.wishlist.demo.pages import FOLDER
from participation.wishlist.domain import institutions, members
from participation.wishlist.models import Institution

REVIEWER = "freigabe@example.org"
OWNER = "einrichtung@example.org"
PAPER = b"%PDF-1.7\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n"
"""Stands for the tax office's notice, which nobody but the office opens."""


@step(98, "Institutions of the wish list")
def load(site: DemoSite) -> None:
    """One owner for all of them, so that everything can be seen by one sign-in."""
    owner = create_account(
        email=OWNER, password=PASSWORD, first_name="Demo", last_name="Einrichtung"
    )
    reviewer = User.objects.get(email=REVIEWER)
    with nobody_is_mailed():
        for item in read(FOLDER / "institutions.toml")["institutions"]:
            site.snippets["institution", item["key"]] = _institution(item, owner, reviewer)


def _institution(item: dict[str, Any], owner: User, reviewer: User) -> Institution:
    applied = item["days_ago"]
    with at(days_ago(applied, hour=9)):
        made = institutions.apply(
            key=uuid4(),
            language="de",
            words=_words(item),
            bank={"account_holder": item["name"][:70], "iban": item["iban"]},
            applicant=owner,
            paper=ContentFile(PAPER, name="freistellungsbescheid.pdf"),
            logo=_file(item["logo"]) if "logo" in item else None,
        )
    if item.get("waits"):
        return made
    with at(days_ago(applied - 6, hour=14)):
        made = institutions.verify(institution=made, by=reviewer)
        for name in item.get("members", ()):
            _join(made, User.objects.get(email=f"{name}@example.org"), owner)
    return made


def _join(institution: Institution, user: User, owner: User) -> None:
    invitation = members.invite(
        institution=institution, email=user.email, role="editor", by=owner, language="de"
    )
    members.accept(invitation=invitation, user=user)


def _words(item: dict[str, Any]) -> dict[str, Any]:
    names = (
        *("name", "legal_form", "cause", "street", "postcode", "register_number"),
        *("tax_number", "tax_purposes", "homepage"),
    )
    words = {name: item[name] for name in names if name in item}
    return words | {
        "description": plain(item["description"]),
        "register_court": "Amtsgericht Musterstadt" if "register_number" in item else "",
        "city": "Norderstedt",
        "district": Place.objects.filter(name=item["place"]).first(),
        "contact_name": "Geschäftsstelle",
        "contact_email": f"{item['key']}@example.org",
        "contact_phone": "040 000000",
        "tax_status": item.get("tax_status", "notice"),
        "tax_office": "Musterstadt",
        "tax_notice_on": _noticed(item),
        "tax_period": item.get("tax_period", ""),
    }


def _noticed(item: dict[str, Any]) -> date:
    return timezone.localdate(days_ago(item["noticed_days_ago"]))


def _file(name: str) -> ContentFile:
    return ContentFile((FOLDER / "images" / name).read_bytes(), name=name)


def in_days(days: int) -> date:
    """A day to come, whatever the demo's clock says; a past one for a negative number."""
    return timezone.localdate(days_ago(-days))
