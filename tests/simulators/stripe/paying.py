"""What somebody does on the hosted page; the browser and the tests' handle come through here."""

from tests.simulators.stripe import payments, subscriptions
from tests.simulators.stripe.customers import new_customer
from tests.simulators.stripe.errors import Refused
from tests.simulators.stripe.store import Object
from tests.simulators.stripe.world import World, job

ACTIONS = ("card", "decline", "sepa", "sepa_fails")
METHODS = {"card": "card", "decline": "card", "sepa": "sepa_debit", "sepa_fails": "sepa_debit"}


def act(world: World, session: str, action: str, *, email: str = "", name: str = "") -> Object:
    """Press a button of the page; the session afterwards. Raises Refused when it is closed."""
    one = world.store.get("checkout.session", session)
    if one["status"] != "open":
        raise Refused(f"This Checkout Session is {one['status']}.", status=409)
    if action not in ACTIONS or METHODS[action] not in one["payment_method_types"]:
        raise Refused(f"There is no way to pay by {action}.", param="action")
    payer = {"email": email or one["customer_email"], "name": name or None}
    _remember(world, one, payer)
    intent = _intent(world, one)
    if action == "decline":
        payments.decline_card(world, intent, payer)
    elif action == "card":
        payments.pay_by_card(world, intent, payer)
        _complete(world, one, intent, "paid")
    else:
        payments.debit(world, intent, payer)
        _complete(world, one, intent, "unpaid")
        plan_debit(world, intent, comes=action == "sepa")
    return one


def _remember(world: World, session: Object, payer: Object) -> None:
    details = dict.fromkeys(("address", "business_name", "individual_name", "phone"))
    details |= {"tax_exempt": "none", "tax_ids": [], **payer}
    world.update(session, customer_details=details)
    wanted = session["mode"] == "subscription" or session["customer_creation"] == "always"
    if wanted and not session["customer"]:
        customer = new_customer(world, payer)
        world.update(session, customer=customer["id"])


def _intent(world: World, session: Object) -> Object:
    """The session's payment; it comes to be with the first try, as with Stripe."""
    if "_first_intent" in session:
        return world.store.get("payment_intent", session["_first_intent"])
    names = ("description", "metadata", "receipt_email", "statement_descriptor", "transfer_group")
    given = {name: word for name, word in session["_intent"].items() if name in names}
    if session["mode"] == "subscription":
        given = {"description": "Subscription creation"}
    intent = payments.new_intent(
        world,
        amount=session["amount_total"],
        methods=session["payment_method_types"],
        customer=session["customer"],
        _session=session["id"],
        **given,
    )
    world.update(session, _first_intent=intent["id"])
    if session["mode"] == "payment":
        world.update(session, payment_intent=intent["id"])
    return intent


def _complete(world: World, session: Object, intent: Object, payment_status: str) -> None:
    """A subscription comes to be only now."""
    world.update(session, status="complete", payment_status=payment_status, url=None)
    if session["mode"] == "subscription":
        subscriptions.started(world, session, intent)
    world.emit("checkout.session.completed", session)


def plan_debit(world: World, intent: Object, *, comes: bool) -> None:
    """The bank answers after some days; never by itself when the switch says None."""
    after = world.switches.sepa_seconds
    if after is not None:
        world.schedule(after, debit_due, intent=intent["id"], comes="yes" if comes else "no")


@job
def debit_due(world: World, intent: str, comes: str) -> None:
    """The day on which the bank pays or refuses, unless that has been said before."""
    if world.store.get("payment_intent", intent)["status"] == "processing":
        finish_debit(world, intent, comes=comes == "yes")


def finish_debit(world: World, intent: str, *, comes: bool) -> None:
    """The bank pays or refuses. Raises Refused when no debit is under way."""
    one = world.store.get("payment_intent", intent)
    if comes:
        payments.debit_succeeded(world, one)
    else:
        payments.debit_failed(world, one)
    if "_invoice" in one:
        invoice = world.store.get("invoice", one["_invoice"])
        (subscriptions.settled if comes else subscriptions.failed)(world, invoice)
    _tell_session(world, one, comes=comes)


def _tell_session(world: World, intent: Object, *, comes: bool) -> None:
    if "_session" not in intent:
        return
    session = world.store.get("checkout.session", intent["_session"])
    if comes:
        world.update(session, payment_status="paid")
    ending = "succeeded" if comes else "failed"
    world.emit(f"checkout.session.async_payment_{ending}", session)
