"""Disputes: somebody asks the bank for the money back; the charge's amount and a fee are taken."""

from typing import Any

from tests.simulators.stripe.answers import matching, page
from tests.simulators.stripe.balance import DISPUTE_FEE, book
from tests.simulators.stripe.customers import merged
from tests.simulators.stripe.errors import Refused
from tests.simulators.stripe.payments import method_of
from tests.simulators.stripe.routing import route
from tests.simulators.stripe.store import Object
from tests.simulators.stripe.world import DAY, World, job, public

EVIDENCE_DAYS = 7
OPEN = ("needs_response", "under_review")


def begin(world: World, charge: Object, reason: str = "fraudulent") -> Object:
    """A dispute about what has not been given back. By SEPA there is no defence: it is lost."""
    amount = charge["amount"] - charge["amount_refunded"]
    if charge["status"] != "succeeded" or charge["disputed"] or not amount:
        raise Refused(f"Charge {charge['id']} cannot be disputed.")
    dispute = world.make("dispute", **_fields(world, charge, amount, reason))
    _book(world, dispute, -amount, "dispute", DISPUTE_FEE)
    world.update(charge, disputed=True)
    world.emit("charge.dispute.created", dispute)
    world.emit("charge.dispute.funds_withdrawn", dispute)
    if method_of(charge) == "sepa_debit":
        finish(world, dispute, won=False)
    else:
        world.schedule(EVIDENCE_DAYS * DAY, deadline, dispute=dispute["id"])
    return dispute


def _fields(world: World, charge: Object, amount: int, reason: str) -> Object:
    evidence = dict.fromkeys(
        ("customer_email_address", "customer_name", "product_description", "uncategorized_text")
    )
    details: Object = {"type": "card"}
    details["card"] = {"brand": "visa", "case_type": "chargeback", "network_reason_code": "10.4"}
    return {
        "amount": amount,
        "balance_transactions": [],
        "charge": charge["id"],
        "currency": "eur",
        "enhanced_eligibility_types": [],
        "evidence": evidence | {"enhanced_evidence": {}},
        "evidence_details": {
            "due_by": world.now() + EVIDENCE_DAYS * DAY,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
        },
        "is_charge_refundable": False,
        "metadata": {},
        "payment_intent": charge["payment_intent"],
        "reason": reason,
        "status": "needs_response",
        **({"payment_method_details": details} if method_of(charge) == "card" else {}),
    }


def _book(world: World, dispute: Object, amount: int, category: str, fee: int = 0) -> None:
    transaction = book(
        world,
        amount=amount,
        type="adjustment",
        reporting_category=category,
        source=dispute["id"],
        fee=fee,
        fee_description="Dispute fee",
        description=f"Chargeback withdrawal for {dispute['charge']}",
    )
    transactions = [*dispute["balance_transactions"], public(transaction)]
    world.update(dispute, balance_transactions=transactions)


@job
def deadline(world: World, dispute: str) -> None:
    """Whoever has said nothing by then has lost."""
    one = world.store.get("dispute", dispute)
    if one["status"] == "needs_response":
        world.update(one, evidence_details=one["evidence_details"] | {"past_due": True})
        finish(world, one, won=False)


def finish(world: World, dispute: Object, *, won: bool) -> None:
    """The bank has decided; the fee is kept either way. Raises Refused."""
    if dispute["status"] not in OPEN:
        raise Refused(f"This dispute is already closed: {dispute['status']}.")
    world.update(dispute, status="won" if won else "lost")
    if won:
        _book(world, dispute, dispute["amount"], "dispute_reversal")
        world.emit("charge.dispute.funds_reinstated", dispute)
    world.emit("charge.dispute.closed", dispute)


@route("get", "/v1/disputes")
def list_disputes(world: World, params: Object) -> Object:
    """Disputes, newest first."""
    ones = matching(world.store.all("dispute"), params, "charge", "payment_intent")
    return page(ones, params, "/v1/disputes")


@route("get", "/v1/disputes/{dispute}")
def retrieve_dispute(world: World, params: Object, dispute: str) -> Object:
    """One of them."""
    return world.store.get("dispute", dispute)


@route("post", "/v1/disputes/{dispute}")
def update_dispute(world: World, params: Object, dispute: str) -> Object:
    """Evidence; with ``submit``, as by default, it goes to the bank."""
    one = world.store.get("dispute", dispute)
    fields: dict[str, Any] = {"metadata": merged(one["metadata"], params.get("metadata"))}
    if "evidence" in params:
        if one["status"] != "needs_response":
            raise Refused("This dispute is already closed or under review.")
        fields["evidence"] = one["evidence"] | params["evidence"]
        fields["evidence_details"] = one["evidence_details"] | {"has_evidence": True}
        if params.get("submit", True):
            fields["evidence_details"]["submission_count"] += 1
            fields["status"] = "under_review"
    world.update(one, "charge.dispute.updated", **fields)
    return one


@route("post", "/v1/disputes/{dispute}/close")
def close_dispute(world: World, params: Object, dispute: str) -> Object:
    """Accept that it is lost."""
    one = world.store.get("dispute", dispute)
    finish(world, one, won=False)
    return one
