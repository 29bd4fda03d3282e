"""Which payment provider this installation has."""

from typing import cast

from crowdfunding_lite.providers import Provider
from django.conf import settings
from django.utils.module_loading import import_string


def provider() -> Provider:
    """The provider that ``WISHLIST_PROVIDER`` names. Raises ProviderError without a key."""
    return cast(Provider, import_string(settings.WISHLIST_PROVIDER)())
