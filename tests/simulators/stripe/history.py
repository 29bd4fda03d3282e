"""What the site's demo says happened before the simulator was started, with the ids it names.

Each step is done by what a donor's click runs, on a clock that stands at its time. Nobody is told
by events: the site has written the story.
"""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.simulators.stripe import checkout, disputes, refunds
from tests.simulators.stripe.paying import act
from tests.simulators.stripe.store import Object
from tests.simulators.stripe.world import World

MONTH = {"interval": "month", "interval_count": 1}
NOWHERE = "https://example.org/"


def remember(world: World, file: Path) -> int:
    """Replay the file's payments that are not known yet; how many."""
    story = json.loads(file.read_text())
    new = [one for one in story if world.store.find(one["session"]) is None]
    with world.lock, _quietly(world):
        for one in new:
            _replay(world, one)
    world.store.flush()
    return len(new)


@contextmanager
def _quietly(world: World) -> Iterator[None]:
    """No events, and no bank that answers by itself; afterwards it is now again."""
    offset, seconds = world.clock_offset, world.switches.sepa_seconds
    world.emit = lambda kind, one, former=None: {}  # type: ignore[method-assign]
    world.switches.sepa_seconds = None
    try:
        yield
    finally:
        del world.emit
        world.wanted.clear()
        world.switches.sepa_seconds = seconds
        world.clock_offset = offset


def _replay(world: World, one: Object) -> None:
    _stand_at(world, one["at"])
    world.wanted = {
        "checkout.session": [one["session"]],
        "payment_intent": [one["payment"]],
        "invoice": [one["invoice"]] if one["invoice"] else [],
        "subscription": [one["subscription"]] if one["subscription"] else [],
        "balance_transaction": [entry["id"] for entry in one["entries"]],
        "refund": [refund["id"] for refund in one["refunds"]],
        "dispute": [dispute["id"] for dispute in one["disputes"]],
    }
    session = checkout.create(world, _params(one))
    act(world, session["id"], "card" if one["method"] == "card" else "sepa")
    for entry in one["entries"]:
        _move(world, one, entry)


def _stand_at(world: World, moment: float) -> None:
    world.clock_offset = moment - time.time()


def _params(one: Object) -> Object:
    price: dict[str, Any] = {
        "currency": "eur",
        "unit_amount": one["cents"],
        "product_data": {"name": one["title"]},
    }
    params: Object = {
        "mode": "subscription" if one["subscription"] else "payment",
        "success_url": NOWHERE,
        "metadata": one["metadata"],
        "line_items": [{"quantity": 1, "price_data": price}],
    }
    if one["subscription"]:
        price["recurring"] = MONTH
        words = {"subscription": one["metadata"]["subscription"]}
        return params | {"subscription_data": {"metadata": words}}
    return params | {"payment_intent_data": {"metadata": one["metadata"]}}


def _move(world: World, one: Object, entry: Object) -> None:
    """One movement of the balance after the payment itself, with the fee that the site knows."""
    _stand_at(world, entry["at"])
    charge = world.store.get(
        "charge", world.store.get("payment_intent", one["payment"])["latest_charge"]
    )
    if entry["kind"] == "refund":
        refund = one["refunds"].pop(0)
        refunds.make(world, charge, refund["cents"], None, {"key": refund["key"]})
    elif entry["kind"] == "refund_failed":
        refunds.fail(world, next(r["id"] for r in world.store.all("refund") if _is_of(r, charge)))
    elif entry["kind"] == "dispute":
        disputes.begin(world, charge)
    booked = world.store.get("balance_transaction", entry["id"])
    world.store.change(booked, fee=entry["fee"], net=booked["amount"] - entry["fee"])


def _is_of(refund: Object, charge: Object) -> bool:
    return refund["charge"] == charge["id"]
