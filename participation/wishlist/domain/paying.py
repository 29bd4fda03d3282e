"""Where the payment provider is asked. Nothing here may run in a transaction."""

import structlog
from crowdfunding_lite import domain
from crowdfunding_lite.models import Donation, Source, Subscription
from crowdfunding_lite.providers import ProviderError
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from cms.core.letters import absolute
from participation.wishlist.domain.payments import provider

log = structlog.get_logger(__name__)


def checkout_url(*, donation: Donation) -> str:
    """The payment page of a donation that is committed. Raises NotAllowedError, ProviderError."""
    with translation.override(donation.language or settings.LANGUAGE_CODE):
        back = absolute(reverse("wishlist:thanks", args=[donation.key]))
        away = absolute(reverse("wishlist:cancelled", args=[donation.key]))
    return domain.start_checkout(
        donation=donation, provider=provider(), success_url=back, cancel_url=away
    )


def returned(*, donation: Donation) -> Donation:
    """The donation after the provider was asked what became of it. Raises ProviderError."""
    try:
        return domain.settle(donation=donation, provider=provider(), source=Source.RETURN)
    except domain.BusyError:  # others are at it; what they find will be shown
        return Donation.objects.get(pk=donation.pk)


def end_monthly(*, subscription: Subscription) -> None:
    """Give nothing more. The wish is committed first; if the provider is away, a job tells it."""
    domain.cancel_subscription(subscription=subscription)
    tell_of_monthly(subscription=subscription)


def tell_of_monthly(*, subscription: Subscription) -> None:
    """Tell the provider what a donor wishes; the reconciliation does so again where it fails."""
    try:
        domain.sync_subscription(
            subscription=subscription, provider=provider(), source=Source.RETURN
        )
    except (ProviderError, domain.BusyError):
        log.warning("subscription_not_told", subscription=subscription.pk)
