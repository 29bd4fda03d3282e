"""Bringing a donation to its end that nobody has come back from."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from crowdfunding_lite.domain.donating import create_page, locked
from crowdfunding_lite.domain.settling import close_without_page, settle
from crowdfunding_lite.models import Donation, DonationState, Source
from crowdfunding_lite.providers import Provider, RefusedError

LIFETIME = timedelta(hours=1)
"""How long a donation may stay without having been sent to a payment page."""


def finish_checkout(
    *, donation: Donation, provider: Provider, source: str = Source.RECONCILE
) -> Donation:
    """Settle an open donation, whatever step the process that began it died at.

    A payment page that may have been opened without our noting it is asked for again under the same
    key, which gives the same page. One that was never opened is over when its time is. The page of
    a campaign that takes no more donations is closed.
    """
    if donation.state == DonationState.STARTED and not donation.provider_session:
        if not _note_page(donation, provider):
            return donation
        donation.refresh_from_db()
    if donation.state == DonationState.STARTED and not donation.campaign.is_open:
        provider.expire_checkout(donation.provider_session or "")
    return settle(donation=donation, provider=provider, source=source)


def _note_page(donation: Donation, provider: Provider) -> bool:
    """Whether the donation has a page now."""
    over = donation.expires_at and donation.expires_at <= timezone.now()
    if donation.checkout and not over:
        try:
            create_page(donation=donation, provider=provider)
        except RefusedError:  # too late for a new page, and there is no old one
            return _close(donation)
        return True
    return _close(donation) if over or _is_forgotten(donation) else False


def _is_forgotten(donation: Donation) -> bool:
    """Written down, and never sent to the payment page."""
    return not donation.checkout and donation.created_at <= timezone.now() - LIFETIME


def _close(donation: Donation) -> bool:
    with transaction.atomic():
        close_without_page(donation=locked(donation))
    return False
