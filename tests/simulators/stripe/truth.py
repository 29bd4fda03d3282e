"""What really happened, in one answer, for comparing other books with it."""

from tests.simulators.stripe.balance import sums
from tests.simulators.stripe.payments import method_of
from tests.simulators.stripe.store import Object
from tests.simulators.stripe.world import World


def truth(world: World) -> Object:
    """Payments with what became of them, in cents; ``net`` is what is left of a payment."""
    store = world.store
    return {
        "payments": [_payment(world, one) for one in reversed(store.all("payment_intent"))],
        "refunds": list(reversed(store.all("refund"))),
        "disputes": list(reversed(store.all("dispute"))),
        "transfers": list(reversed(store.all("transfer"))),
        "transactions": list(reversed(store.all("balance_transaction"))),
        "balance": sums(world),
    }


def _payment(world: World, intent: Object) -> Object:
    store = world.store
    charge = store.get("charge", intent["latest_charge"]) if intent["latest_charge"] else None
    mine = [one for one in store.all("dispute") if charge and one["charge"] == charge["id"]]
    lost = sum(one["amount"] for one in mine if one["status"] == "lost")
    open_ = sum(one["amount"] for one in mine if one["status"] not in {"lost", "won"})
    transaction = store.find(charge["balance_transaction"] or "") if charge else None
    received = intent["amount_received"]
    refunded = charge["amount_refunded"] if charge else 0
    return {
        "payment_intent": intent["id"],
        "session": intent.get("_session"),
        "invoice": intent.get("_invoice"),
        "charge": charge and charge["id"],
        "method": method_of(charge) if charge else None,
        "status": intent["status"],
        "metadata": intent["metadata"],
        "amount": intent["amount"],
        "received": received,
        "refunded": refunded,
        "disputed": open_,
        "lost": lost,
        "fee": transaction["fee"] if transaction else 0,
        "net": received - refunded - lost,
    }
