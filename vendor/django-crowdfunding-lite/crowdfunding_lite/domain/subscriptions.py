"""Verbs about monthly donations.

What a donor wishes is committed first; :func:`sync_subscription` tells the provider and may do so
again after a crash.
"""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from crowdfunding_lite.domain.donating import check_amounts, check_campaign
from crowdfunding_lite.domain.errors import BusyError, NotAllowedError
from crowdfunding_lite.domain.settling import TRIES, make_way, settle
from crowdfunding_lite.hooks import hooks
from crowdfunding_lite.models import (
    Donation,
    Subscription,
    SubscriptionState,
    SubscriptionTerm,
)
from crowdfunding_lite.models.donations import OPEN
from crowdfunding_lite.models.subscriptions import RUNNING
from crowdfunding_lite.providers import InvoiceFact, Provider, SubscriptionFact

OVER = (SubscriptionState.CANCELLED, SubscriptionState.ENDED)


def change_subscription(
    *, subscription: Subscription, amount_cents: int, fee_cover_cents: int = 0
) -> Subscription:
    """Give another sum from the next month on. Call :func:`sync_subscription` after commit."""
    check_amounts(
        amount_cents=amount_cents,
        fee_cover_cents=fee_cover_cents,
        currency=subscription.currency,
    )
    with transaction.atomic():
        subscription = locked(subscription)
        if not subscription.is_running or subscription.state == SubscriptionState.STARTED:
            raise NotAllowedError(_("This monthly donation is not running."))
        check_campaign(subscription.campaign, monthly=True)
        sums = {"amount_cents": amount_cents, "fee_cover_cents": fee_cover_cents}
        if sums == {name: getattr(subscription, name) for name in sums}:
            return subscription
        SubscriptionTerm.objects.create(subscription=subscription, **sums)
        for name, value in sums.items():
            setattr(subscription, name, value)
        subscription.version += 1
        subscription.save(update_fields=[*sums, "version"])
        subscription.refresh_from_db(fields=["total_cents"])
    return subscription


def cancel_subscription(*, subscription: Subscription) -> Subscription:
    """Give nothing more. Cancelling twice changes nothing.

    Call :func:`sync_subscription` after commit; the reconciliation does so in any case.
    """
    with transaction.atomic():
        subscription = locked(subscription)
        if subscription.state in RUNNING and subscription.stop_asked_at is None:
            subscription.stop_asked_at = timezone.now()
            subscription.version += 1
            subscription.save(update_fields=["stop_asked_at", "version"])
    return subscription


def locked(subscription: Subscription) -> Subscription:
    """The subscription's row, for this transaction alone."""
    return (
        Subscription.objects.select_for_update(of=("self",))
        .select_related("campaign__receiver")
        .get(pk=subscription.pk)
    )


def sync_subscription(
    *, subscription: Subscription, provider: Provider, source: str
) -> Subscription:
    """Tell the provider what the donor wishes, take over what it says, and settle each month.

    Each paid or collected bill becomes one donation; the first one belongs to the donation that
    began it all and is settled through its payment page.
    """
    subscription = Subscription.objects.get(pk=subscription.pk)
    if not subscription.provider_subscription:
        return subscription
    _tell(subscription, provider)
    subscription, facts = _take_over(subscription, provider)
    paid = [invoice.reference for invoice in facts.invoices if invoice.status == "paid"]
    unsettled = Q(provider_invoice__in=paid, settled_cents=0) | Q(state__in=OPEN)
    for donation in subscription.donations.filter(unsettled):
        settle(donation=donation, provider=provider, source=source)
    return subscription


def _tell(subscription: Subscription, provider: Provider) -> None:
    """Each wish that the provider has not heard of. Telling twice changes nothing."""
    reference = subscription.provider_subscription or ""
    if subscription.state in OVER:
        return
    if subscription.stop_asked_at:
        provider.cancel_subscription(reference)
        return
    term = subscription.terms.filter(told_at=None).last()
    if term is None:
        return
    provider.change_subscription(
        reference,
        cents=term.amount_cents + term.fee_cover_cents,
        idempotency_key=term.idempotency_key,
    )
    subscription.terms.filter(told_at=None, pk__lte=term.pk).update(told_at=timezone.now())


