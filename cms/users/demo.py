"""The demo's accounts. Their passwords are public, so production does not load the demo."""

from typing import NamedTuple

from django.contrib.auth.models import Group

from cms.core.demo import DemoSite, step
from cms.users.models import User

PASSWORD = "norderstedt-go-demo"  # noqa: S105 – printed by `make run`


class DemoAccount(NamedTuple):
    """A sign-in that ``make run`` prints."""

    email: str
    password: str
    role: str
    name: str


DEMO_ACCOUNTS = [
    DemoAccount("admin@example.org", PASSWORD, "Administration", "Administration"),
    DemoAccount("redaktion@example.org", PASSWORD, "Editors", "Redaktion"),
    DemoAccount("freigabe@example.org", PASSWORD, "Moderators", "Freigabe"),
]


@step(5, "Accounts")
def accounts(site: DemoSite) -> None:
    """One account for each role; the administrator may do everything."""
    for account in DEMO_ACCOUNTS:
        is_admin = account.role == "Administration"
        make = User.objects.create_superuser if is_admin else User.objects.create_user
        user = make(account.email, account.password, first_name="Demo", last_name=account.name)
        user.groups.set(Group.objects.filter(name=account.role))
