"""The account's balance: transactions with fees, payouts to the bank."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tests.simulators.stripe.answers import page
from tests.simulators.stripe.errors import Refused
from tests.simulators.stripe.routing import route
from tests.simulators.stripe.store import Object
from tests.simulators.stripe.world import World

# stripe.com/de/pricing: cards of the European Economic Area, SEPA direct debit, disputes.
CARD_RATE, CARD_FEE = Decimal("0.015"), 25
SEPA_FEE = 35
DISPUTE_FEE = 2000
STRIPE_FEES = "Stripe processing fees"


def fee_of(method: str, cents: int) -> int:
    """What Stripe keeps of a payment, in cents."""
    if method == "sepa_debit":
        return SEPA_FEE
    share = (CARD_RATE * cents).quantize(Decimal(1), ROUND_HALF_UP)
    return int(share) + CARD_FEE


def book(
    world: World, *, amount: int, type: str, source: str, fee: int = 0, **fields: Any
) -> Object:
    """Write a transaction: the amount with its sign, the fee, in cents of euro."""
    details = {
        "amount": fee,
        "application": None,
        "currency": "eur",
        "description": fields.pop("fee_description", STRIPE_FEES),
        "type": "stripe_fee",
    }
    held = fields.get("_held", False)
    available_on = world.now() + (world.switches.available_seconds if amount > 0 else 0)
    one = world.make(
        "balance_transaction",
        amount=amount,
        available_on=available_on,
        balance_type="payments",
        currency="eur",
        fee=fee,
        fee_details=[details] if fee else [],
        net=amount - fee,
        source=source,
        status="pending" if held or available_on > world.now() else "available",
        type=type,
        **{"reporting_category": type, **fields},
    )
    one.pop("livemode")
    return one


def _mature(world: World) -> list[Object]:
    """All transactions, newest first; what has become available says so."""
    ones = world.store.all("balance_transaction")
    for one in ones:
        ripe = one["available_on"] <= world.now() and not one.get("_held")
        if one["status"] == "pending" and ripe:
            world.update(one, status="available")
    return ones


def sums(world: World) -> dict[str, int]:
    """Available and pending, in cents: what all transactions come to, less the fees."""
    found = {"available": 0, "pending": 0}
    for one in _mature(world):
        found[one["status"]] += one["net"]
    return found


def ensure_covered(world: World, amount: int) -> None:
    """Raises Refused when less is available."""
    if sums(world)["available"] < amount:
        raise Refused(
            "You have insufficient available funds in your Stripe account. Try adding funds "
            "directly to your available balance by creating Charges using the "
            "4000000000000077 test card. See: https://stripe.com/docs/testing#available-balance",
            code="balance_insufficient",
        )


@route("get", "/v1/balance")
def balance(world: World, params: Object) -> Object:
    """Available and pending."""
    parts = {
        name: [{"amount": cents, "currency": "eur", "source_types": {"card": cents}}]
        for name, cents in sums(world).items()
    }
    return {"object": "balance", "livemode": False, **parts}


@route("get", "/v1/balance_transactions")
def list_transactions(world: World, params: Object) -> Object:
    """With the filters of Stripe; ``payout`` gives what was paid out with it."""
    ones = _mature(world)
    for name in ("type", "source", "currency"):
        if name in params:
            ones = [one for one in ones if one[name] == params[name]]
    if "payout" in params:
        world.store.get("payout", params["payout"], "payout")
        ones = [one for one in ones if one.get("_payout") == params["payout"]]
    return page(ones, params, "/v1/balance_transactions")


@route("get", "/v1/balance_transactions/{id}")
def retrieve_transaction(world: World, params: Object, id: str) -> Object:
    """One of them."""
    _mature(world)
    return world.store.get("balance_transaction", id)


def pay_out(world: World) -> Object:
    """Send all that is available to the bank, as Stripe does by itself every day."""
    cents = sums(world)["available"]
    if cents <= 0:
        raise Refused("There is nothing to pay out.", code="balance_insufficient")
    paid = [one for one in _mature(world) if one["status"] == "available" and "_payout" not in one]
    payout = world.make(
        "payout",
        amount=cents,
        arrival_date=world.now(),
        automatic=True,
        currency="eur",
        metadata={},
        method="standard",
        reconciliation_status="completed",
        source_type="card",
        status="paid",
        type="bank_account",
    )
    transaction = book(world, amount=-cents, type="payout", source=payout["id"])
    for one in [*paid, transaction]:
        world.store.change(one, _payout=payout["id"])
    world.update(payout, balance_transaction=transaction["id"])
    world.emit("payout.created", payout)
    world.emit("payout.paid", payout)
    world.emit("payout.reconciliation_completed", payout)
    return payout


@route("get", "/v1/payouts")
def list_payouts(world: World, params: Object) -> Object:
    """Payouts to the bank, newest first."""
    ones = world.store.all("payout")
    if "status" in params:
        ones = [one for one in ones if one["status"] == params["status"]]
    return page(ones, params, "/v1/payouts")


@route("get", "/v1/payouts/{payout}")
def retrieve_payout(world: World, params: Object, payout: str) -> Object:
    """One of them."""
    return world.store.get("payout", payout)
