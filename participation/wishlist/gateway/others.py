"""Other business of the platform that is paid through the same account at Stripe.

An app above registers itself, so that events of its payments reach it and the nightly check of the
donations' books leaves them out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class OtherBusiness:
    """``look`` is told what an event is about, by Stripe's ids; ``known`` picks own payments."""

    look: Callable[[Mapping[str, str]], object]
    known: Callable[[set[str]], set[str]]


_registered: list[OtherBusiness] = []


def register(business: OtherBusiness) -> None:
    """Have it told of events."""
    _registered.append(business)


def look(about: Mapping[str, str]) -> None:
    """Tell everybody of an event; each finds out whether it is theirs. Raises ProviderError."""
    for business in _registered:
        business.look(about)


def known(payments: set[str]) -> set[str]:
    """The payments that are no donations."""
    return set().union(*(business.known(payments) for business in _registered))
