"""Payment intents and charges: what happens when somebody pays, by card at once, by SEPA later."""

from typing import Any

from tests.simulators.stripe.answers import includes, listed, matching, page
from tests.simulators.stripe.balance import book, fee_of
from tests.simulators.stripe.errors import Refused
from tests.simulators.stripe.routing import route
from tests.simulators.stripe.store import Object, new_id
from tests.simulators.stripe.world import World, job

DECLINED = {
    "charge": None,
    "code": "card_declined",
    "decline_code": "generic_decline",
    "doc_url": "https://stripe.com/docs/error-codes/card-declined",
    "message": "Your card was declined.",
    "type": "card_error",
}
DEBIT_FAILED = {
    "charge": None,
    "code": "insufficient_funds",
    "doc_url": "https://stripe.com/docs/error-codes/insufficient-funds",
    "message": "The customer's account has insufficient funds to cover this payment.",
    "type": "invalid_request_error",
}
CARD = {
    "brand": "visa",
    "checks": {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": "pass"},
    "country": "DE",
    "exp_month": 12,
    "exp_year": 2034,
    "fingerprint": "simulated",
    "funding": "credit",
    "last4": "4242",
    "network": "visa",
}
SEPA = {"bank_code": "37040044", "country": "DE", "last4": "3000", "mandate": None}
DETAILS: dict[str, Any] = {
    "card": {"type": "card", "card": CARD},
    "sepa_debit": {"type": "sepa_debit", "sepa_debit": SEPA},
}
PAYER = {"address": None, "email": None, "name": None, "phone": None, "tax_id": None}


def new_intent(world: World, *, amount: int, methods: list[str], **fields: Any) -> Object:
    """A payment that is not made yet."""
    intent = world.make(
        "payment_intent",
        amount=amount,
        amount_capturable=0,
        amount_received=0,
        capture_method="automatic_async",
        confirmation_method="automatic",
        currency="eur",
        payment_method_types=methods,
        status="requires_payment_method",
        **{"metadata": {}, **fields},
    )
    world.update(intent, client_secret=f"{intent['id']}_secret_{new_id('secret', 'of')}")
    world.emit("payment_intent.created", intent)
    return intent


def _new_charge(world: World, intent: Object, method: str, payer: Object, status: str) -> Object:
    charge = world.make(
        "charge",
        prefix="ch" if method == "card" else "py",
        amount=intent["amount"],
        amount_captured=intent["amount"] if status == "succeeded" else 0,
        amount_refunded=0,
        billing_details=PAYER | payer,
        captured=True,
        currency=intent["currency"],
        customer=intent["customer"],
        description=intent["description"],
        disputed=False,
        fraud_details={},
        metadata=dict(intent["metadata"]),
        paid=status == "succeeded",
        payment_intent=intent["id"],
        payment_method=new_id("payment_method"),
        payment_method_details=DETAILS[method],
        refunded=False,
        status=status,
        transfer_group=intent["transfer_group"],
    )
    world.update(intent, latest_charge=charge["id"], payment_method=charge["payment_method"])
    return charge


def method_of(charge: Object) -> str:
    """``card`` or ``sepa_debit``."""
    return charge["payment_method_details"]["type"]


def pay_by_card(world: World, intent: Object, payer: Object) -> None:
    """The card is charged."""
    _succeed(world, intent, _new_charge(world, intent, "card", payer, "succeeded"))


def decline_card(world: World, intent: Object, payer: Object) -> None:
    """The card is declined; the payment can be tried again."""
    charge = _new_charge(world, intent, "card", payer, "failed")
    _fail(world, intent, charge, DECLINED)


def debit(world: World, intent: Object, payer: Object) -> None:
    """A SEPA mandate is given: the money comes, or does not, days later.

    The balance shows it as pending until then (docs.stripe.com/reports/balance-transaction-types).
    """
    charge = _new_charge(world, intent, "sepa_debit", payer, "pending")
    _book(world, charge, _held=True)
    world.emit("charge.pending", charge)
    world.update(intent, status="processing")
    world.emit("payment_intent.processing", intent)


def debit_succeeded(world: World, intent: Object) -> None:
    """The bank has paid."""
    charge = _pending_charge(world, intent)
    _release(world, charge)
    world.update(charge, status="succeeded", paid=True, amount_captured=charge["amount"])
    _succeed(world, intent, charge)


def debit_failed(world: World, intent: Object) -> None:
    """The bank has refused: the balance, which had the sum as pending, gives it back."""
    charge = _pending_charge(world, intent)
    _release(world, charge)
    transaction = book(
        world,
        amount=-charge["amount"],
        type="payment_failure_refund",
        reporting_category="charge_failure",
        source=charge["id"],
    )
    world.update(charge, failure_balance_transaction=transaction["id"])
    _fail(world, intent, charge, DEBIT_FAILED)


def _release(world: World, charge: Object) -> None:
    transaction = world.store.get("balance_transaction", charge["balance_transaction"])
    available_on = world.now() + world.switches.available_seconds
    world.update(transaction, _held=False, available_on=available_on)


def _pending_charge(world: World, intent: Object) -> Object:
    if intent["status"] != "processing":
        raise Refused(f"The payment {intent['id']} waits for no bank: it is {intent['status']}.")
    return world.store.get("charge", intent["latest_charge"])


def _succeed(world: World, intent: Object, charge: Object) -> None:
    later = world.switches.fees_seconds > 0 and not charge["balance_transaction"]
    if not later and not charge["balance_transaction"]:
        _book(world, charge)
    world.emit("charge.succeeded", charge)
    world.update(
        intent, status="succeeded", amount_received=intent["amount"], last_payment_error=None
    )
    world.emit("payment_intent.succeeded", intent)
    if later:
        world.schedule(world.switches.fees_seconds, fees_known, charge=charge["id"])


@job
def fees_known(world: World, charge: str) -> None:
    """The fee of a charge is known a little later, as with Stripe's ``automatic_async``."""
    one = world.store.get("charge", charge)
    _book(world, one)
    world.emit("charge.updated", one, {"balance_transaction": None})


def _book(world: World, charge: Object, **fields: Any) -> None:
    transaction = book(
        world,
        amount=charge["amount"],
        type="charge" if method_of(charge) == "card" else "payment",
        reporting_category="charge",
        source=charge["id"],
        fee=fee_of(method_of(charge), charge["amount"]),
        description=charge["description"],
        **fields,
    )
    world.update(charge, balance_transaction=transaction["id"])


def _fail(world: World, intent: Object, charge: Object, error: Object) -> None:
    world.update(
        charge,
        status="failed",
        paid=False,
        failure_code=error["code"],
        failure_message=error["message"],
    )
    world.emit("charge.failed", charge)
    world.update(
        intent,
        status="requires_payment_method",
        payment_method=None,
        last_payment_error=error | {"charge": charge["id"]},
    )
    world.emit("payment_intent.payment_failed", intent)


def cancel(world: World, intent: Object, reason: str) -> None:
    """Nobody can pay it any more."""
    world.update(intent, status="canceled", canceled_at=world.now(), cancellation_reason=reason)
    world.emit("payment_intent.canceled", intent)


# --- what is asked ---------------------------------------------------------------------------


@route("get", "/v1/payment_intents")
def list_intents(world: World, params: Object) -> Object:
    """Payments, newest first."""
    ones = matching(world.store.all("payment_intent"), params, "customer")
    return page(ones, params, "/v1/payment_intents")


@route("get", "/v1/payment_intents/{intent}")
def retrieve_intent(world: World, params: Object, intent: str) -> Object:
    """One of them."""
    return world.store.get("payment_intent", intent)


@route("get", "/v1/charges")
def list_charges(world: World, params: Object) -> Object:
    """Charges, newest first."""
    names = ("customer", "payment_intent", "transfer_group")
    return page(matching(world.store.all("charge"), params, *names), params, "/v1/charges")


@route("get", "/v1/charges/{charge}")
def retrieve_charge(world: World, params: Object, charge: str) -> Object:
    """One of them."""
    return world.store.get("charge", charge)


@includes("charge", "refunds")
def refunds_of(world: World, charge: str) -> Object:
    """A charge's refunds, which it carries only when asked."""
    ones = [one for one in world.store.all("refund") if one["charge"] == charge]
    return listed(ones, f"/v1/charges/{charge}/refunds")
