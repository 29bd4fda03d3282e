"""Rows about refunds, disputes and movements of the balance, written as facts say."""

from django.utils import timezone

from crowdfunding_lite.hooks import hooks
from crowdfunding_lite.models import (
    BalanceEntry,
    Dispute,
    DisputeState,
    Donation,
    DonationEvent,
    EventKind,
    Refund,
    RefundState,
)
from crowdfunding_lite.providers import DisputeFact, PaymentFact, RefundFact

FINISHED = (RefundState.SUCCEEDED, RefundState.FAILED)


def write(*, donation: Donation, facts: PaymentFact, source: str) -> None:
    """Write what belongs to a donation whose row the caller has locked."""
    refunds = list(donation.refunds.all()) if facts.refunds else []
    for refund_fact in facts.refunds:
        _refund(donation, refund_fact, refunds, source)
    disputes = {d.provider_dispute: d for d in donation.disputes.all()} if facts.disputes else {}
    for dispute_fact in facts.disputes:
        _dispute(donation, dispute_fact, disputes.get(dispute_fact.reference), source)
    _entries(donation, facts)


def _refund(donation: Donation, fact: RefundFact, known: list[Refund], source: str) -> None:
    """Find our row by the provider's id or by our key; a foreign refund gets a row of its own."""
    refund = next((r for r in known if r.provider_refund == fact.reference), None) or next(
        (r for r in known if fact.key and r.idempotency_key == fact.key), None
    )
    if refund and refund.provider_refund == fact.reference and refund.state == fact.state:
        return
    before = refund.state if refund else ""
    refund = refund or Refund(
        donation=donation, cents=fact.cents, reason=fact.reason[:500], created_at=fact.created
    )
    refund.provider_refund = fact.reference
    refund.state = fact.state
    refund.failure = fact.failure[:300]
    if refund.state in FINISHED:
        refund.finished_at = refund.finished_at or timezone.now()
    refund.save()
    if refund.state != before:
        failed = refund.state == RefundState.FAILED
        DonationEvent.objects.create(
            donation=donation,
            kind=EventKind.REFUND_FAILED if failed else EventKind.REFUND,
            cents=refund.cents,
            source=source,
            note=refund.failure or refund.state,
        )
        hooks().refund_changed(refund=refund, before=before)


def _dispute(donation: Donation, fact: DisputeFact, dispute: Dispute | None, source: str) -> None:
    before = dispute.state if dispute else ""
    dispute = dispute or Dispute(
        donation=donation, provider_dispute=fact.reference, opened_at=fact.created
    )
    dispute.cents = fact.cents
    dispute.fee_cents = fact.fee_cents
    dispute.state = fact.state
    dispute.is_inquiry = fact.is_inquiry
    dispute.reason = fact.reason[:60]
    dispute.respond_by = fact.respond_by
    if fact.state == DisputeState.OPEN:
        dispute.closed_at = None
    else:
        dispute.closed_at = dispute.closed_at or timezone.now()
    dispute.save()
    if dispute.state != before:
        DonationEvent.objects.create(
            donation=donation,
            kind=EventKind.DISPUTE,
            cents=dispute.cents,
            source=source,
            note=f"{dispute.state} {dispute.reason}".strip(),
        )
        hooks().dispute_changed(dispute=dispute, before=before)


def _entries(donation: Donation, facts: PaymentFact) -> None:
    if not facts.entries:
        return
    BalanceEntry.objects.bulk_create(
        [
            BalanceEntry(
                provider_reference=entry.reference,
                donation=donation,
                kind=entry.kind,
                cents=entry.cents,
                fee_cents=entry.fee_cents,
                at=entry.at,
            )
            for entry in facts.entries
        ],
        ignore_conflicts=True,
    )
