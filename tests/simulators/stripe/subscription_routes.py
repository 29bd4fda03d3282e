"""What is asked about subscriptions, and how they are changed and ended."""

from typing import Any

from tests.simulators.stripe.answers import matching, page
from tests.simulators.stripe.catalogue import price_of
from tests.simulators.stripe.customers import merged
from tests.simulators.stripe.errors import Refused, missing
from tests.simulators.stripe.invoices import retrieve_invoice
from tests.simulators.stripe.routing import route
from tests.simulators.stripe.store import Object
from tests.simulators.stripe.subscriptions import change, collect, end, items_of
from tests.simulators.stripe.world import World

UNDERSTOOD = {"cancel_at_period_end", "cancellation_details", "description", "expand", "items"}
UNDERSTOOD |= {"metadata", "proration_behavior"}


@route("get", "/v1/subscriptions")
def list_subscriptions(world: World, params: Object) -> Object:
    """Subscriptions, newest first; ended ones only when ``status`` asks for them."""
    ones = matching(world.store.all("subscription"), params, "customer")
    status = params.get("status")
    if status is None:
        ones = [one for one in ones if one["status"] != "canceled"]
    elif status != "all":
        ones = [one for one in ones if one["status"] == status]
    return page(ones, params, "/v1/subscriptions")


@route("get", "/v1/subscriptions/{subscription_exposed_id}")
def retrieve_subscription(world: World, params: Object, subscription_exposed_id: str) -> Object:
    """One of them, ended ones too."""
    return world.store.get("subscription", subscription_exposed_id)


@route("post", "/v1/subscriptions/{subscription_exposed_id}")
def update_subscription(world: World, params: Object, subscription_exposed_id: str) -> Object:
    """Another amount from the next period on, an end, other metadata."""
    one = world.store.get("subscription", subscription_exposed_id)
    _check_update(one, params)
    items = [_changed_item(world, one, item, params) for item in params.get("items", [])]
    fields: dict[str, Any] = {"metadata": merged(one["metadata"], params.get("metadata"))}
    if "description" in params:
        fields["description"] = params["description"]
    if "cancellation_details" in params:
        fields["cancellation_details"] = (
            one["cancellation_details"] | params["cancellation_details"]
        )
    if "cancel_at_period_end" in params:
        fields |= _planned_end(world, one, wanted=params["cancel_at_period_end"])
    change(world, one, items or items_of(world, one), **fields)
    return one


def _check_update(one: Object, params: Object) -> None:
    strange = set(params) - UNDERSTOOD
    if strange:
        raise Refused(f"The simulator does not change {min(strange)}.", param=min(strange))
    if one["status"] == "canceled" and set(params) - {"metadata", "cancellation_details", "expand"}:
        raise Refused(
            "A canceled subscription can only update its cancellation_details and metadata."
        )


def _planned_end(world: World, one: Object, *, wanted: bool) -> Object:
    end_of_period = items_of(world, one)[0]["current_period_end"]
    return {
        "cancel_at_period_end": wanted,
        "cancel_at": end_of_period if wanted else None,
        "canceled_at": world.now() if wanted else None,
        "cancellation_details": one["cancellation_details"]
        | {"reason": "cancellation_requested" if wanted else None},
    }


def _changed_item(world: World, one: Object, given: Object, params: Object) -> Object:
    """Without an ``id`` Stripe would add an item, which nobody here means to do."""
    if "id" not in given:
        raise Refused("The simulator adds no items: name one by its id.", param="items[0][id]")
    item = world.store.get("subscription_item", given["id"], "items[0][id]")
    if item["subscription"] != one["id"]:
        raise missing("subscription_item", given["id"], "items[0][id]")
    _set_price(world, item, given, params, "items[0]")
    return item


def _set_price(world: World, item: Object, given: Object, params: Object, name: str) -> None:
    if params.get("proration_behavior") != "none":
        raise Refused("The simulator knows no prorations: pass `none`.", param="proration_behavior")
    price = price_of(world, given, name) if {"price", "price_data"} & set(given) else item["price"]
    if not price["recurring"]:
        raise Refused("The price specified is set to `type=one_time`.", param=f"{name}[price]")
    world.update(item, price=price, quantity=given.get("quantity", item["quantity"]))


@route("delete", "/v1/subscriptions/{subscription_exposed_id}")
def cancel_subscription(world: World, params: Object, subscription_exposed_id: str) -> Object:
    """End it now. One that has ended is not there any more, as with Stripe."""
    one = world.store.get("subscription", subscription_exposed_id)
    if one["status"] == "canceled":
        raise missing("subscription", one["id"])
    end(world, one, "cancellation_requested", **params.get("cancellation_details", {}))
    return one


@route("get", "/v1/subscription_items/{item}")
def retrieve_item(world: World, params: Object, item: str) -> Object:
    """One item of one subscription."""
    return world.store.get("subscription_item", item)


@route("post", "/v1/subscription_items/{item}")
def update_item(world: World, params: Object, item: str) -> Object:
    """Another amount from the next period on."""
    one = world.store.get("subscription_item", item)
    subscription = world.store.get("subscription", one["subscription"])
    _set_price(world, one, params, params, "")
    change(world, subscription, items_of(world, subscription))
    return one


@route("post", "/v1/invoices/{invoice}/pay")
def pay_invoice(world: World, params: Object, invoice: str) -> Object:
    """Try now to get an open invoice's money."""
    one = retrieve_invoice(world, params, invoice)
    if one["status"] == "paid":
        raise Refused("Invoice is already paid", code="invoice_already_paid")
    collect(world, one)
    if one["status"] == "open" and one["next_payment_attempt"]:
        raise Refused(
            "Your card was declined.", status=402, type="card_error", code="card_declined"
        )
    return one
