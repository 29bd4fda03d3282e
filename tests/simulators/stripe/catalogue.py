"""Products and prices, as they come with ``price_data``."""

from typing import Any

from tests.simulators.stripe.errors import Refused
from tests.simulators.stripe.routing import route
from tests.simulators.stripe.store import Object
from tests.simulators.stripe.world import World


def new_product(world: World, data: Object) -> Object:
    """A product of these words."""
    product = world.make(
        "product",
        active=True,
        images=data.get("images", []),
        marketing_features=[],
        metadata=data.get("metadata", {}),
        name=data["name"],
        description=data.get("description"),
        type="service",
        updated=world.now(),
    )
    world.emit("product.created", product)
    return product


def price_of(world: World, item: Object, name: str) -> Object:
    """The price that an item names, or a new one of its data. Raises Refused."""
    if "price" in item:
        return world.store.get("price", item["price"], f"{name}[price]")
    if "price_data" not in item:
        raise Refused(
            "Missing required param: price.", code="parameter_missing", param=f"{name}[price]"
        )
    return new_price(world, item["price_data"], f"{name}[price_data]")


def new_price(world: World, data: Object, name: str) -> Object:
    """A price of these data, with its product. Raises Refused."""
    if "product" in data:
        product = world.store.get("product", data["product"], f"{name}[product]")
    elif "product_data" in data:
        product = new_product(world, data["product_data"])
    else:
        raise Refused(f"Missing required param: {name}[product].", param=f"{name}[product]")
    if data["currency"].lower() != "eur":
        raise Refused(f"Invalid currency: {data['currency']}", param=f"{name}[currency]")
    if "unit_amount" not in data:
        raise Refused(
            f"Missing required param: {name}[unit_amount].",
            code="parameter_missing",
            param=f"{name}[unit_amount]",
        )
    if data["unit_amount"] < 0:
        raise Refused(
            "Invalid non-negative integer",
            code="parameter_invalid_integer",
            param=f"{name}[unit_amount]",
        )
    return _make(world, data, product)


def _make(world: World, data: Object, product: Object) -> Object:
    recurring: Any = None
    if "recurring" in data:
        recurring = {
            "interval": data["recurring"]["interval"],
            "interval_count": data["recurring"].get("interval_count", 1),
            "meter": None,
            "trial_period_days": None,
            "usage_type": "licensed",
        }
    return world.make(
        "price",
        # Made for one purchase: it cannot be chosen again.
        active="product" in data,
        billing_scheme="per_unit",
        currency="eur",
        metadata={},
        product=product["id"],
        recurring=recurring,
        tax_behavior="unspecified",
        type="recurring" if recurring else "one_time",
        unit_amount=data["unit_amount"],
        unit_amount_decimal=str(data["unit_amount"]),
    )


@route("post", "/v1/products")
def create_product(world: World, params: Object) -> Object:
    """A product on its own, whose price can be changed later."""
    return new_product(world, params)


@route("get", "/v1/products/{id}")
def retrieve_product(world: World, params: Object, id: str) -> Object:
    """One of them."""
    return world.store.get("product", id)


@route("post", "/v1/prices")
def create_price(world: World, params: Object) -> Object:
    """A price of a product."""
    price = new_price(world, params, "")
    world.update(price, active=params.get("active", True), metadata=params.get("metadata", {}))
    return price


@route("get", "/v1/prices/{price}")
def retrieve_price(world: World, params: Object, price: str) -> Object:
    """One of them."""
    return world.store.get("price", price)
