"""Refunds: at once by card, some days later by SEPA, and those that fail."""

from tests.simulators.stripe.answers import matching, page
from tests.simulators.stripe.balance import book
from tests.simulators.stripe.customers import merged
from tests.simulators.stripe.errors import Refused
from tests.simulators.stripe.payments import method_of
from tests.simulators.stripe.routing import route
from tests.simulators.stripe.store import Object
from tests.simulators.stripe.world import World


@route("post", "/v1/refunds")
def create(world: World, params: Object) -> Object:
    """Give back the whole or a part. Raises Refused when it is more than is left."""
    charge = _charge(world, params)
    amount = _amount(charge, params, world.store.all("dispute") if charge["disputed"] else [])
    return make(world, charge, amount, params.get("reason"), params.get("metadata", {}))


def make(world: World, charge: Object, amount: int, reason: str | None, metadata: Object) -> Object:
    """A refund; the dashboard's come here directly."""
    pending = world.switches.refunds == "pending"
    refund = world.make(
        "refund",
        prefix="re" if method_of(charge) == "card" else "pyr",
        amount=amount,
        charge=charge["id"],
        currency="eur",
        metadata=metadata,
        payment_intent=charge["payment_intent"],
        reason=reason,
        status="pending" if pending else "succeeded",
        **({"pending_reason": "processing"} if pending else {}),
    )
    refund.pop("livemode")
    transaction = book(
        world,
        amount=-amount,
        type="refund" if method_of(charge) == "card" else "payment_refund",
        reporting_category="refund",
        source=refund["id"],
    )
    world.update(refund, balance_transaction=transaction["id"])
    _count(world, charge, amount)
    world.emit("refund.created", refund)
    world.emit("charge.refunded", charge)
    if world.switches.refunds == "fail":
        fail(world, refund["id"])
    return refund


def _charge(world: World, params: Object) -> Object:
    if "charge" in params:
        return world.store.get("charge", params["charge"], "charge")
    if "payment_intent" not in params:
        raise Refused(
            "One of the following params should be provided for this request: payment_intent or "
            "charge."
        )
    intent = world.store.get("payment_intent", params["payment_intent"], "payment_intent")
    if intent["status"] != "succeeded":
        raise Refused(
            f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund."
        )
    return world.store.get("charge", intent["latest_charge"])


def _amount(charge: Object, params: Object, disputes: list[Object]) -> int:
    left = charge["amount"] - charge["amount_refunded"]
    if any(one["charge"] == charge["id"] and one["status"] != "won" for one in disputes):
        raise Refused(
            f"Charge {charge['id']} has been charged back; cannot issue a refund.",
            code="charge_disputed",
        )
    if not left:
        raise Refused(
            f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded"
        )
    if charge["status"] != "succeeded":
        raise Refused(f"Charge {charge['id']} was not paid; cannot issue a refund.")
    amount = params.get("amount", left)
    if amount < 1:
        raise Refused(
            "This value must be greater than or equal to 1.",
            code="parameter_invalid_integer",
            param="amount",
        )
    if amount > left:
        raise Refused(
            f"Refund amount (€{amount / 100:.2f}) is greater than unrefunded amount on charge "
            f"(€{left / 100:.2f})",
            param="amount",
        )
    return amount


def _count(world: World, charge: Object, cents: int) -> None:
    total = charge["amount_refunded"] + cents
    world.update(charge, amount_refunded=total, refunded=total == charge["amount"])


def succeed(world: World, refund: str) -> Object:
    """A pending refund has arrived."""
    one = world.store.get("refund", refund)
    world.update(one, status="succeeded")
    one.pop("pending_reason", None)
    world.emit("refund.updated", one, {"status": "pending"})
    world.emit("charge.refund.updated", one, {"status": "pending"})
    return one


def fail(world: World, refund: str) -> Object:
    """The bank has sent it back: the money is on the account again. Raises Refused."""
    one = world.store.get("refund", refund)
    if one["status"] not in {"pending", "succeeded"}:
        raise Refused(f"The refund {refund} is {one['status']}.")
    charge = world.store.get("charge", one["charge"])
    transaction = book(
        world,
        amount=one["amount"],
        type="refund_failure" if method_of(charge) == "card" else "payment_refund",
        reporting_category="refund_failure",
        source=refund,
    )
    former = world.store.change(
        one,
        failure_balance_transaction=transaction["id"],
        failure_reason="expired_or_canceled_card",
        status="failed",
    )
    _count(world, charge, -one["amount"])
    world.emit("refund.failed", one)
    world.emit("refund.updated", one, former)
    world.emit("charge.refund.updated", one, former)
    return one


@route("get", "/v1/refunds")
def list_refunds(world: World, params: Object) -> Object:
    """Refunds, newest first."""
    ones = matching(world.store.all("refund"), params, "charge", "payment_intent")
    return page(ones, params, "/v1/refunds")


@route("get", "/v1/refunds/{refund}")
def retrieve_refund(world: World, params: Object, refund: str) -> Object:
    """One of them."""
    return world.store.get("refund", refund)


@route("post", "/v1/refunds/{refund}")
def update_refund(world: World, params: Object, refund: str) -> Object:
    """Other metadata."""
    one = world.store.get("refund", refund)
    metadata = merged(one["metadata"], params.get("metadata"))
    world.update(one, "refund.updated", metadata=metadata)
    return one
