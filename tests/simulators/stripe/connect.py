"""Connect, as far as paying out needs it: accounts getting on board, transfers, reversals."""

from tests.simulators.stripe.answers import listed, matching, page
from tests.simulators.stripe.balance import book, ensure_covered
from tests.simulators.stripe.customers import merged
from tests.simulators.stripe.errors import Refused
from tests.simulators.stripe.routing import route
from tests.simulators.stripe.store import Object, new_id
from tests.simulators.stripe.world import HOUR, World, public

TAKEN = ("business_profile", "business_type", "email", "metadata")


@route("get", "/v1/account")
def own_account(world: World, params: Object) -> Object:
    """The platform's own account."""
    own = world.store.find("acct_simulator_of_the_city")
    return own or world.make("account", **_account({}) | {"id": "acct_simulator_of_the_city"})


def _account(params: Object) -> Object:
    return {
        "metadata": {},
        **{name: params[name] for name in TAKEN if name in params},
        "capabilities": dict.fromkeys(params.get("capabilities", {}), "inactive"),
        "charges_enabled": False,
        "country": params.get("country", "DE"),
        "default_currency": "eur",
        "details_submitted": False,
        "payouts_enabled": False,
        "requirements": {
            "alternatives": [],
            "current_deadline": None,
            "currently_due": ["external_account", "tos_acceptance.date"],
            "disabled_reason": "requirements.past_due",
            "errors": [],
            "eventually_due": ["external_account", "tos_acceptance.date"],
            "past_due": ["external_account", "tos_acceptance.date"],
            "pending_verification": [],
        },
        "type": params.get("type", "express"),
    }


@route("post", "/v1/accounts")
def create_account(world: World, params: Object) -> Object:
    """An account that has not told Stripe anything yet."""
    one = world.make("account", **_account(params))
    one.pop("livemode")
    return one


@route("get", "/v1/accounts/{account}")
def retrieve_account(world: World, params: Object, account: str) -> Object:
    """One of them."""
    return world.store.get("account", account)


@route("post", "/v1/account_links")
def create_link(world: World, params: Object) -> Object:
    """The way to the page on which an account gets on board; good for some minutes and once."""
    world.store.get("account", params["account"], "account")
    for name in ("refresh_url", "return_url"):
        if name not in params:
            raise Refused(f"Missing required param: {name}.", code="parameter_missing", param=name)
    link = world.make(
        "account_link",
        expires_at=world.now() + HOUR,
        _account=params["account"],
        _return_url=params["return_url"],
    )
    world.store.change(link, url=f"{world.address}/setup/{link['id']}")
    return {name: link[name] for name in ("object", "created", "expires_at", "url")}


def get_on_board(world: World, account: Object) -> None:
    """Everything is told and checked: transfers can begin."""
    nothing: list[str] = []
    done = dict.fromkeys(("currently_due", "eventually_due", "past_due"), nothing)
    world.update(
        account,
        "account.updated",
        capabilities=dict.fromkeys({"transfers": "", **account["capabilities"]}, "active"),
        charges_enabled=True,
        details_submitted=True,
        payouts_enabled=True,
        requirements=account["requirements"] | done | {"disabled_reason": None},
    )


@route("post", "/v1/transfers")
def create_transfer(world: World, params: Object) -> Object:
    """Send money to an account. Raises Refused when it may not have any, or there is none."""
    account = world.store.get("account", params["destination"], "destination")
    if account["capabilities"].get("transfers") != "active":
        raise Refused(
            "Your destination account needs to have at least one of the following capabilities "
            "enabled: transfers, crypto_transfers, legacy_payments",
            code="insufficient_capabilities_for_transfer",
        )
    amount = params.get("amount", 0)
    if amount < 1:
        raise Refused(
            "This value must be greater than or equal to 1.",
            code="parameter_invalid_integer",
            param="amount",
        )
    if "source_transaction" in params:
        world.store.get("charge", params["source_transaction"], "source_transaction")
    else:
        ensure_covered(world, amount)
    return _transfer(world, params, amount)


def _transfer(world: World, params: Object, amount: int) -> Object:
    names = ("description", "destination", "source_transaction", "transfer_group")
    one = world.make(
        "transfer",
        **{name: params[name] for name in names if name in params},
        amount=amount,
        amount_reversed=0,
        currency="eur",
        destination_payment=new_id("charge", "py"),
        metadata=params.get("metadata", {}),
        reversed=False,
        source_type="card",
    )
    transaction = book(world, amount=-amount, type="transfer", source=one["id"])
    url = f"/v1/transfers/{one['id']}/reversals"
    world.update(one, balance_transaction=transaction["id"], reversals=listed([], url))
    world.emit("transfer.created", one)
    return one


@route("get", "/v1/transfers")
def list_transfers(world: World, params: Object) -> Object:
    """Transfers, newest first."""
    ones = matching(world.store.all("transfer"), params, "destination", "transfer_group")
    return page(ones, params, "/v1/transfers")


@route("get", "/v1/transfers/{transfer}")
def retrieve_transfer(world: World, params: Object, transfer: str) -> Object:
    """One of them."""
    return world.store.get("transfer", transfer)


@route("post", "/v1/transfers/{id}/reversals")
def reverse_transfer(world: World, params: Object, id: str) -> Object:
    """Take money back from an account. Raises Refused when it is more than it got."""
    one = world.store.get("transfer", id)
    left = one["amount"] - one["amount_reversed"]
    amount = params.get("amount", left)
    if amount > left or amount < 1:
        raise Refused(
            f"Reversal amount (€{amount / 100:.2f}) is greater than unreversed amount on transfer "
            f"(€{left / 100:.2f})",
            param="amount",
        )
    reversal = world.make(
        "transfer_reversal",
        amount=amount,
        currency="eur",
        metadata=merged({}, params.get("metadata")),
        transfer=id,
    )
    reversal.pop("livemode")
    transaction = book(world, amount=amount, type="transfer_refund", source=reversal["id"])
    world.update(reversal, balance_transaction=transaction["id"])
    total = one["amount_reversed"] + amount
    reversals = listed([public(reversal), *one["reversals"]["data"]], one["reversals"]["url"])
    world.update(one, amount_reversed=total, reversed=total == one["amount"], reversals=reversals)
    world.emit("transfer.reversed", one)
    return reversal
