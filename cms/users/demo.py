"""The demo's accounts. Production refuses the demo's secret, and with it these passwords."""

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


DEMO_ACCOUNTS = [
    DemoAccount("admin@example.org", PASSWORD, "Administration"),
    DemoAccount("redaktion@example.org", PASSWORD, "Editors"),
    DemoAccount("freigabe@example.org", PASSWORD, "Moderators"),
    DemoAccount("projekt@example.org", PASSWORD, "Project leads"),
]


@step(5, "Accounts")
def accounts(site: DemoSite) -> None:
    """One account for each role; the administrator may do everything."""
    for account in DEMO_ACCOUNTS:
        if account.role == "Administration":
            User.objects.create_superuser(
                account.email, account.password, first_name="Demo", last_name="Administration"
            )
            continue
        user = User.objects.create_user(
            account.email, account.password, first_name="Demo", last_name=account.role
        )
        user.groups.set(Group.objects.filter(name=account.role))
