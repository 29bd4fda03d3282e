"""Accounts of institutions at Stripe (Connect), to which their money is transferred."""

from dataclasses import dataclass
from typing import Any

from participation.wishlist.gateway.client import call


@dataclass(frozen=True)
class AccountFact:
    """An institution's account. ``missing`` are Stripe's words for what it still has to tell."""

    reference: str
    takes_transfers: bool
    is_submitted: bool
    missing: tuple[str, ...]


class Accounts:
    """The part of the gateway that gets institutions on board; they do it on Stripe's pages."""

    _v1: Any

    def create_account(self, *, email: str, name: str, idempotency_key: str) -> AccountFact:
        """An account for transfers alone, whose holder uses Stripe's small dashboard."""
        params = {
            "type": "express",
            "country": "DE",
            "email": email,
            "business_profile": {"name": name[:100]},
            "capabilities": {"transfers": {"requested": True}},
        }
        return _fact(call(self._v1.accounts.create, params=params, idempotency_key=idempotency_key))

    def account(self, reference: str) -> AccountFact:
        """How far it is. NotFoundError."""
        return _fact(call(self._v1.accounts.retrieve, reference))

    def account_link(self, reference: str, *, return_url: str, refresh_url: str) -> str:
        """The way to Stripe's page for the holder; good for minutes, and once."""
        params = {
            "account": reference,
            "type": "account_onboarding",
            "return_url": return_url,
            "refresh_url": refresh_url,
        }
        return call(self._v1.account_links.create, params=params)["url"]


def _fact(account: dict[str, Any]) -> AccountFact:
    requirements = account.get("requirements") or {}
    missing = (requirements.get("past_due") or []) + (requirements.get("currently_due") or [])
    return AccountFact(
        reference=account["id"],
        takes_transfers=(account.get("capabilities") or {}).get("transfers") == "active",
        is_submitted=bool(account.get("details_submitted")),
        missing=tuple(dict.fromkeys(missing)),
    )
