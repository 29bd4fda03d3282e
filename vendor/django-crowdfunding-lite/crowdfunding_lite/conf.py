"""Settings of the host, read when they are needed.

``CROWDFUNDING = {"MINIMUM_CENTS": 500, …}`` in the host's settings replaces a default. A value may
also be the dotted path of a function without arguments, for limits that people edit.
"""

from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

DEFAULTS: dict[str, Any] = {
    "MINIMUM_CENTS": 200,
    "MAXIMUM_CENTS": 500_000,
    # How long a payment page may be used. Stripe takes 30 minutes to 24 hours.
    "CHECKOUT_MINUTES": 60,
    # What a payout waits for, so that refunds and disputes can come first.
    "HOLD_DAYS": 14,
    # How old something open has to be before the reconciliation looks at it.
    "RECONCILE_AFTER_SECONDS": 120,
    # How long a pledge waits for its confirmation.
    "CONFIRM_PLEDGE_HOURS": 72,
    # A class with the methods of ``crowdfunding_lite.hooks.Hooks``.
    "HOOKS": "crowdfunding_lite.hooks.Hooks",
}


def raw(name: str) -> Any:
    """The host's value, or the default. KeyError for a name that is none of ours."""
    return getattr(settings, "CROWDFUNDING", {}).get(name, DEFAULTS[name])


def number(name: str) -> int:
    """A whole number, asked from the host's function where it names one."""
    value = raw(name)
    return int(import_string(value)() if isinstance(value, str) else value)
