"""The one function that moves a donation's state by what the provider says."""

import random
import time
from typing import Any

from django.db import transaction
from django.utils import timezone

from crowdfunding_lite.domain import bookkeeping
from crowdfunding_lite.domain.campaigns import check_goal
from crowdfunding_lite.domain.decisions import Decision, Expected, decide, mismatch, with_money
from crowdfunding_lite.domain.donating import locked
from crowdfunding_lite.domain.errors import BusyError
from crowdfunding_lite.hooks import hooks
from crowdfunding_lite.models import (
    Donation,
    DonationEvent,
    DonationState,
    EventKind,
    Source,
    Subscription,
    SubscriptionState,
)
from crowdfunding_lite.providers import NotFoundError, PaymentFact, Provider

TRIES = 8
FIRST_PAUSE_SECONDS = 0.01
UNKNOWN = "The payment provider knows no such payment."
HAS_FAILED = (DonationState.EXPIRED, DonationState.FAILED)
WRITTEN = (
    *("state", "mismatch", "method", "paid_at", "settled_at"),
    *("provider_session", "provider_payment", "provider_invoice", "provider_fee_cents"),
    *("settled_cents", "refunded_cents", "disputed_cents", "lost_cents"),
)
"""What facts may change in a donation's row."""


def settle(
    *,
    donation: Donation,
    provider: Provider,
    source: str,
    session: str = "",
    payment: str = "",
) -> Donation:
    """Bring a donation's books to what the provider says now.

    Facts are fetched outside any transaction. If somebody else has settled the row meanwhile, these
    facts may be the older ones: they are thrown away and fetched again, so an older fetch never
    overwrites a newer one. That holds for a ``donation`` that was read long ago, too: its version
    is older than the row's. ``session`` or ``payment`` name an object whose metadata name this
    donation, for a row that does not know it yet because a process died between two steps.

    Raises ProviderError, and BusyError when others keep changing the row.
    """
    for number in range(TRIES):
        make_way(number)
        known = donation.provider_session or donation.provider_payment
        if number or not known:
            donation = Donation.objects.get(pk=donation.pk)
            known = donation.provider_session or donation.provider_payment
        version = donation.version
        about = {
            "session": donation.provider_session or ("" if known else session),
            "payment": donation.provider_payment or ("" if known else payment),
        }
        if not any(about.values()):
            return donation
        facts = _fetch(provider, about)
        with transaction.atomic():
            donation = locked(donation)
            if donation.version != version:
                continue
            settled_before = donation.settled_cents
            _write(donation, facts, source)
        if donation.settled_cents > settled_before:
            check_goal(campaign=donation.campaign)
        return donation
    raise BusyError(f"Donation {donation.pk} kept changing.")


def make_way(number: int) -> None:
    """Wait before each try but the first, ever longer and never as long as others who wait."""
    if number:
        time.sleep(random.uniform(0, FIRST_PAUSE_SECONDS * 2**number))  # noqa: S311


def _fetch(provider: Provider, about: dict[str, str]) -> PaymentFact | None:
    """None if the provider knows no such payment, which is written down as a mismatch."""
    try:
        return provider.payment(**about)
    except NotFoundError:
        return None


def expected_of(donation: Donation) -> Expected:
    """What the payment of this donation must be. A later month's bears the subscription's name."""
    metadata = {}
    if donation.subscription:
        metadata["subscription"] = donation.subscription.idempotency_key
    if not donation.subscription or not donation.provider_invoice or donation.provider_session:
        metadata["donation"] = str(donation.public_id)
    return Expected(
        cents=donation.total_cents,
        currency=donation.currency,
        livemode=donation.livemode,
        metadata=metadata,
    )


def _write(donation: Donation, facts: PaymentFact | None, source: str) -> None:
    """Compare, and write everything that follows from the facts, in the caller's transaction."""
    fault = mismatch(expected_of(donation), facts) if facts else UNKNOWN
    before = {name: getattr(donation, name) for name in WRITTEN}
    _note_mismatch(donation, fault, source)
    if fault or facts is None:
        _save(donation, before)
        return
    _note_decline(donation, facts, source)
    _apply(donation, facts, decide(facts, donation.returned_cents))
    _save(donation, before)
    bookkeeping.write(donation=donation, facts=facts, source=source)
    if donation.subscription:
        _note_subscription(donation, donation.subscription, facts.subscription)
    if donation.state != before["state"]:
        note = facts.failure if donation.state in HAS_FAILED else ""
        _tell(donation, before["state"], source, note)


