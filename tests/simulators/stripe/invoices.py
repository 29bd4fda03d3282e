"""Invoices of subscriptions: made at every renewal, paid, or tried again."""

from tests.simulators.stripe import payments
from tests.simulators.stripe.answers import includes, listed, matching, page
from tests.simulators.stripe.errors import Refused
from tests.simulators.stripe.routing import route
from tests.simulators.stripe.store import Object, new_id
from tests.simulators.stripe.world import World

AUTOMATIC_TAX = {
    "disabled_reason": None,
    "enabled": False,
    "liability": None,
    "provider": None,
    "status": None,
}


def new_invoice(
    world: World, subscription: Object, reason: str, lines: list[Object], period: Object
) -> Object:
    """An open invoice of these lines (price and quantity); the reason is Stripe's word for it."""
    total = sum(line["price"]["unit_amount"] * line["quantity"] for line in lines)
    customer = world.store.get("customer", subscription["customer"])
    invoice = world.make("invoice", **_amounts(total), **_words(world, subscription, customer))
    made = [_line(world, subscription, invoice, line, period) for line in lines]
    world.update(
        invoice,
        billing_reason=reason,
        lines=listed(made, f"/v1/invoices/{invoice['id']}/lines"),
        number=f"SIMULATE-{len(world.store.all('invoice')):04}",
        period_end=period["end"],
        period_start=period["start"],
    )
    world.update(subscription, latest_invoice=invoice["id"])
    world.emit("invoice.created", invoice)
    world.emit("invoice.finalized", invoice)
    return invoice


def _amounts(total: int) -> Object:
    nothing = ("amount_overpaid", "amount_paid", "amount_paid_off_stripe", "amount_shipping")
    nothing += ("post_payment_credit_notes_amount", "pre_payment_credit_notes_amount")
    nothing += ("starting_balance", "attempt_count")
    whole = ("amount_due", "amount_remaining", "subtotal", "total", "total_excluding_tax")
    return dict.fromkeys(nothing, 0) | dict.fromkeys(whole, total)


def _words(world: World, subscription: Object, customer: Object) -> Object:
    return {
        "attempted": False,
        "auto_advance": True,
        "automatic_tax": AUTOMATIC_TAX,
        "collection_method": "charge_automatically",
        "currency": "eur",
        "customer": customer["id"],
        "customer_email": customer["email"],
        "customer_name": customer["name"],
        "default_tax_rates": [],
        "discounts": [],
        "issuer": {"type": "self"},
        "metadata": {},
        "parent": {
            "quote_details": None,
            "subscription_details": {
                "metadata": dict(subscription["metadata"]),
                "subscription": subscription["id"],
            },
            "type": "subscription_details",
        },
        "payment_settings": dict.fromkeys(
            ("default_mandate", "payment_method_options", "payment_method_types")
        ),
        "status": "open",
        "status_transitions": {
            "finalized_at": world.now(),
            "marked_uncollectible_at": None,
            "paid_at": None,
            "voided_at": None,
        },
        "_subscription": subscription["id"],
    }


def _line(
    world: World, subscription: Object, invoice: Object, line: Object, period: Object
) -> Object:
    price, amount = line["price"], line["price"]["unit_amount"] * line["quantity"]
    return {
        **dict.fromkeys(world.excerpt.nullable["line_item"]),
        "id": new_id("line_item"),
        "object": "line_item",
        "amount": amount,
        "currency": "eur",
        "description": world.store.get("product", price["product"])["name"],
        "discountable": True,
        "discounts": [],
        "invoice": invoice["id"],
        "livemode": False,
        "metadata": dict(subscription["metadata"]),
        "period": period,
        "pricing": {
            "price_details": {"price": price["id"], "product": price["product"]},
            "type": "price_details",
            "unit_amount_decimal": price["unit_amount_decimal"],
        },
        "quantity": line["quantity"],
        "subscription": subscription["id"],
        "subtotal": amount,
    }


def attach(world: World, invoice: Object, intent: Object) -> None:
    """This payment is for this invoice."""
    world.make(
        "invoice_payment",
        amount_requested=invoice["total"],
        currency="eur",
        invoice=invoice["id"],
        is_default=True,
        payment={"payment_intent": intent["id"], "type": "payment_intent"},
        status="open",
        status_transitions={"canceled_at": None, "paid_at": None},
    )
    world.store.change(invoice, _intent=intent["id"])
    world.store.change(intent, _invoice=invoice["id"])


def paid(world: World, invoice: Object) -> None:
    """The money is there."""
    payment = next(
        one for one in world.store.all("invoice_payment") if one["invoice"] == invoice["id"]
    )
    transitions = payment["status_transitions"] | {"paid_at": world.now()}
    world.update(
        payment, status="paid", amount_paid=invoice["total"], status_transitions=transitions
    )
    world.emit("invoice_payment.paid", payment)
    world.update(
        invoice,
        amount_paid=invoice["total"],
        amount_remaining=0,
        attempted=True,
        auto_advance=False,
        next_payment_attempt=None,
        status="paid",
        status_transitions=invoice["status_transitions"] | {"paid_at": world.now()},
    )
    world.emit("invoice.paid", invoice)
    world.emit("invoice.payment_succeeded", invoice)


def intent_for(world: World, invoice: Object, methods: list[str]) -> Object:
    """The invoice's payment; a first one is made when there is none."""
    if "_intent" in invoice:
        return world.store.get("payment_intent", invoice["_intent"])
    intent = payments.new_intent(
        world,
        amount=invoice["total"],
        methods=methods,
        customer=invoice["customer"],
        description="Subscription update",
    )
    attach(world, invoice, intent)
    return intent


@includes("invoice", "payments")
def payments_of(world: World, invoice: str) -> Object:
    """An invoice's payments, which it carries only when asked."""
    ones = [one for one in world.store.all("invoice_payment") if one["invoice"] == invoice]
    return listed(ones, f"/v1/invoice_payments?invoice={invoice}")


@route("get", "/v1/invoices")
def list_invoices(world: World, params: Object) -> Object:
    """Invoices, newest first."""
    ones = matching(world.store.all("invoice"), params, "customer", "status")
    if "subscription" in params:
        ones = [one for one in ones if one["_subscription"] == params["subscription"]]
    return page(ones, params, "/v1/invoices")


@route("get", "/v1/invoices/{invoice}")
def retrieve_invoice(world: World, params: Object, invoice: str) -> Object:
    """One of them."""
    return world.store.get("invoice", invoice)


@route("get", "/v1/invoice_payments")
def list_payments(world: World, params: Object) -> Object:
    """Which payment is for which invoice; ``payment[payment_intent]`` leads to the invoice."""
    ones = matching(world.store.all("invoice_payment"), params, "invoice", "status")
    wanted = params.get("payment", {})
    if wanted and wanted["type"] != "payment_intent":
        raise Refused("The simulator knows payment intents alone.", param="payment[type]")
    if "payment_intent" in wanted:
        key = wanted["payment_intent"]
        ones = [one for one in ones if one["payment"]["payment_intent"] == key]
    return page(ones, params, "/v1/invoice_payments")


@route("get", "/v1/invoice_payments/{invoice_payment}")
def retrieve_payment(world: World, params: Object, invoice_payment: str) -> Object:
    """One of them."""
    return world.store.get("invoice_payment", invoice_payment)
