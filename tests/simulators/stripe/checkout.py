"""Checkout sessions: made by the platform, paid or left by people on the hosted page."""

from typing import Any
from urllib.parse import urlsplit

from tests.simulators.stripe.answers import includes, listed, matching, page
from tests.simulators.stripe.catalogue import price_of
from tests.simulators.stripe.errors import Refused
from tests.simulators.stripe.payments import cancel
from tests.simulators.stripe.routing import route
from tests.simulators.stripe.store import Object
from tests.simulators.stripe.world import DAY, MINUTE, World, job

SMALLEST, LARGEST = 50, 99_999_999
SHORTEST, LONGEST = 30 * MINUTE, DAY
METHODS = ["card", "sepa_debit"]
# Taken over as they are given.
WORDS = ("cancel_url", "client_reference_id", "customer_email", "locale", "submit_type")


@route("post", "/v1/checkout/sessions")
def create(world: World, params: Object) -> Object:
    """A session with its hosted page."""
    _check(world, params)
    items = [
        _item(world, item, f"line_items[{number}]")
        for number, item in enumerate(params["line_items"])
    ]
    total = sum(item["amount_total"] for item in items)
    _check_items(params["mode"], items, total)
    session = world.make("checkout.session", **_fields(world, params, total))
    world.store.change(
        session, _items=[item["id"] for item in items], url=f"{world.address}/c/pay/{session['id']}"
    )
    world.schedule(session["expires_at"] - world.now(), run_out, session=session["id"])
    return session


def _fields(world: World, params: Object, total: int) -> Object:
    expires_at = params.get("expires_at", world.now() + LONGEST)
    return {
        **{name: params[name] for name in WORDS if name in params},
        "amount_subtotal": total,
        "amount_total": total,
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "currency": "eur",
        "custom_fields": [],
        "custom_text": dict.fromkeys(
            ("after_submit", "shipping_address", "submit", "terms_of_service_acceptance")
        ),
        "customer": params.get("customer"),
        "customer_creation": params.get("customer_creation", "if_required"),
        "expires_at": expires_at,
        "metadata": params.get("metadata", {}),
        "mode": params["mode"],
        "payment_method_collection": params.get("payment_method_collection", "always"),
        "payment_method_options": {},
        "payment_method_types": params.get("payment_method_types", METHODS),
        "payment_status": "unpaid",
        "shipping_options": [],
        "status": "open",
        "success_url": params["success_url"],
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": params.get("ui_mode", "hosted_page"),
        "_intent": params.get("payment_intent_data", {}),
        "_subscription": params.get("subscription_data", {}),
    }


def _check(world: World, params: Object) -> None:
    """What Stripe asks for besides its schema."""
    for name in ("mode", "line_items", "success_url"):
        if name not in params:
            raise Refused(f"Missing required param: {name}.", code="parameter_missing", param=name)
    for name in ("success_url", "cancel_url"):
        if name in params and not _is_url(params[name]):
            raise Refused("Not a valid URL", code="url_invalid", param=name)
    if "customer" in params and "customer_email" in params:
        raise Refused(
            "You may only specify one of these parameters: customer, customer_email.",
            param="customer",
        )
    if "customer" in params:
        world.store.get("customer", params["customer"], "customer")
    _check_mode(params)
    _check_expiry(world, params)


def _check_mode(params: Object) -> None:
    only = {"payment_intent_data": "payment", "subscription_data": "subscription"}
    for name, mode in only.items():
        if name in params and params["mode"] != mode:
            raise Refused(f"You can not pass `{name}` in `{params['mode']}` mode.", param=name)
    if params["mode"] == "setup" or params.get("ui_mode", "hosted_page") != "hosted_page":
        raise Refused("The simulator speaks hosted pages of payments and subscriptions alone.")
    unknown = set(params.get("payment_method_types", METHODS)) - set(METHODS)
    if unknown:
        raise Refused(
            f'The payment method type "{min(unknown)}" is invalid. Please ensure the provided '
            "type is activated in your dashboard.",
            param="payment_method_types",
        )