def _take_over(
    subscription: Subscription, provider: Provider
) -> tuple[Subscription, SubscriptionFact]:
    for number in range(TRIES):
        make_way(number)
        version = Subscription.objects.values_list("version", flat=True).get(pk=subscription.pk)
        facts = provider.subscription(subscription.provider_subscription or "")
        with transaction.atomic():
            subscription = locked(subscription)
            if subscription.version != version:
                continue
            _write(subscription, facts)
        return subscription, facts
    raise BusyError(f"Subscription {subscription.pk} kept changing.")


def _write(subscription: Subscription, facts: SubscriptionFact) -> None:
    before = subscription.state
    subscription.version += 1
    subscription.checked_at = timezone.now()
    told = facts.metadata.get("subscription", "")
    if told != subscription.idempotency_key:
        subscription.mismatch = (
            f"metadata subscription: {subscription.idempotency_key!r} expected, {told!r} reported"
        )
        subscription.save(update_fields=["version", "checked_at", "mismatch"])
        return
    subscription.mismatch = ""
    subscription.state = _state(subscription, facts)
    subscription.next_on = timezone.localdate(facts.next_at) if facts.next_at else None
    if subscription.state in OVER:
        subscription.next_on = None
        subscription.cancelled_at = facts.cancelled_at or timezone.now()
    failed = subscription.state == SubscriptionState.PAST_DUE
    tell = failed and subscription.failure_told_at is None
    subscription.failure_told_at = (
        (subscription.failure_told_at or timezone.now()) if failed else None
    )
    subscription.save()
    known = set(subscription.donations.values_list("provider_invoice", flat=True))
    for invoice in reversed(facts.invoices):
        if _is_new(invoice, known):
            _add_month(subscription, invoice, facts)
    if subscription.state != before:
        hooks().subscription_changed(subscription=subscription, before=before)
    if tell:
        hooks().renewal_failed(subscription=subscription)


def _state(subscription: Subscription, facts: SubscriptionFact) -> SubscriptionState:
    if facts.state != "cancelled":
        return SubscriptionState(facts.state)
    by_campaign = subscription.stop_with_campaign
    return SubscriptionState.ENDED if by_campaign else SubscriptionState.CANCELLED


def _is_new(invoice: InvoiceFact, known: set[str | None]) -> bool:
    return (
        not invoice.is_first
        and invoice.status in ("paid", "processing")
        and bool(invoice.payment)
        and invoice.reference not in known
    )


def _add_month(
    subscription: Subscription, invoice: InvoiceFact, facts: SubscriptionFact
) -> Donation:
    """A donation for one bill, with the agreed sum it matches; none: settling finds a mismatch."""
    first = subscription.donations.order_by("pk").first()
    term = _term(subscription, invoice)
    return Donation.objects.create(
        campaign=subscription.campaign,
        donor_id=subscription.donor_id,
        user_id=subscription.user_id,
        amount_cents=term.amount_cents,
        fee_cover_cents=term.fee_cover_cents,
        currency=subscription.currency,
        livemode=first.livemode if first else facts.livemode,
        provider_payment=invoice.payment,
        provider_invoice=invoice.reference,
        public_name=subscription.public_name,
        dedication=first.dedication if first else "",
        wants_receipt=first.wants_receipt if first else False,
        subscription=subscription,
        language=subscription.language,
        created_at=invoice.created,
    )


def _term(subscription: Subscription, invoice: InvoiceFact) -> SubscriptionTerm:
    """The newest agreed sum that the bill matches, or the newest of all."""
    terms = list(subscription.terms.order_by("-pk"))
    fitting = [t for t in terms if t.amount_cents + t.fee_cover_cents == invoice.cents]
    return (fitting or terms)[0]
