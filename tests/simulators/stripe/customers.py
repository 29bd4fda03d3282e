"""Customers: whoever gives every month."""

from tests.simulators.stripe.answers import matching, page
from tests.simulators.stripe.routing import route
from tests.simulators.stripe.store import Object
from tests.simulators.stripe.world import World

GIVEN = ("address", "description", "email", "metadata", "name", "phone", "preferred_locales")


def new_customer(world: World, given: Object) -> Object:
    """A customer of these data."""
    customer = world.make(
        "customer",
        balance=0,
        delinquent=False,
        invoice_prefix="SIMULATE",
        invoice_settings={
            "custom_fields": None,
            "default_payment_method": None,
            "footer": None,
            "rendering_options": None,
        },
        tax_exempt="none",
        **{"metadata": {}, "preferred_locales": [], **given},
    )
    world.emit("customer.created", customer)
    return customer


def merged(metadata: Object, given: Object | str | None) -> Object:
    """Metadata after an update: keys are added, an empty text takes one away, "" takes all."""
    if given == "":
        return {}
    together = metadata | (given if isinstance(given, dict) else {})
    return {key: text for key, text in together.items() if text != ""}


@route("post", "/v1/customers")
def create_customer(world: World, params: Object) -> Object:
    """A customer before the first purchase."""
    return new_customer(world, {name: params[name] for name in GIVEN if name in params})


@route("get", "/v1/customers")
def list_customers(world: World, params: Object) -> Object:
    """Customers, newest first; the address must be the same to the letter."""
    ones = [one for one in world.store.all("customer") if not one.get("deleted")]
    return page(matching(ones, params, "email"), params, "/v1/customers")


@route("get", "/v1/customers/{customer}")
def retrieve_customer(world: World, params: Object, customer: str) -> Object:
    """One of them; of a deleted one little is left."""
    one = world.store.get("customer", customer)
    return _grave(one) if one.get("deleted") else one


@route("post", "/v1/customers/{customer}")
def update_customer(world: World, params: Object, customer: str) -> Object:
    """Other data."""
    one = world.store.get("customer", customer)
    fields = {name: params[name] for name in GIVEN if name in params}
    fields["metadata"] = merged(one["metadata"], params.get("metadata"))
    world.update(one, "customer.updated", **fields)
    return one


@route("delete", "/v1/customers/{customer}")
def delete_customer(world: World, params: Object, customer: str) -> Object:
    """Forget somebody; subscriptions end with it."""
    from tests.simulators.stripe.subscriptions import end

    one = world.store.get("customer", customer)
    for subscription in world.store.all("subscription"):
        if subscription["customer"] == customer and subscription["status"] != "canceled":
            end(world, subscription, "cancellation_requested")
    world.update(one, deleted=True, email=None, name=None)
    world.emit("customer.deleted", one)
    return _grave(one)


def _grave(one: Object) -> Object:
    return {"id": one["id"], "object": "customer", "deleted": True}
