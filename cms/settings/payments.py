"""Settings of payments: Stripe, and what the wish list tells ``crowdfunding_lite``."""

from typing import Any

from cms.settings.variables import value

STRIPE_API_KEY = value("STRIPE_API_KEY")
STRIPE_API_BASE = value("STRIPE_API_BASE")
STRIPE_WEBHOOK_SECRETS = [
    secret.strip() for secret in value("STRIPE_WEBHOOK_SECRETS").split(",") if secret.strip()
]
WISHLIST_PROVIDER = "participation.wishlist.gateway.provider"
CROWDFUNDING: dict[str, Any] = {
    "MINIMUM_CENTS": "participation.wishlist.domain.rules.minimum_cents",
    "MAXIMUM_CENTS": "participation.wishlist.domain.rules.maximum_cents",
    "HOLD_DAYS": "participation.wishlist.domain.rules.hold_days",
    "CONFIRM_PLEDGE_HOURS": "participation.wishlist.domain.rules.unconfirmed_hours",
    "HOOKS": "participation.wishlist.domain.hooks.Hooks",
}
