"""The demo's accounts. Their passwords are public, so production does not load the demo."""

from typing import NamedTuple

from cms.core.demo import DemoSite, step
from cms.users import domain, roles

PASSWORD = "norderstedt-go-demo"  # noqa: S105 – printed by `make run`


class DemoAccount(NamedTuple):
    """A sign-in that ``make run`` prints."""

    email: str
    password: str
    role: str
    name: str


DEMO_ACCOUNTS = [
    DemoAccount("admin@example.org", PASSWORD, roles.ADMINISTRATORS, "Administration"),
    DemoAccount("redaktion@example.org", PASSWORD, roles.EDITORS, "Redaktion"),
    DemoAccount("freigabe@example.org", PASSWORD, roles.MODERATORS, "Freigabe"),
    DemoAccount("projekt@example.org", PASSWORD, roles.LEADS, "Projektleitung"),
    DemoAccount("werkstatt@example.org", PASSWORD, "Facilitators", "Werkstattleitung"),
    DemoAccount("bewertung-1@example.org", PASSWORD, "Assessors", "Bewertung 1"),
    DemoAccount("bewertung-2@example.org", PASSWORD, "Assessors", "Bewertung 2"),
    DemoAccount("bewertung-3@example.org", PASSWORD, "Assessors", "Bewertung 3"),
    DemoAccount("entscheidung@example.org", PASSWORD, "Decision makers", "Entscheidung"),
    DemoAccount("technik@example.org", PASSWORD, "Hardware operators", "Technik"),
    DemoAccount("betriebshof@example.org", PASSWORD, "Depot", "Betriebshof"),
    DemoAccount("kasse@example.org", PASSWORD, "Treasurers", "Kasse"),
    DemoAccount("wuensche@example.org", PASSWORD, "Wish list reviewers", "Wunschprüfung"),
    DemoAccount("kurse@example.org", PASSWORD, "Courses office", "Kursbüro"),
    DemoAccount("revision@example.org", PASSWORD, "Wish list readers", "Revision"),
    DemoAccount("kulturbuero@example.org", PASSWORD, "Culture office", "Kulturbüro"),
]


@step(5, "Accounts")
def accounts(site: DemoSite) -> None:
    """One account for each role; the administrator may do everything."""
    for account in DEMO_ACCOUNTS:
        user = domain.create_account(
            email=account.email,
            password=account.password,
            first_name="Demo",
            last_name=account.name,
            admin=account.role == roles.ADMINISTRATORS,
        )
        user.groups.set([roles.group_of(account.role)])
