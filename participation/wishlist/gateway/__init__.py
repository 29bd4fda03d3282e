"""Stripe: payments, their facts and events. ``client.py`` alone imports its library."""

from functools import lru_cache

from crowdfunding_lite.providers import UnavailableError
from django.conf import settings

from participation.wishlist.gateway.stripe_gateway import StripeGateway


class NotConfiguredError(UnavailableError):
    """No key for Stripe is set; donations cannot be taken."""


def provider() -> StripeGateway:
    """Stripe with the settings' key. Raises NotConfiguredError."""
    if not settings.STRIPE_API_KEY:
        raise NotConfiguredError("STRIPE_API_KEY is not set.")
    return _gateway(settings.STRIPE_API_KEY, settings.STRIPE_API_BASE)


@lru_cache(maxsize=4)
def _gateway(api_key: str, api_base: str) -> StripeGateway:
    return StripeGateway(api_key, api_base)