def _save(donation: Donation, before: dict[str, Any]) -> None:
    """Write what has changed. That nothing has is noted without telling anybody of a change."""
    donation.version += 1
    donation.checked_at = timezone.now()
    changed = [name for name in WRITTEN if getattr(donation, name) != before[name]]
    if changed:
        donation.save(update_fields=[*changed, "version", "checked_at"])
    else:
        Donation.objects.filter(pk=donation.pk).update(
            version=donation.version, checked_at=donation.checked_at
        )


def _tell(donation: Donation, before: str, source: str, note: str) -> None:
    DonationEvent.objects.create(
        donation=donation,
        kind=EventKind.STATE,
        from_state=before,
        to_state=donation.state,
        cents=donation.net_cents,
        source=source,
        note=note,
    )
    hooks().donation_changed(donation=donation, before=before, source=source)


def note_return(*, donation: Donation, cents: int, source: str) -> None:
    """Money of a donation, locked by the caller, went back past the provider, say by bank transfer.

    The provider never hears of it, so it is kept apart and counted at each settling.
    """
    before = donation.state
    donation.returned_cents += cents
    donation.refunded_cents += cents
    _reckon(donation)
    donation.state = with_money(
        donation.settled_cents,
        donation.refunded_cents,
        donation.disputed_cents,
        donation.lost_cents,
    )
    donation.version += 1
    donation.save(update_fields=["returned_cents", "refunded_cents", "state", "version"])
    if donation.state != before:
        _tell(donation, before, source, "")


def close_without_page(*, donation: Donation) -> Donation:
    """End a donation, locked by the caller, whose payment page nobody ever got the address of.

    Should the provider know a page nevertheless, its events name the donation and settle it.
    """
    if donation.provider_session or donation.state != DonationState.STARTED:
        return donation
    donation.version += 1
    donation.state = DonationState.EXPIRED
    donation.save(update_fields=["version", "state"])
    _tell(donation, DonationState.STARTED, Source.RECONCILE, "no payment page")
    if donation.subscription:
        _note_subscription(donation, donation.subscription, "")
    return donation


def _note_mismatch(donation: Donation, fault: str, source: str) -> None:
    if fault == donation.mismatch:
        return
    donation.mismatch = fault
    DonationEvent.objects.create(
        donation=donation,
        kind=EventKind.MISMATCH if fault else EventKind.AGREED,
        source=source,
        note=fault[:2000],
    )
    if fault:
        hooks().mismatch_found(donation=donation)


def _note_decline(donation: Donation, facts: PaymentFact, source: str) -> None:
    """One line for each attempt that was declined while the payment page stays open."""
    if not facts.failure or facts.status != "none":
        return
    note = f"{facts.failure} {facts.attempt}".strip()[:2000]
    if donation.events.filter(kind=EventKind.DECLINED, note=note).exists():
        return
    DonationEvent.objects.create(
        donation=donation, kind=EventKind.DECLINED, source=source, note=note
    )
    hooks().donation_declined(donation=donation, failure=facts.failure)


def _apply(donation: Donation, facts: PaymentFact, decision: Decision) -> None:
    donation.provider_session = donation.provider_session or facts.session or None
    donation.provider_payment = donation.provider_payment or facts.payment or None
    donation.provider_invoice = donation.provider_invoice or facts.invoice or None
    donation.method = facts.method or donation.method
    donation.state = decision.state
    donation.settled_cents = decision.settled_cents
    donation.refunded_cents = decision.refunded_cents
    donation.disputed_cents = decision.disputed_cents
    donation.lost_cents = decision.lost_cents
    donation.provider_fee_cents = decision.fee_cents
    if decision.settled_cents:
        donation.paid_at = donation.paid_at or facts.paid_at or timezone.now()
        donation.settled_at = donation.settled_at or timezone.now()
    _reckon(donation)


def _reckon(donation: Donation) -> None:
    """Sums as the database generates them; asking for them would take one more query."""
    donation.net_cents = donation.settled_cents - donation.refunded_cents - donation.lost_cents
    donation.campaign_cents = min(donation.amount_cents, donation.net_cents)


def _note_subscription(donation: Donation, subscription: Subscription, reference: str) -> None:
    """The first payment makes the subscription known, or shows that there will be none."""
    subscription = Subscription.objects.select_for_update(of=("self",)).get(pk=subscription.pk)
    before = subscription.state
    if subscription.provider_subscription is None and reference:
        subscription.provider_subscription = reference
        subscription.version += 1
    if before == SubscriptionState.STARTED:
        if donation.settled_cents:
            subscription.state = SubscriptionState.ACTIVE
        elif donation.state in HAS_FAILED and not subscription.provider_subscription:
            subscription.state = SubscriptionState.CANCELLED
            subscription.cancelled_at = timezone.now()
    subscription.save()
    donation.subscription = subscription
    if subscription.state != before:
        hooks().subscription_changed(subscription=subscription, before=before)
