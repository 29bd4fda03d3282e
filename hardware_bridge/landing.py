"""Where drivers begin after signing in."""

from django.urls import reverse

from cms.users.landing import Account, landing
from hardware_bridge.roles import DRIVE, OPERATE


@landing
def tours(user: Account) -> str | None:
    """The day's tours for those who drive them and do nothing else with machines."""
    drives = user.has_perm(DRIVE) and not user.has_perm(OPERATE)
    return reverse("depot:overview") if drives else None
