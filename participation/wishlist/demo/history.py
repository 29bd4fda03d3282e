"""What the simulated provider of ``make run`` has to know of the demo's payments."""

import json
from typing import Any

from crowdfunding_lite.models import Donation

from cms.core.demo import DemoSite, step
from cms.core.embedded import payments


@step(101, "Payments of the wish list, for the simulator")
def load(site: DemoSite) -> None:
    """So that they can be refunded and ended like those that visitors make."""
    if payments.is_simulated():
        payments.HISTORY.parent.mkdir(parents=True, exist_ok=True)
        payments.HISTORY.write_text(json.dumps(story()))


def story() -> list[dict[str, Any]]:
    """Every payment with its page, in the order in which they were made."""
    paid = Donation.objects.exclude(provider_payment=None).exclude(provider_session=None)
    joined = paid.select_related("campaign", "subscription").prefetch_related(
        "balance_entries", "refunds", "disputes"
    )
    return [_payment(donation) for donation in joined.order_by("created_at", "pk")]


def _payment(donation: Donation) -> dict[str, Any]:
    subscription = donation.subscription
    metadata = {"donation": str(donation.public_id)}
    if subscription:
        metadata["subscription"] = subscription.idempotency_key
    entries = sorted(donation.balance_entries.all(), key=lambda entry: entry.pk)
    refunds = sorted(donation.refunds.all(), key=lambda refund: refund.pk)
    return {
        "at": donation.created_at.timestamp(),
        "session": donation.provider_session,
        "payment": donation.provider_payment,
        "invoice": donation.provider_invoice,
        "subscription": subscription.provider_subscription if subscription else None,
        "method": donation.method,
        "cents": donation.total_cents,
        "title": donation.campaign.title,
        "metadata": metadata,
        "entries": [
            {
                "id": entry.provider_reference,
                "kind": entry.kind,
                "fee": entry.fee_cents,
                "at": entry.at.timestamp(),
            }
            for entry in entries
        ],
        "refunds": [
            {"id": one.provider_refund, "cents": one.cents, "key": one.idempotency_key}
            for one in refunds
        ],
        "disputes": [{"id": one.provider_dispute} for one in donation.disputes.all()],
    }
