"""Where somebody finds himself after signing in, unless a page was asked for.

A later app adds its part with :func:`landing`; the first that knows a place decides.
"""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from cms.users.models import User

Account = User | AnonymousUser
Landing = Callable[[Account], str | None]
_landings: list[Landing] = []


def landing(function: Landing) -> Landing:
    """Register a function that knows where some people begin; None for everybody else."""
    _landings.append(function)
    return function


def url_for(user: Account) -> str:
    """Where an app wants the person, else the admin for those who work there, else the account."""
    found = next(filter(None, (find(user) for find in _landings)), None)
    if found:
        return found
    at_work = user.has_perm("wagtailadmin.access_admin")
    return reverse("wagtailadmin_home" if at_work else "account_overview")