def _check_expiry(world: World, params: Object) -> None:
    ahead = params.get("expires_at", world.now() + LONGEST) - world.now()
    if ahead < SHORTEST - MINUTE:
        raise Refused(
            "The `expires_at` timestamp must be at least 30 minutes from Checkout Session "
            "creation.",
            param="expires_at",
        )
    if ahead > LONGEST + MINUTE:
        raise Refused(
            "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.",
            param="expires_at",
        )


def _is_url(text: str) -> bool:
    place = urlsplit(text)
    return place.scheme in {"http", "https"} and bool(place.netloc)


def _item(world: World, item: Object, name: str) -> Object:
    if "quantity" not in item:
        raise Refused(
            f"Quantity is required. Add `quantity` to `{name}`", param=f"{name}[quantity]"
        )
    price = price_of(world, item, name)
    product = world.store.get("product", price["product"])
    total = price["unit_amount"] * item["quantity"]
    one = world.make(
        "item",
        amount_discount=0,
        amount_subtotal=total,
        amount_tax=0,
        amount_total=total,
        currency="eur",
        description=product["name"],
        price=price,
        quantity=item["quantity"],
    )
    del one["created"], one["livemode"]
    return one


def _check_items(mode: str, items: list[Object], total: int) -> None:
    recurring = [item for item in items if item["price"]["recurring"]]
    if mode == "subscription" and not recurring:
        raise Refused(
            "You must provide at least one recurring price in `subscription` mode when using "
            "prices.",
            param="line_items",
        )
    if mode == "payment" and recurring:
        raise Refused(
            "You specified `payment` mode but passed a recurring price. Either switch to "
            "`subscription` mode or use only one-time prices.",
            param="line_items",
        )
    if total < SMALLEST:
        raise Refused(
            "The Checkout Session's total amount must convert to at least 50 cents. "
            f"€{total / 100:.2f} converts to approximately €{total / 100:.2f}.",
            code="amount_too_small",
        )
    if total > LARGEST:
        raise Refused(
            "The Checkout Session's total amount due must add up to no more than €999,999.99",
            code="amount_too_large",
        )


@route("get", "/v1/checkout/sessions")
def list_sessions(world: World, params: Object) -> Object:
    """Sessions, newest first."""
    names = ("customer", "payment_intent", "subscription", "status")
    ones = matching(world.store.all("checkout.session"), params, *names)
    return page(ones, params, "/v1/checkout/sessions")


@route("get", "/v1/checkout/sessions/{session}")
def retrieve(world: World, params: Object, session: str) -> Object:
    """One of them."""
    return world.store.get("checkout.session", session)


@route("post", "/v1/checkout/sessions/{session}/expire")
def expire(world: World, params: Object, session: str) -> Object:
    """Close an open session."""
    one = world.store.get("checkout.session", session)
    if one["status"] != "open":
        raise Refused(
            'Only Checkout Sessions with a status in ["open"] can be expired. '
            f"This Checkout Session has a status of `{one['status']}`."
        )
    close(world, one)
    return one


@route("get", "/v1/checkout/sessions/{session}/line_items")
def list_items(world: World, params: Object, session: str) -> Object:
    """What is paid for."""
    one = world.store.get("checkout.session", session)
    items = [world.store.get("item", key) for key in one["_items"]]
    return page(items, params, f"/v1/checkout/sessions/{session}/line_items")


@includes("checkout.session", "line_items")
def items_of(world: World, session: str) -> Object:
    """A session's items, which it carries only when asked."""
    answer: Any = list_items(world, {}, session)
    return listed(answer["data"], answer["url"], has_more=answer["has_more"])


@job
def run_out(world: World, session: str) -> None:
    """A session that was never finished expires."""
    one = world.store.get("checkout.session", session)
    if one["status"] == "open":
        close(world, one)


def close(world: World, session: Object) -> None:
    """Nobody can pay here any more."""
    world.update(session, status="expired", url=None)
    if session["payment_intent"]:
        intent = world.store.get("payment_intent", session["payment_intent"])
        cancel(world, intent, "expired")
    world.emit("checkout.session.expired", session)
