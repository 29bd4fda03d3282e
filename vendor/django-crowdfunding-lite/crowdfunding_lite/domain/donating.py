"""Verbs with which a donation begins."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from crowdfunding_lite import conf
from crowdfunding_lite.domain.errors import NotAllowedError
from crowdfunding_lite.models import (
    Campaign,
    Donation,
    DonationEvent,
    DonationState,
    Donor,
    EventKind,
    Rule,
    Source,
    Subscription,
    SubscriptionTerm,
)
from crowdfunding_lite.money import in_words
from crowdfunding_lite.providers import CheckoutRequest, PaymentFact, Provider

LONGEST_TITLE = 120


def open_donation(
    *,
    campaign: Campaign,
    amount_cents: int,
    fee_cover_cents: int = 0,
    donor: Donor | None = None,
    user: Any = None,
    public_name: str = "",
    dedication: str = "",
    wants_receipt: bool = False,
    monthly: bool = False,
    locale: str = "",
) -> Donation:
    """Write a donation down before anybody is asked for money.

    Raises NotAllowedError with a sentence for people.
    """
    check_amounts(
        amount_cents=amount_cents, fee_cover_cents=fee_cover_cents, currency=campaign.currency
    )
    check_campaign(campaign, monthly=monthly)
    words = {"public_name": public_name, "language": locale}
    with transaction.atomic():
        subscription = None
        if monthly:
            subscription = Subscription.objects.create(
                campaign=campaign,
                donor=donor,
                user=user,
                amount_cents=amount_cents,
                fee_cover_cents=fee_cover_cents,
                currency=campaign.currency,
                **words,
            )
            SubscriptionTerm.objects.create(
                subscription=subscription,
                amount_cents=amount_cents,
                fee_cover_cents=fee_cover_cents,
                told_at=timezone.now(),
            )
        donation = Donation.objects.create(
            campaign=campaign,
            donor=donor,
            user=user,
            amount_cents=amount_cents,
            fee_cover_cents=fee_cover_cents,
            currency=campaign.currency,
            dedication=dedication,
            wants_receipt=wants_receipt,
            subscription=subscription,
            **words,
        )
        DonationEvent.objects.create(
            donation=donation,
            kind=EventKind.STARTED,
            to_state=DonationState.STARTED,
            cents=donation.total_cents,
            source=Source.START,
            actor=user,
        )
    return donation


def check_amounts(*, amount_cents: int, fee_cover_cents: int, currency: str) -> None:
    """NotAllowedError for sums outside the host's limits. Fees cost a fifth and a coin at most."""
    least, most = conf.number("MINIMUM_CENTS"), conf.number("MAXIMUM_CENTS")
    if amount_cents < least:
        raise NotAllowedError(
            _("Please give at least %(sum)s.") % {"sum": in_words(least, currency)}
        )
    if amount_cents > most:
        raise NotAllowedError(_("Please give at most %(sum)s.") % {"sum": in_words(most, currency)})
    if not 0 <= fee_cover_cents <= amount_cents // 5 + 100:
        raise NotAllowedError(_("The sum for fees does not fit the donation."))


def check_campaign(campaign: Campaign, *, monthly: bool = False) -> None:
    """NotAllowedError when the campaign does not take this kind of donation now."""
    if not campaign.is_open:
        raise NotAllowedError(_("This campaign takes no more donations."))
    if campaign.goal_cents is None:
        raise NotAllowedError(_("This campaign does not collect money."))
    if not campaign.receiver.is_active:
        raise NotAllowedError(_("This campaign takes no donations for now."))
    if monthly and campaign.rule == Rule.ALL_OR_NOTHING:
        raise NotAllowedError(_("Monthly donations do not go with an “all or nothing” campaign."))


def start_checkout(
    *, donation: Donation, provider: Provider, success_url: str, cancel_url: str
) -> str:
    """The address of the payment page; calling it again gives the same page.

    Raises NotAllowedError with a sentence for people, ProviderError when the provider cannot be
    reached: then the page may have been opened or not, nobody has its address, and trying again is
    safe.
    """
    donation = _prepare(donation, provider, success_url=success_url, cancel_url=cancel_url)
    if donation.provider_session:
        facts = provider.payment(session=donation.provider_session)
    else:
        facts = create_page(donation=donation, provider=provider)
    if facts.session_status != "open" or not facts.session_url:
        raise NotAllowedError(_("This donation has been dealt with already."))
    return facts.session_url


def _prepare(donation: Donation, provider: Provider, **urls: str) -> Donation:
    """Commit what will be asked for, so that the same can be asked for after a crash."""
    with transaction.atomic():
        donation = locked(donation)
        if donation.state != DonationState.STARTED:
            raise NotAllowedError(_("This donation has been dealt with already."))
        if donation.checkout:
            if donation.expires_at is None or donation.expires_at <= timezone.now():
                raise NotAllowedError(_("This took too long. Please begin a new donation."))
            return donation
        check_campaign(donation.campaign)
        minutes = timedelta(minutes=conf.number("CHECKOUT_MINUTES"))
        # Whole seconds: the provider is told seconds, and a repeated request must be the same.
        donation.expires_at = timezone.now().replace(microsecond=0) + minutes
        donation.livemode = provider.livemode
        donation.checkout = {
            **urls,
            "title": donation.campaign.title[:LONGEST_TITLE],
            "expires_at": donation.expires_at.isoformat(),
        }
        donation.save(update_fields=["expires_at", "livemode", "checkout"])
        DonationEvent.objects.create(
            donation=donation, kind=EventKind.SENT, source=Source.START, actor_id=donation.user_id
        )
    return donation


def create_page(*, donation: Donation, provider: Provider) -> PaymentFact:
    """Open the payment page that is written down in the donation, and note its id."""
    facts = provider.create_checkout(_request(donation))
    with transaction.atomic():
        donation = locked(donation)
        if donation.provider_session is None:
            donation.provider_session = facts.session
            donation.version += 1
            donation.save(update_fields=["provider_session", "version"])
    return facts


def _request(donation: Donation) -> CheckoutRequest:
    asked = donation.checkout
    expires_at = parse_datetime(asked["expires_at"])
    assert expires_at is not None  # noqa: S101 – written by _prepare
    subscription = donation.subscription
    return CheckoutRequest(
        idempotency_key=donation.idempotency_key,
        donation=str(donation.public_id),
        cents=donation.total_cents,
        currency=donation.currency,
        title=asked["title"],
        success_url=asked["success_url"],
        cancel_url=asked["cancel_url"],
        expires_at=expires_at,
        language=donation.language,
        email=donation.donor.email if donation.donor else "",
        monthly=subscription is not None,
        subscription=subscription.idempotency_key if subscription else "",
    )


def locked(donation: Donation) -> Donation:
    """The donation's row, for this transaction alone."""
    return (
        Donation.objects.select_for_update(of=("self",))
        .select_related("campaign", "donor", "subscription")
        .get(pk=donation.pk)
    )
